//! A body that arrives in pieces.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::super::classify::of_body;
use super::super::error::TransportError;
use super::chunked::Chunked;
use super::connection::{Connection, Home};
use super::head::Framing;

/// How much of a body is left.
#[derive(Debug)]
enum Rest {
    Length(u64),
    Chunked(Chunked),
    UntilClose,
}

/// A body that arrives in pieces, with the connection that it arrives by. Dropped before its end,
/// it closes the connection.
#[derive(Debug)]
pub(super) struct Streamed<H> {
    /// None once the body has ended.
    connection: Option<Box<Connection>>,
    /// None where the connection may not be used again.
    home: Option<H>,
    rest: Rest,
}

impl<H: Home> Streamed<H> {
    pub(super) fn new(connection: Box<Connection>, framing: Framing, home: Option<H>) -> Self {
        Self {
            connection: Some(connection),
            home,
            rest: match framing {
                Framing::Length(length) => Rest::Length(length),
                Framing::Chunked => Rest::Chunked(Chunked::default()),
                Framing::UntilClose => Rest::UntilClose,
            },
        }
    }

    /// What has arrived, if any has, and whether it is the last.
    fn take(&mut self, connection: &mut Connection) -> Result<(Bytes, bool), TransportError> {
        let unread = connection.unread();
        let (data, used, ended) = match &mut self.rest {
            Rest::Length(left) => {
                let used =
                    usize::try_from(*left).map_or(unread.len(), |left| left.min(unread.len()));
                *left -= used as u64;
                (Bytes::copy_from_slice(&unread[..used]), used, *left == 0)
            }
            Rest::UntilClose => (Bytes::copy_from_slice(unread), unread.len(), false),
            Rest::Chunked(chunked) => {
                let mut data = Vec::with_capacity(unread.len());
                let used = chunked.read(unread, &mut data);
                let used = used.map_err(|error| of_body(error.into()))?;
                (data.into(), used, chunked.is_ended())
            }
        };
        connection.consume(used);
        Ok((data, ended))
    }

    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        let Some(mut connection) = self.connection.take() else {
            return Poll::Ready(None);
        };
        loop {
            let (data, ended) = self.take(&mut connection)?;
            if ended || !data.is_empty() {
                match &self.home {
                    Some(home) if ended => home.give_back(connection),
                    None if ended => drop(connection),
                    _ => self.connection = Some(connection),
                }
                return Poll::Ready((!data.is_empty()).then_some(Ok(data)));
            }
            // A server may wait for the rest of the request before it sends the rest of this.
            if !connection.is_sent() && matches!(connection.poll_send(cx), Poll::Ready(Err(_))) {
                self.home = None;
            }
            match connection.poll_read(cx) {
                Poll::Pending => {
                    self.connection = Some(connection);
                    return Poll::Pending;
                }
                Poll::Ready(Ok(true)) => {}
                Poll::Ready(Ok(false)) if matches!(self.rest, Rest::UntilClose) => {
                    return Poll::Ready(None);
                }
                Poll::Ready(Ok(false)) => {
                    let error = io::Error::from(io::ErrorKind::UnexpectedEof);
                    return Poll::Ready(Some(Err(of_body(error.into()))));
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(of_body(error.into())))),
            }
        }
    }
}

impl<H: Home> Body for Streamed<H> {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let data = ready!(self.poll_data(cx));
        Poll::Ready(data.map(|data| data.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.connection.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        match self.rest {
            Rest::Length(left) => SizeHint::with_exact(left),
            _ => SizeHint::default(),
        }
    }
}
