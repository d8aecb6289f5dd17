//! What carries one request to a server and its answer back.

mod breakage;
mod connecting;
mod connector;
mod hyper;
mod pools;
pub(crate) mod proxy;
#[cfg(feature = "reqwest")]
mod reqwest;
mod resolver;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ::http::header::CONTENT_LENGTH;
use ::http::{HeaderValue, Method};
use bytes::Bytes;

pub(crate) use self::hyper::HyperTransport;
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use self::resolver::Resolve;
use super::runtime::{BoxFuture, Runtime};

/// The body of an answer, as it arrives.
pub type AnswerBody =
    Pin<Box<dyn http_body::Body<Data = Bytes, Error = TransportError> + Send + 'static>>;

/// What carries requests. The pipeline stands above it: a transport does not retry, follow a
/// redirect, decode a content coding, or keep time.
///
/// Dropping the future must drop the request; a connection that carried half an exchange must not
/// be used again.
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends one request with its whole body, and returns its answer when the head is there.
    /// `progress` must be told when a connection stands and the request may leave.
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<http::Response<AnswerBody>, TransportError>>;

    /// The same transport with no connection and fresh locks, for a process that was forked.
    fn reopen(&self) -> Arc<dyn Transport>;

    /// Closes the connections that no call uses.
    fn close(&self);
}

/// Gives a request without a body the length that its method asks for (RFC 9110, section 8.6);
/// some servers refuse it otherwise.
fn say_that_nothing_follows(request: &mut http::Request<Bytes>) {
    if request.body().is_empty() && matches!(*request.method(), Method::POST | Method::PUT) {
        let nothing = HeaderValue::from_static("0");
        request.headers_mut().insert(CONTENT_LENGTH, nothing);
    }
}

/// How far an attempt has come, told by the transport and read by the deadlines.
#[derive(Debug)]
pub struct Progress<'a> {
    runtime: &'a dyn Runtime,
    began: Instant,
    connected: Moment,
    heard: Moment,
    /// Whether `heard` is to be set once it matters, which it does not where nothing is waited for.
    just_heard: AtomicBool,
}

/// An instant that can be set through a shared reference: nanoseconds since the attempt began, plus
/// one; 0 is never.
#[derive(Debug, Default)]
struct Moment(AtomicU64);

impl Moment {
    fn get(&self, began: Instant) -> Option<Instant> {
        let since = self.0.load(Ordering::Relaxed).checked_sub(1)?;
        Some(began + Duration::from_nanos(since))
    }

    fn set(&self, since: Duration) {
        let nanos = u64::try_from(since.as_nanos()).unwrap_or(u64::MAX - 1);
        self.0.store(nanos + 1, Ordering::Relaxed);
    }
}

impl<'a> Progress<'a> {
    pub(crate) fn new(runtime: &'a dyn Runtime) -> Self {
        Self {
            runtime,
            began: runtime.now(),
            connected: Moment::default(),
            heard: Moment::default(),
            just_heard: AtomicBool::new(false),
        }
    }

    /// A connection stands: from now on the request may have left.
    pub fn connected(&self) {
        if self.connected.get(self.began).is_none() {
            self.connected.set(self.elapsed());
        }
    }

    /// The server gave a sign of life. Who then waits asks
    /// [`waiting_since`](Self::waiting_since) at once.
    pub(crate) fn heard(&self) {
        self.just_heard.store(true, Ordering::Relaxed);
    }

    fn elapsed(&self) -> Duration {
        self.runtime.now().saturating_duration_since(self.began)
    }

    /// When the attempt began.
    pub(crate) fn began(&self) -> Instant {
        self.began
    }

    /// Whether the request may have left.
    pub(crate) fn may_have_left(&self) -> bool {
        self.connected.get(self.began).is_some()
    }

    /// Since when the server may be waited for: its last sign of life, else the connection.
    pub(crate) fn waiting_since(&self) -> Option<Instant> {
        if self.just_heard.swap(false, Ordering::Relaxed) {
            self.heard.set(self.elapsed());
        }
        self.heard
            .get(self.began)
            .or_else(|| self.connected.get(self.began))
    }
}

/// Where an exchange failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Looking the host's name up.
    Resolve,
    /// Connecting to the server or the proxy.
    Connect,
    /// The TLS handshake.
    Tls,
    /// Sending the request.
    Send,
    /// Waiting for the head of the answer.
    Wait,
    /// Reading the body of the answer.
    Read,
}

/// How an exchange failed, as far as repeating it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The connection was closed before an answer came.
    Closed,
    /// The connection broke.
    Reset,
    /// Anything else, such as an answer that is no HTTP.
    Other,
}

/// Why there is no answer.
#[derive(Debug)]
pub struct TransportError {
    /// Where it failed.
    pub phase: Phase,
    /// Whether the request, or a part of it, may have been processed by the server. `false` is a
    /// proof: it did not leave, or the server said that it did not process it.
    pub may_have_left: bool,
    /// How it failed.
    pub cause: Cause,
    /// What the layer below says.
    pub source: Box<dyn StdError + Send + Sync>,
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.phase, self.cause) {
            (Phase::Resolve, _) => "the host's name could not be resolved",
            (Phase::Connect, _) => "no connection could be made",
            (Phase::Tls, _) => "the TLS handshake failed",
            (Phase::Send | Phase::Wait, Cause::Closed) => {
                "the server closed the connection without an answer"
            }
            (Phase::Send, _) => "the request could not be sent",
            (Phase::Wait, Cause::Reset) => "the connection broke before an answer came",
            (Phase::Wait, Cause::Other) => "what came back is not HTTP",
            (Phase::Read, _) => "the connection broke in the middle of the answer",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
