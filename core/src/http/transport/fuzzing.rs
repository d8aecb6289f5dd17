//! What the fuzz targets call: a response read from pieces in memory, and a request written to it.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll, Waker};

use ::http::{Method, Request};
use bytes::Bytes;
use http_body::Body;

use super::http1::{Connection, Exchange, Home, Target, write_head};
use super::script::Script;
use super::slot::Slot;
use super::stream::Stream;

/// A response that was read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Its status.
    pub status: u16,
    /// Its fields, in the order of the header map.
    pub fields: Vec<(String, Vec<u8>)>,
    /// Its body.
    pub body: Vec<u8>,
    /// Whether the connection may be used again.
    pub is_reusable: bool,
}

/// What came of reading a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was read to its end.
    Read(Read),
    /// More would have to arrive.
    Incomplete,
    /// It was refused, or cut off; and why.
    Refused(String),
}

/// Reads the response to a request with this method, which arrives in these pieces. Then the
/// connection ends, or nothing more arrives.
pub fn read_response(method: &Method, pieces: Vec<Bytes>, ends: bool) -> Outcome {
    let is_reusable = Arc::new(AtomicBool::new(false));
    let stream = Stream::Script(Script {
        pieces: pieces.into(),
        ends,
    });
    let mut connection = Connection::new(stream, Target::Origin, Slot::of_nothing());
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = method.clone();
    connection.take(request);
    let home = Kept(Arc::clone(&is_reusable));
    let mut cx = Context::from_waker(Waker::noop());
    let response = match pin!(Exchange::new(connection, method.clone(), home)).poll(&mut cx) {
        Poll::Pending => return Outcome::Incomplete,
        Poll::Ready(Err(error)) => return Outcome::Refused(error.source.to_string()),
        Poll::Ready(Ok(response)) => response,
    };
    let (parts, mut body) = response.into_parts();
    let mut read = Vec::new();
    loop {
        match Pin::new(&mut body).poll_frame(&mut cx) {
            Poll::Pending => return Outcome::Incomplete,
            Poll::Ready(None) => break,
            Poll::Ready(Some(Err(error))) => return Outcome::Refused(error.source.to_string()),
            Poll::Ready(Some(Ok(frame))) => {
                read.extend_from_slice(&frame.into_data().unwrap_or_default());
            }
        }
    }
    let fields = parts.headers.iter();
    let fields = fields.map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
    Outcome::Read(Read {
        status: parts.status.as_u16(),
        fields: fields.collect(),
        body: read,
        is_reusable: is_reusable.load(Relaxed),
    })
}

/// A request in bytes, its target in full if `is_absolute`.
pub fn write_request(request: &Request<Bytes>, is_absolute: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let target = if is_absolute {
        Target::Absolute
    } else {
        Target::Origin
    };
    write_head(&mut out, request, target);
    out.extend_from_slice(request.body());
    out
}

/// Notes whether the connection could be used again.
struct Kept(Arc<AtomicBool>);

impl Home for Kept {
    fn give_back(&self, mut connection: Box<Connection>) {
        // What the next request would find.
        let is_reusable = connection.finish() && connection.is_quiet();
        self.0.store(is_reusable, Relaxed);
    }
}
