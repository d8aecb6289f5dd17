//! Calls that an asyncio loop waits for.
//!
//! The I/O thread drives them and never enters the interpreter. Each loop has a [`bridge`], into whose
//! completion queue results are put, and which the loop empties when it is woken: once for as many results as
//! there are. A [`call`] is what a coroutine awaits, and a task waits for.

mod call;
mod handle;
mod loop_bridge;
mod notifier;
mod open;

pub(crate) use call::{Call, Woken};
pub(crate) use handle::AsyncHandle;
pub(crate) use loop_bridge::LoopBridge;
