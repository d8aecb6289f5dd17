//! Faults: what a server, a proxy or a network does wrong, by script.
//!
//! A [`Fault`] says which requests it strikes and, as a [`Kind`], what befalls them. The README
//! shows each as the control port takes it.

mod chunk;
mod compose;
mod deliver;
mod error;
mod flood;
mod forms;
mod head;
mod kind;
mod raw;
mod reply;
mod script;
mod spec;
mod stray;
mod template;
mod unusual;

pub use chunk::{ChunkForm, EndlessChunks, TrailerForm};
pub use error::FaultError;
pub use flood::{EndlessHead, HeadPart, InterimFlood, Pace};
pub use head::{HeadForm, LargeHead};
pub use kind::{BodyFraming, Ending, Kind, Malformation, Part, Place};
pub use reply::{Reply, ReplyBody, RetryAfter};
pub use spec::Fault;
pub use stray::{StrayForm, When};
pub use unusual::UnusualForm;

pub use crate::tls::TlsMode;

pub(crate) use compose::{End, Performance, Step, compose};
pub(crate) use deliver::{After, deliver, drain};
pub(crate) use script::{Plan, Script};
