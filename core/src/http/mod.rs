//! The one way that every call takes.
//!
//! An API module puts a [`call`] together from one of its [`operation`]s and gives it to its
//! [`pipeline`], where it is [`run`]:
//!
//! 1. [`prepare`] checks it, and what the caller's [`options`] change, before anything is sent.
//! 2. [`auth`] takes the client's [`credential`].
//! 3. An [`attempt`] hands the request to a [`transport`], under the [`deadline`]s, and reads the
//!    [`answer`] within bounds.
//! 4. What is no success becomes a [`failure`], from which [`redact`] takes the secrets; [`retry`]
//!    says whether another attempt follows.
//! 5. A success is [`done`], and decoded by its operation.
//!
//! All of an operation runs under its [`guard`], so that a panic in it ends it, and nothing else.
//!
//! Of JSON whose type nobody knows, a success's or a failure's, only so much is [`kept`].
//!
//! Time and detached work come from the [`runtime`]; an [`observer`] tells [`hook`]s and logs.

mod auth;
mod response;
mod attempt;
pub(crate) mod call;
mod credential;
mod timeout;
mod success;
mod encode;
mod failure;
mod guard;
mod hook;
pub(crate) mod bounded_json;
mod observer;
pub(crate) mod operation;
mod options;
pub(crate) mod pipeline;
mod http_request;
pub(crate) mod raw;
mod redact;
mod retry;
mod execute;
mod runtime;
mod transport;

pub use credential::{Credential, Lease, Refusal, StaticCredential};
pub use hook::{Event, EventKind, Hook};
pub use options::CallOptions;
pub use raw::{RawRequest, RawResponse};
pub use runtime::{Background, BoxFuture, TokioRuntime, Runtime};
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
#[cfg(feature = "fuzzing")]
pub use transport::fuzzing;
pub use transport::{Cause, Phase, Progress, Resolve, ResponseBody, Transport, TransportError};
