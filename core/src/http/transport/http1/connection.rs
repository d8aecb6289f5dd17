//! The bytes of one connection, in both directions.

use std::hint::black_box;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use ::http::Request;
use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::super::slot::Slot;
use super::super::stream::Stream;
use super::request::{Target, write_head};

/// How much is read at once, at first and at most.
const FIRST_READ: usize = 8 << 10;
const LARGEST_READ: usize = 64 << 10;
/// A body of up to this length is sent with its head by one write.
const SENT_WITH_HEAD: usize = 16 << 10;

/// Where a connection goes whose response was read to its end, if it may be used again.
pub(in super::super) trait Home: Send + Unpin + 'static {
    fn give_back(&self, connection: Box<Connection>);
}

/// A connection. Dropped, it is closed.
#[derive(Debug)]
pub(in super::super) struct Connection {
    stream: Stream,
    /// What was read and not used is `input[start..end]`.
    input: Vec<u8>,
    start: usize,
    end: usize,
    /// How far the input was ever written to since it was wiped.
    soiled: usize,
    /// What is to be sent, and how much of it was given to the stream.
    output: Vec<u8>,
    body: Bytes,
    given: usize,
    /// Whether the stream has sent all that it was given.
    is_flushed: bool,
    /// How its requests name their target.
    target: Target,
    /// Since when no call uses it, if none does.
    pub(in super::super) idle_since: Option<Instant>,
    // The last: its place is free once the stream is closed.
    pub(in super::super) slot: Slot,
}

impl Connection {
    pub(in super::super) fn new(stream: Stream, target: Target, slot: Slot) -> Box<Self> {
        Box::new(Self {
            stream,
            input: vec![0; FIRST_READ],
            start: 0,
            end: 0,
            soiled: 0,
            output: Vec::with_capacity(1024),
            body: Bytes::new(),
            given: 0,
            is_flushed: false,
            target,
            idle_since: None,
            slot,
        })
    }

    /// Closes it, and keeps its place for another.
    pub(in super::super) fn into_slot(mut self: Box<Self>) -> Slot {
        self.slot.take()
    }

    /// Takes a request, of which nothing is sent yet.
    pub(in super::super) fn take(&mut self, request: Request<Bytes>) {
        self.given = 0;
        self.is_flushed = false;
        self.idle_since = None;
        write_head(&mut self.output, &request, self.target);
        let body = request.into_body();
        if body.len() <= SENT_WITH_HEAD {
            self.output.extend_from_slice(&body);
        } else {
            self.body = body;
        }
    }

    /// Sends what is left of the request.
    pub(super) fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = unsent(&self.output, &self.body, self.given) {
            let given = ready!(Pin::new(&mut self.stream).poll_write(cx, rest))?;
            if given == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.given += given;
        }
        if !self.is_flushed {
            ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
            self.is_flushed = true;
        }
        Poll::Ready(Ok(()))
    }

    pub(super) fn is_sent(&self) -> bool {
        self.is_flushed
    }

    /// Whether a part of the request may have been sent. Below TLS nobody knows.
    pub(super) fn may_have_sent(&self) -> bool {
        self.given > 0 || self.stream.is_secure()
    }

    /// Reads once, behind what has been read and not used; `false` is the end.
    pub(super) fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        self.make_room();
        let mut buffer = ReadBuf::new(&mut self.input[self.end..]);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer))?;
        let read = buffer.filled().len();
        self.end += read;
        self.soiled = self.soiled.max(self.end);
        Poll::Ready(Ok(read > 0))
    }

    fn make_room(&mut self) {
        let is_full = self.end == self.input.len();
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if is_full && self.start > 0 {
            self.input.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if is_full && self.input.len() < LARGEST_READ {
            // It arrives in larger pieces than are read. What moves is not left behind.
            let mut larger = vec![0; self.input.len() * 2];
            larger[..self.end].copy_from_slice(&self.input[..self.end]);
            wipe(&mut self.input);
            self.input = larger;
        }
    }

    /// What was read and not used.
    pub(super) fn unread(&self) -> &[u8] {
        &self.input[self.start..self.end]
    }

    /// Notes that so much of it was used.
    pub(super) fn consume(&mut self, count: usize) {
        self.start += count;
    }

    /// Makes it ready for the next call: nothing of the last one stays. Returns whether it may be
    /// used again: it may not where the request was not sent to its end, or more has arrived than
    /// the response.
    pub(in super::super) fn finish(&mut self) -> bool {
        let is_clean = self.is_flushed && self.start == self.end;
        self.wipe();
        if self.input.len() > FIRST_READ {
            self.input = vec![0; FIRST_READ];
        }
        self.output.clear();
        self.body = Bytes::new();
        (self.start, self.end, self.soiled) = (0, 0, 0);
        is_clean
    }

    /// A request carries a credential, and a response may hold one.
    fn wipe(&mut self) {
        wipe(&mut self.output);
        wipe(&mut self.input[..self.soiled]);
    }

    /// Whether the server has neither closed it nor sent anything that nobody asked for.
    pub(in super::super) fn is_quiet(&mut self) -> bool {
        self.stream.is_quiet()
    }

    /// The same, as far as the runtime knows, with the task woken when that may have changed.
    pub(in super::super) fn is_quiet_until(&mut self, cx: &mut Context<'_>) -> bool {
        self.stream.is_quiet_until(cx)
    }

    /// Closes it in the way that the protocol below asks for.
    pub(in super::super) fn close(mut self: Box<Self>) {
        self.stream.say_goodbye();
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// What is left of the output and then of the body, of which so much was sent.
fn unsent<'a>(output: &'a [u8], body: &'a [u8], sent: usize) -> Option<&'a [u8]> {
    let rest = match sent.checked_sub(output.len()) {
        None => &output[sent..],
        Some(sent) => body.get(sent..)?,
    };
    Some(rest).filter(|rest| !rest.is_empty())
}

fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    // Or the compiler could leave out what nobody reads.
    black_box(bytes);
}
