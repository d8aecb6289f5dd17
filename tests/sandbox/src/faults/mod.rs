//! Faults: what a server, a proxy or a network does wrong, by script.
//!
//! A [`Fault`] says which requests it strikes and, as a [`Kind`], what befalls them. The README
//! shows each as the control port takes it.

mod compose;
mod deliver;
mod error;
mod kind;
mod reply;
mod script;
mod spec;
mod template;

pub use error::FaultError;
pub use kind::{BodyFraming, Kind, Malformation, Part, Place};
pub use reply::{Reply, ReplyBody, RetryAfter};
pub use spec::Fault;

pub use crate::tls::TlsMode;

pub(crate) use compose::{End, Performance, Step, compose};
pub(crate) use deliver::{After, deliver, drain};
pub(crate) use script::{Plan, Script};
