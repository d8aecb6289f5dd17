//! What kind of failure it was, and what it says about the server's state.

use std::fmt;

/// What went wrong, as a closed and stable set: match on it to decide what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The server rejected the request as malformed: status 400, or a 4xx without a kind of its
    /// own.
    BadRequest,
    /// Status 401: the credential is missing, wrong, expired or revoked.
    Unauthorized,
    /// Status 403: the credential is valid but is not allowed to do this.
    Forbidden,
    /// Status 404: the resource does not exist, or this credential cannot see it.
    NotFound,
    /// Status 405: the path exists but does not support this method.
    MethodNotAllowed,
    /// Status 409: the request conflicts with an existing resource.
    Conflict,
    /// Status 422: the server understood the request but cannot accept its values.
    Unprocessable,
    /// Status 429: too many requests; `retry_after` says how long to wait, if the server said so.
    RateLimited,
    /// Status 500 or above: the server failed.
    ServerError,
    /// An OAuth error response (RFC 6749, section 5.2): `code` holds its `error`.
    OAuthError,
    /// The response cannot be used: a success that cannot be decoded, or a redirect, which is never
    /// followed.
    Decode,
    /// There is no complete response: name resolution, connecting, TLS or the transfer failed.
    Transport,
    /// Rejected before anything was sent: `field` names the argument.
    Validation,
    /// A timeout elapsed: `connect_timeout`, `read_timeout`, `attempt_timeout` or `total_timeout`;
    /// `message` says which.
    Timeout,
    /// A setting of the client cannot be used.
    Config,
    /// No credential could be obtained: none is configured, or its provider failed.
    Credential,
    /// A token store failed. No call fails with this kind yet.
    Store,
    /// The client was closed.
    Closed,
    /// The caller cancelled the call, in a language that has no error of its own for that. No call
    /// fails with this kind yet.
    Cancelled,
    /// A bug in this library ended the call: report it. `message` names the step and contains no
    /// data. The connection is closed, and the client stays usable. If the program gave the client
    /// code of its own, such as a transport, the bug may be there.
    Internal,
}

/// Every kind with its stable name, in the order of the enum.
const NAMES: [(ErrorKind, &str); 20] = [
    (ErrorKind::BadRequest, "bad_request"),
    (ErrorKind::Unauthorized, "unauthorized"),
    (ErrorKind::Forbidden, "forbidden"),
    (ErrorKind::NotFound, "not_found"),
    (ErrorKind::MethodNotAllowed, "method_not_allowed"),
    (ErrorKind::Conflict, "conflict"),
    (ErrorKind::Unprocessable, "unprocessable"),
    (ErrorKind::RateLimited, "rate_limited"),
    (ErrorKind::ServerError, "server_error"),
    (ErrorKind::OAuthError, "oauth_error"),
    (ErrorKind::Decode, "decode"),
    (ErrorKind::Transport, "transport"),
    (ErrorKind::Validation, "validation"),
    (ErrorKind::Timeout, "timeout"),
    (ErrorKind::Config, "config"),
    (ErrorKind::Credential, "credential"),
    (ErrorKind::Store, "store"),
    (ErrorKind::Closed, "closed"),
    (ErrorKind::Cancelled, "cancelled"),
    (ErrorKind::Internal, "internal"),
];

impl ErrorKind {
    /// The stable name, such as `rate_limited`.
    pub fn as_str(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// Every kind there is.
    pub fn all() -> impl Iterator<Item = ErrorKind> {
        NAMES.iter().map(|(kind, _)| *kind)
    }

    /// The kind of a response with this status from 400.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            409 => Self::Conflict,
            422 => Self::Unprocessable,
            429 => Self::RateLimited,
            500.. => Self::ServerError,
            _ => Self::BadRequest,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a failed call says about the state of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The request was not sent, or the server reported that it did not process it: nothing
    /// changed.
    NotSent,
    /// The server refused: nothing changed.
    Rejected,
    /// The server may have applied the request: look before you repeat it.
    Unknown,
}

impl Outcome {
    /// The stable name, such as `not_sent`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_the_name_that_stands_at_its_place() {
        for (place, (kind, name)) in NAMES.iter().enumerate() {
            assert_eq!(*kind as usize, place);
            assert_eq!(kind.as_str(), *name);
        }
    }
}
