//! What the transport answers.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use authloom::TransportError;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use http_body::Frame;

use crate::input::Input;

/// The media types of answers: those of the four APIs, other spellings, wrong ones, none.
pub(crate) const MEDIA_TYPES: [Option<&[u8]>; 12] = [
    Some(b"application/json"),
    Some(b"application/vnd.api+json"),
    Some(b"application/problem+json"),
    None,
    Some(b"text/plain; charset=utf-8"),
    Some(b"text/html"),
    Some(b"Application/JSON; Charset=UTF-8"),
    Some(b"application/jsonp"),
    Some(b""),
    Some(b";"),
    Some(b"\xe9\xff"),
    Some(b"multipart/form-data; boundary=+json"),
];

/// How many pieces a body comes in.
const PIECES: [usize; 4] = [1, 2, 7, 64];
/// How often a body is repeated: short inputs make long answers too, though not often, since these
/// take long.
const REPEATS: [usize; 16] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 40, 400];

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Bytes,
    pub(crate) pieces: usize,
}

impl Answer {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).expect("it has three digits"),
            headers: Vec::new(),
            body: Bytes::new(),
            pieces: 1,
        }
    }

    /// Status, media type and shape; the body comes later.
    pub(crate) fn read(input: &mut Input<'_>) -> (Self, usize) {
        let mut answer = Self::new(input.status());
        if let Some(media_type) = input.pick(&MEDIA_TYPES) {
            let value = HeaderValue::from_bytes(media_type).expect("the table holds such alone");
            answer.headers.push((http::header::CONTENT_TYPE, value));
        }
        let shape = usize::from(input.byte());
        answer.pieces = PIECES[shape % 4];
        (answer, REPEATS[shape / 4 % 16])
    }

    pub(crate) fn to_response(&self) -> http::Response<authloom::ResponseBody> {
        let size = self.body.len().div_ceil(self.pieces).max(1);
        let pieces = (0..self.body.len())
            .step_by(size)
            .map(|at| self.body.slice(at..self.body.len().min(at + size)))
            .collect();
        let mut response = http::Response::new(authloom::ResponseBody::new(Body(pieces)));
        *response.status_mut() = self.status;
        for (name, value) in &self.headers {
            response.headers_mut().append(name, value.clone());
        }
        response
    }
}

/// A body that comes in pieces.
struct Body(VecDeque<Bytes>);

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }
}
