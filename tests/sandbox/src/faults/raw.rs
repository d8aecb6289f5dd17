//! Responses that are put together by hand.

use super::compose::with_body;
use crate::exchange::Response;
use crate::wire::{Framing, Terms, head};

/// The head of a response with another status line, if one is given, and more lines right after
/// it. They are sent as they are, so each brings its own end.
pub(super) fn head_with(
    response: &Response,
    status_line: Option<&str>,
    lines: &[u8],
    framing: Framing,
    terms: Terms,
) -> Vec<u8> {
    let mut bytes = head(response, None, framing, terms);
    let end = bytes.iter().position(|byte| *byte == b'\r').unwrap_or(0);
    // Behind the line's own end.
    bytes.splice(end + 2..end + 2, lines.iter().copied());
    if let Some(line) = status_line {
        bytes.splice(..end, line.bytes());
    }
    bytes
}

/// Sees to it that a response has a body of at least 2 bytes, and a status that allows one.
pub(super) fn with_some_body(response: &mut Response) {
    with_body(response, None);
    if response.body.len() < 2 {
        response.body = b"{}".to_vec();
    }
}

/// A chunked body of one chunk, in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunked {
    /// The line before the data, with its end.
    pub(super) size_line: String,
    /// What is behind the data.
    pub(super) data_end: &'static str,
    /// The last chunk, with its end.
    pub(super) last_chunk: &'static str,
    /// The lines of the trailer, with their ends.
    pub(super) trailer: Vec<u8>,
    /// The line that ends it all.
    pub(super) end: &'static str,
}

impl Chunked {
    /// As it should be, for data of that length.
    pub(super) fn of(length: usize) -> Self {
        Self {
            size_line: format!("{length:x}\r\n"),
            data_end: "\r\n",
            last_chunk: "0\r\n",
            trailer: Vec::new(),
            end: "\r\n",
        }
    }

    pub(super) fn bytes(&self, data: &[u8]) -> Vec<u8> {
        [
            self.size_line.as_bytes(),
            data,
            self.data_end.as_bytes(),
            self.last_chunk.as_bytes(),
            &self.trailer,
            self.end.as_bytes(),
        ]
        .concat()
    }
}
