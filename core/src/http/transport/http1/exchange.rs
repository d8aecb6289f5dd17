//! One request on a connection, up to the head of its response.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ::http::{Method, Response, StatusCode};

use super::super::classify::{of_malformed, of_stream};
use super::super::error::{MOST_INTERIM, Malformed, Phase, TOO_MANY_INTERIM, TransportError};
use super::super::response_body::ResponseBody;
use super::body::Streamed;
use super::connection::{Connection, Home};
use super::head::{Framing, Head, HeadReader, LONGEST_HEAD};

/// One request on a connection, up to the head of its response. The task that polls it drives the
/// connection; dropped, it closes the connection.
#[derive(Debug)]
pub(in super::super) struct Exchange<H> {
    connection: Option<Box<Connection>>,
    /// None once the connection has gone there, or with it.
    home: Option<H>,
    method: Method,
    heads: HeadReader,
    interim: u8,
    /// How many bytes the interim responses had.
    used: usize,
    /// Why the request was not sent to its end. The response may have arrived nevertheless.
    broken: Option<io::Error>,
}

impl<H: Home> Exchange<H> {
    /// On a connection that has taken the request.
    pub(in super::super) fn new(connection: Box<Connection>, method: Method, home: H) -> Self {
        Self {
            connection: Some(connection),
            home: Some(home),
            method,
            heads: HeadReader::default(),
            interim: 0,
            used: 0,
            broken: None,
        }
    }

    fn poll_head(
        &mut self,
        connection: &mut Connection,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Head, TransportError>> {
        loop {
            if self.broken.is_none() && !connection.is_sent() {
                self.broken = match connection.poll_send(cx) {
                    Poll::Ready(Err(error)) => Some(error),
                    _ => None,
                };
            }
            let may_have_sent = connection.may_have_sent();
            let failed = |error| Poll::Ready(Err(of_stream(error, may_have_sent)));
            match (ready!(connection.poll_read(cx)), self.broken.take()) {
                (Ok(true), broken) => self.broken = broken,
                (Ok(false), None) => return failed(io::ErrorKind::UnexpectedEof.into()),
                (Ok(false) | Err(_), Some(error)) | (Err(error), None) => {
                    return failed(error);
                }
            }
            let head = self.read_heads(connection);
            if let Some(head) = head.map_err(|error| of_malformed(error, Phase::Wait))? {
                return Poll::Ready(Ok(head));
            }
        }
    }

    /// Reads heads up to the final one, if that has arrived.
    fn read_heads(&mut self, connection: &mut Connection) -> Result<Option<Head>, Malformed> {
        loop {
            let unread = connection.unread();
            let head = self.heads.read(unread, &self.method)?;
            let read = match &head {
                Some(head) => head.length,
                None => unread.len() + 1,
            };
            if self.used + read > LONGEST_HEAD {
                return Err(Malformed("the head of the response is longer than 64 KiB"));
            }
            let Some(head) = head else {
                return Ok(None);
            };
            connection.consume(head.length);
            if !head.status.is_informational() {
                return Ok(Some(head));
            }
            if head.status == StatusCode::SWITCHING_PROTOCOLS {
                return Err(Malformed(
                    "it switches to a protocol that was not asked for",
                ));
            }
            self.used += head.length;
            self.interim += 1;
            if self.interim > MOST_INTERIM {
                return Err(TOO_MANY_INTERIM);
            }
        }
    }

    fn response(&mut self, mut connection: Box<Connection>, head: Head) -> Response<ResponseBody> {
        let home = self.home.take();
        let home = home.filter(|_| head.keep_alive && self.broken.is_none());
        let body = head.copy.slice(head.length..);
        let is_whole = !body.is_empty() || head.framing == Framing::Length(0);
        let body = if is_whole {
            connection.consume(body.len());
            if let Some(home) = home {
                home.give_back(connection);
            }
            ResponseBody::whole(body)
        } else {
            ResponseBody::new(Streamed::new(connection, head.framing, home))
        };
        let mut response = Response::new(body);
        *response.status_mut() = head.status;
        *response.headers_mut() = head.headers;
        response
    }
}

impl<H: Home> Future for Exchange<H> {
    type Output = Result<Response<ResponseBody>, TransportError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let mut connection = (this.connection.take()).expect("it is not polled after its end");
        match this.poll_head(&mut connection, cx) {
            Poll::Pending => {
                this.connection = Some(connection);
                Poll::Pending
            }
            Poll::Ready(Ok(head)) => Poll::Ready(Ok(this.response(connection, head))),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
        }
    }
}
