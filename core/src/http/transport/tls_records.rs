//! The stream below a TLS session, with an eye on where its records end.
//!
//! TLS gives what it read once a record is whole (RFC 8446, section 5.1). A server that sends the
//! first half of a record on an idle connection, and the rest after the next request, would have
//! sent a response before it was asked, and nobody above TLS could see it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Type, version and length.
const HEADER: usize = 5;

/// The stream below a TLS session.
#[derive(Debug)]
pub(super) struct TlsRecords<S> {
    pub(super) stream: S,
    boundary: Boundary,
}

impl<S> TlsRecords<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            boundary: Boundary::default(),
        }
    }

    /// Whether no record has arrived by halves.
    pub(super) fn is_between_records(&self) -> bool {
        self.boundary.header == 0 && self.boundary.left == 0
    }
}

/// How much of a record has arrived.
#[derive(Debug, Default)]
struct Boundary {
    /// Bytes of a header, and the length that they state.
    header: usize,
    length: usize,
    /// Bytes of the record that are still to come.
    left: usize,
}

impl Boundary {
    fn pass(&mut self, mut bytes: &[u8]) {
        while let Some(&byte) = bytes.first() {
            if self.left > 0 {
                let passed = self.left.min(bytes.len());
                self.left -= passed;
                bytes = &bytes[passed..];
                continue;
            }
            self.header += 1;
            if self.header > HEADER - 2 {
                self.length = self.length << 8 | usize::from(byte);
            }
            if self.header == HEADER {
                (self.left, self.header, self.length) = (self.length, 0, 0);
            }
            bytes = &bytes[1..];
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for TlsRecords<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        self.boundary.pass(&buf.filled()[before..]);
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TlsRecords<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_ends_where_its_header_says() {
        let records = [&b"\x17\x03\x03\x00\x02ab"[..], b"\x15\x03\x03\x01\x00"]
            .concat()
            .into_iter()
            .chain([0; 256])
            .chain(*b"\x17\x03\x03\x00\x00")
            .collect::<Vec<_>>();
        let ends = [0, 7, 7 + 5 + 256, 7 + 5 + 256 + 5];
        for piece in [1, 2, 3, 64, records.len()] {
            let (mut boundary, mut at) = (Boundary::default(), 0);
            for piece in records.chunks(piece) {
                boundary.pass(piece);
                at += piece.len();
                let between = boundary.header == 0 && boundary.left == 0;
                assert_eq!(between, ends.contains(&at), "at {at}");
            }
        }
    }
}
