//! What an error of hyper means, wherever in a chain of causes it stands.

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::{Cause, Phase, TransportError};

type BoxError = Box<dyn StdError + Send + Sync>;

/// The first error of a type in a chain of causes, also one that an `io::Error` carries.
pub(super) fn find<'a, E: StdError + 'static>(
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

/// No connection stood, so that nothing left.
pub(super) fn of_connecting(phase: Phase, source: BoxError) -> TransportError {
    TransportError {
        phase,
        may_have_left: false,
        cause: Cause::Other,
        source,
    }
}

/// A connection stood, or may have; `has_body` is said of the request.
pub(super) fn of_exchange(source: BoxError, has_body: bool) -> TransportError {
    // The `is_canceled` of hyper's pooled client is private, so its cause is asked: a canceled
    // request was handed back before a byte of it was written.
    let handed_back = find::<hyper::Error>(&*source).is_some_and(hyper::Error::is_canceled);
    let unprocessed = is_unprocessed(&*source, has_body);
    // With TLS 1.3 a server refuses a client's certificate after the client took it for accepted.
    let refused = matches!(find(&*source), Some(rustls::Error::AlertReceived(_)));
    TransportError {
        phase: match (refused, handed_back, unprocessed) {
            (true, ..) => Phase::Tls,
            (_, true, _) => Phase::Connect,
            (_, _, true) => Phase::Send,
            _ => Phase::Wait,
        },
        may_have_left: !handed_back && !unprocessed,
        cause: cause(&*source),
        source,
    }
}

/// Whether an HTTP/2 server said that it did not process the request, which is as good as not sent
/// (RFC 9113, section 8.7): it refused the stream, or named an earlier one as its last in a GOAWAY.
/// Of later streams h2 tells such an error, and of requests that it did not take in any more; but
/// of one that it took in at the very moment of the GOAWAY it tells the same, whichever stream that
/// names. Then the body was not sent yet, so that only a request without one can be whole.
fn is_unprocessed(error: &(dyn StdError + 'static), has_body: bool) -> bool {
    find::<h2::Error>(error).is_some_and(|error| {
        let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (refused || error.is_go_away() && has_body)
    })
}

fn cause(error: &(dyn StdError + 'static)) -> Cause {
    let hyper = find::<hyper::Error>(error);
    let kind = find::<io::Error>(error).map(io::Error::kind);
    // Under TLS a connection that ends without a farewell is an unexpected end.
    if hyper.is_some_and(hyper::Error::is_incomplete_message)
        || kind == Some(io::ErrorKind::UnexpectedEof)
    {
        return Cause::Closed;
    }
    let broken = matches!(
        kind,
        Some(
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
        )
    );
    let reset = find::<h2::Error>(error).is_some_and(h2::Error::is_remote);
    // A user error is ours never: it is how a connection's task ends with its runtime.
    if broken
        || reset
        || hyper.is_some_and(|error| error.is_closed() || error.is_canceled() || error.is_user())
    {
        Cause::Reset
    } else {
        Cause::Other
    }
}

/// The body of an answer, its errors in our words.
pub(super) struct Answered<B>(pub(super) B);

impl<B> Body for Answered<B>
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Unpin,
{
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let polled = Pin::new(&mut self.0).poll_frame(cx);
        polled.map_err(|error| {
            let source = error.into();
            TransportError {
                phase: Phase::Read,
                may_have_left: true,
                // Half an answer is a connection that broke, however it ended.
                cause: match cause(&*source) {
                    Cause::Closed => Cause::Reset,
                    other => other,
                },
                source,
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
