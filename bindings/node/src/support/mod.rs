//! What the generated classes stand on: conversions, errors, and how a call runs.
//!
//! The I/O thread drives calls and never enters JavaScript. Each environment has a [`bridge`], into
//! whose completion queue results are put, and which the facade empties when it is notified: once for as many
//! results as there are. Promises, signals, hooks and logs are the facade's.

mod error;
mod handle;
mod loop_bridge;
mod names;
mod observers;
mod settings;
mod value;

pub(crate) use handle::Handle;
pub(crate) use loop_bridge::LoopBridge;
pub(crate) use names::camel_case;
pub(crate) use settings::{Configure, Settings};
pub(crate) use value::*;
