//! What the bindings share, whatever their language.
//!
//! A call's cost is the hop between threads, so who drives it is kept apart from what is driven:
//!
//! - [`reactor`]: the calling thread drives its own call, in slices;
//! - [`io_thread`]: one thread drives every call, and puts the results into a [`completion_queue`] that the
//!   language empties in batches, or wakes a thread that waits in a [`blocking_call`];
//! - [`call_events`]: what happened in a call travels with its result, to be reported to hooks and logs on
//!   the user's own thread;
//! - [`panics`]: a panic outside of core ends its call, too, and nothing else;
//! - [`client`]: what the clients of core have in common;
//! - [`proxy`]: what the setting `proxy` says;
//! - [`fork`]: which process this is, and what the child of a fork has to open anew.

pub mod blocking_call;
pub mod call_events;
mod canceller;
pub mod client;
pub mod completion_queue;
mod delivery;
pub mod fork;
mod inline_start;
pub mod io_thread;
pub mod panics;
mod parker;
pub mod proxy;
pub mod reactor;
mod scheduler;

pub use blocking_call::BlockingCall;
pub use call_events::{CallEvent, CallEvents, Recorder, is_warning, noting};
pub use canceller::Canceller;
pub use client::CoreClient;
pub use completion_queue::CompletionQueue;
pub use fork::PerProcess;
pub use io_thread::{DetachedOnIoThread, IoThread};
pub use panics::{CallName, Course, Panicked, Phase};
pub use reactor::Reactor;
