//! What an error below HTTP means: where the exchange failed, and whether the request may have been
//! sent.

use std::error::Error as StdError;
use std::io;

use super::error::{Cause, Malformed, Phase, TransportError};

type BoxError = Box<dyn StdError + Send + Sync>;

/// The first error of a type in a chain of causes, also one that an `io::Error` carries.
pub(crate) fn find<'a, E: StdError + 'static>(
    error: &'a (dyn StdError + 'static),
) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // An io::Error's source is that of the error it carries; the carried one is skipped.
        if let Some(carried) = error
            .downcast_ref::<io::Error>()
            .and_then(|error| error.get_ref())
            && let Some(found) = find::<E>(carried)
        {
            return Some(found);
        }
        next = error.source();
    }
    None
}

/// There was no connection, so nothing was sent.
pub(super) fn of_connecting(phase: Phase, source: BoxError) -> TransportError {
    TransportError {
        phase,
        may_have_left: false,
        cause: Cause::Other,
        source,
    }
}

/// The server did not process the request, or did not get it.
pub(super) fn of_unsent(source: BoxError) -> TransportError {
    TransportError {
        cause: cause(&*source),
        ..of_connecting(Phase::Send, source)
    }
}

/// The request may have been sent.
pub(super) fn of_exchange(phase: Phase, source: BoxError) -> TransportError {
    // With TLS 1.3 a server refuses a client's certificate after the client took it for accepted.
    let is_refused = matches!(find(&*source), Some(rustls::Error::AlertReceived(_)));
    TransportError {
        phase: if is_refused { Phase::Tls } else { phase },
        may_have_left: true,
        cause: if is_refused {
            Cause::Refused
        } else {
            cause(&*source)
        },
        source,
    }
}

/// A stream of bytes broke before the head of a response had arrived.
pub(super) fn of_stream(error: io::Error, may_have_left: bool) -> TransportError {
    TransportError {
        may_have_left,
        ..of_exchange(
            if may_have_left {
                Phase::Wait
            } else {
                Phase::Connect
            },
            error.into(),
        )
    }
}

/// What arrived is not HTTP.
pub(super) fn of_malformed(error: Malformed, phase: Phase) -> TransportError {
    TransportError {
        phase,
        may_have_left: true,
        cause: Cause::Other,
        source: error.into(),
    }
}

/// The stream of a request on an HTTP/2 connection ended before the head of its response. One that
/// the server refused was not processed (RFC 9113, section 8.7).
pub(super) fn of_http2(error: h2::Error) -> TransportError {
    if is_refused_stream(&error) {
        of_unsent(error.into())
    } else {
        of_exchange(Phase::Wait, of_io_or_http2(error))
    }
}

/// The error of the connection below, if it is one.
pub(super) fn of_io_or_http2(error: h2::Error) -> BoxError {
    if !error.is_io() {
        return error.into();
    }
    let below = error.into_io();
    below.map_or_else(|| "the connection broke".into(), BoxError::from)
}

/// Whether a server said of an HTTP/2 stream that it did not process it.
pub(super) fn is_refused_stream(error: &h2::Error) -> bool {
    let reason = error.reason();
    error.is_remote() && error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM)
}

/// A body broke before its end.
pub(super) fn of_body(source: BoxError) -> TransportError {
    TransportError {
        phase: Phase::Read,
        may_have_left: true,
        // Half a response is a connection that broke, however it ended.
        cause: match cause(&*source) {
            Cause::Closed => Cause::Reset,
            other => other,
        },
        source,
    }
}

pub(super) fn cause(error: &(dyn StdError + 'static)) -> Cause {
    match find::<io::Error>(error).map(io::Error::kind) {
        // Under TLS a connection that ends without a farewell is an unexpected end, too.
        Some(io::ErrorKind::UnexpectedEof) => Cause::Closed,
        Some(
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe,
        ) => Cause::Reset,
        _ if find::<h2::Error>(error).is_some_and(h2::Error::is_remote) => Cause::Reset,
        _ => Cause::Other,
    }
}
