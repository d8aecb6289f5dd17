//! The one way that every call takes.
//!
//! An API module builds a [`call`] from one of its [`operation`]s and returns it as a [`request`].
//! When that is awaited, or waited for by a [`blocking`] thread, the [`pipeline`] [`execute`]s it:
//!
//! 1. [`http_request`] checks the call and its [`options`] before anything is sent, and builds the
//!    HTTP request of each attempt.
//! 2. [`auth`] adds the client's [`credential`].
//! 3. An [`attempt`] gives the HTTP request to a [`transport`], under the [`timeout`]s, and reads
//!    the [`response`] within bounds.
//! 4. Anything but success becomes a [`failure`], which [`redact`] removes the secrets from;
//!    [`retry`] decides whether another attempt follows.
//! 5. A [`success`] is decoded by its operation.
//!
//! A [`guard`] contains a panic in the call, so that it ends that call and nothing else; a [`track`]
//! says how far the call had come.
//!
//! JSON whose type is not known is kept up to a limit, as [`bounded_json`].
//!
//! Time and detached work come from the [`runtime`]; an [`observer`] reports to [`hook`]s and logs.

mod attempt;
mod auth;
mod blocking;
pub(crate) mod bounded_json;
pub(crate) mod call;
mod credential;
mod encode;
mod execute;
mod failure;
mod guard;
mod hook;
mod http_request;
mod named_secrets;
mod observer;
pub(crate) mod operation;
mod options;
mod page;
pub(crate) mod pipeline;
mod prefix;
pub(crate) mod raw;
mod redact;
mod request;
pub(crate) mod response;
mod retry;
mod runtime;
mod success;
mod timeout;
mod track;
mod transport;

pub use credential::{CredentialProvider, Lease, Refusal, StaticCredential};
pub use hook::{Event, EventKind, Hook};
pub use options::CallOptions;
pub use raw::{RawRequest, RawResponse};
pub use request::Request;
pub use runtime::{Background, BoxFuture, Runtime, TokioRuntime};
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub(crate) use transport::ResolveError;
#[cfg(feature = "fuzzing")]
pub use transport::fuzzing;
pub use transport::{Cause, Phase, Progress, Resolve, ResponseBody, Transport, TransportError};
