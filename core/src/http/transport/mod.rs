//! What carries one request to a server and its response back.
//!
//! The [`built_in`] transport takes a connection from the [`pool`] of its runtime, or has the
//! [`connector`] make one: a [`stream`] over a [`socket`] that gives a bounded number of bytes per
//! poll. On it a request is sent by [`http1`] or [`http2`]. What fails is [`classify`]ed.

mod built_in;
mod classify;
#[cfg(feature = "reqwest")]
mod connecting;
mod connector;
mod error;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod http1;
mod http2;
mod idle;
mod pool;
mod pools;
mod progress;
pub(crate) mod proxy;
#[cfg(feature = "reqwest")]
mod reqwest;
mod resolver;
mod response_body;
#[cfg(feature = "fuzzing")]
mod script;
mod slot;
mod socket;
mod stream;
mod tls_records;
mod tunnel;

use std::fmt;
use std::sync::Arc;

use ::http::header::CONTENT_LENGTH;
use ::http::{HeaderValue, Method};
use bytes::Bytes;

pub(crate) use self::built_in::BuiltInTransport;
pub(crate) use self::classify::find;
pub use self::error::{Cause, Phase, TransportError};
pub use self::progress::Progress;
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use self::resolver::Resolve;
pub(crate) use self::resolver::ResolveError;
pub use self::response_body::ResponseBody;
pub(crate) use self::tunnel::{NotOpened, PROXY_CREDENTIALS};
use super::runtime::BoxFuture;

/// Sends requests. An implementation must not retry, follow redirects, decode content codings or
/// enforce timeouts: the client does what is needed.
///
/// Dropping the future must drop the request; a connection that carried half an exchange must not
/// be used again.
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends one request with its whole body, and returns its response when the head has arrived.
    /// Call `progress.connected()` once a connection is ready, before any byte of the request is
    /// sent. Until then a failure counts as not sent.
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<http::Response<ResponseBody>, TransportError>>;

    /// The same transport with no connection and fresh locks, for a process that was forked.
    fn reopen(&self) -> Arc<dyn Transport>;

    /// Closes idle connections. The transport must stay usable: the client also calls this before
    /// some retries.
    fn close(&self);
}

/// Gives a request without a body the length that its method asks for (RFC 9110, section 8.6);
/// some servers refuse it otherwise.
fn state_that_nothing_follows(request: &mut http::Request<Bytes>) {
    if request.body().is_empty() && matches!(*request.method(), Method::POST | Method::PUT) {
        let nothing = HeaderValue::from_static("0");
        request.headers_mut().insert(CONTENT_LENGTH, nothing);
    }
}
