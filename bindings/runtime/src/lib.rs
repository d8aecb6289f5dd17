//! What the bindings share, whatever their language.
//!
//! A call's cost is the hop between threads, so who drives it is kept apart from what is driven:
//!
//! - [`reactor`]: the calling thread drives its own call, in slices;
//! - [`io_thread`]: one thread drives every call, and puts the results into an [`outbox`] that the
//!   language empties in batches, or wakes a thread that is [`waiting`];
//! - [`notes`]: what happened in a call travels with its result, to be told to hooks and logs on
//!   the user's own thread;
//! - [`panics`]: a panic outside of core ends its call, too, and nothing else;
//! - [`client`]: what the clients of core have in common;
//! - [`fork`]: which process this is, and what the child of a fork has to open anew.

pub mod client;
mod delivery;
pub mod fork;
mod here;
pub mod io_thread;
pub mod notes;
pub mod outbox;
pub mod panics;
pub mod reactor;
pub mod waiting;

pub use client::CoreClient;
pub use fork::PerProcess;
pub use io_thread::{Canceller, DetachedOnIoThread, IoThread};
pub use notes::{Note, Notes, Recorder, noting};
pub use outbox::Outbox;
pub use panics::{CallName, Course, Panicked, Phase};
pub use reactor::Reactor;
pub use waiting::Waiting;
