//! Why there is no response, and whether the request may have been sent.

use std::error::Error as StdError;
use std::fmt;

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
    /// Waiting for the head of the response.
    Wait,
    /// Reading the body of the response.
    Read,
}

/// How an exchange failed, as far as repeating it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The connection was closed before a response came.
    Closed,
    /// The connection broke.
    Reset,
    /// It would fail again in the same way: a certificate that is not trusted, a handshake that
    /// one side refused, a host name that does not exist.
    Refused,
    /// Anything else, such as a response that is no HTTP.
    Other,
}

/// Why there is no response.
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
            (Phase::Resolve, Cause::Refused) => "the host name does not exist",
            (Phase::Resolve, _) => "could not resolve the host name",
            (Phase::Connect, _) => "could not connect",
            (Phase::Tls, _) => "the TLS handshake failed",
            (Phase::Send | Phase::Wait, Cause::Closed) => {
                "the server closed the connection without a response"
            }
            (Phase::Send, _) => "the request could not be sent",
            (Phase::Wait, Cause::Reset) => "the connection broke before a response came",
            (Phase::Wait, Cause::Refused | Cause::Other) => "what came back is not HTTP",
            (Phase::Read, _) => "the connection broke in the middle of the response",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// What the server sent is not HTTP, or is a part of it that this client refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed(pub(super) &'static str);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for Malformed {}

/// How many interim responses may come before the final one.
pub(super) const MOST_INTERIM: u8 = 16;
pub(super) const TOO_MANY_INTERIM: Malformed =
    Malformed("more than 16 interim responses came before the response");
