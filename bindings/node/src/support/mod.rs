//! What the generated classes stand on: conversions, errors, and how a call runs.
//!
//! The I/O thread drives calls and never enters JavaScript. Each environment has a [`port`], into
//! whose outbox results are put, and which the facade empties when it is rung: once for as many
//! results as there are. Promises, signals, hooks and logs are the facade's.

mod error;
mod handle;
mod port;
mod settings;
mod telling;
mod value;

pub(crate) use handle::Handle;
pub(crate) use port::Port;
pub(crate) use settings::{Configure, Settings};
pub(crate) use value::*;
