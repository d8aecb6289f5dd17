//! A response as hyper reads it.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use authloom::fuzzing::{Outcome, Read};
use bytes::Bytes;
use http::{Method, Request};
use http_body::Body;
use http_body_util::Empty;
use hyper::client::conn::http1;
use hyper::rt::ReadBufCursor;

/// No response takes more turns than this: each reads a piece, or ends.
const TURNS: usize = 10_000;

/// Reads the response to a request with this method, which arrives in these pieces.
pub(super) fn read_response(method: &Method, pieces: Vec<Bytes>, ends: bool) -> Outcome {
    let mut cx = Context::from_waker(Waker::noop());
    let stream = Pieces {
        left: pieces.into(),
        ends,
        is_asked: false,
    };
    let Poll::Ready(Ok((mut sender, connection))) =
        pin!(http1::handshake::<_, Empty<Bytes>>(stream)).poll(&mut cx)
    else {
        panic!("hyper begins to speak HTTP/1.1 without a word of the server");
    };
    let mut connection = pin!(connection);
    let mut is_over = false;
    // The connection must be polled for anything to happen, and not after its end.
    let mut turn = |cx: &mut Context<'_>| {
        if !is_over {
            is_over = connection.as_mut().poll(cx).is_ready();
        }
    };
    let request = Request::builder()
        .method(method)
        .uri("/")
        .header("host", "a.test");
    let request = request.body(Empty::new()).expect("a request");
    let mut response = pin!(sender.send_request(request));
    let mut found = None;
    for _ in 0..TURNS {
        turn(&mut cx);
        if let Poll::Ready(ended) = response.as_mut().poll(&mut cx) {
            found = Some(ended);
            break;
        }
    }
    let (parts, mut body) = match found {
        None => return Outcome::Incomplete,
        Some(Err(error)) => return Outcome::Refused(error.to_string()),
        Some(Ok(response)) => response.into_parts(),
    };
    let mut read = Vec::new();
    let mut idle_turns = 0;
    loop {
        match Pin::new(&mut body).poll_frame(&mut cx) {
            Poll::Ready(None) => break,
            Poll::Ready(Some(Err(error))) => return Outcome::Refused(error.to_string()),
            Poll::Ready(Some(Ok(frame))) => {
                idle_turns = 0;
                read.extend_from_slice(&frame.into_data().unwrap_or_default());
            }
            Poll::Pending if idle_turns == TURNS => return Outcome::Incomplete,
            Poll::Pending => {
                idle_turns += 1;
                turn(&mut cx);
            }
        }
    }
    drop(body);
    for _ in 0..4 {
        turn(&mut cx);
    }
    let fields = parts.headers.iter();
    let fields = fields.map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
    Outcome::Read(Read {
        status: parts.status.as_u16(),
        fields: fields.collect(),
        body: read,
        is_reusable: matches!(sender.poll_ready(&mut cx), Poll::Ready(Ok(()))),
    })
}

/// A stream of pieces. What is written to it is thrown away.
struct Pieces {
    left: VecDeque<Bytes>,
    ends: bool,
    /// Whether the request was written: what is there before it is no response.
    is_asked: bool,
}

impl hyper::rt::Read for Pieces {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        mut buf: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.is_asked {
            return Poll::Pending;
        }
        while let Some(mut piece) = self.left.pop_front() {
            if piece.is_empty() {
                continue;
            }
            let rest = piece.split_off(piece.len().min(buf.remaining()));
            buf.put_slice(&piece);
            if !rest.is_empty() {
                self.left.push_front(rest);
            }
            return Poll::Ready(Ok(()));
        }
        if self.ends {
            Poll::Ready(Ok(()))
        } else {
            Poll::Pending
        }
    }
}

impl hyper::rt::Write for Pieces {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.is_asked = true;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
