//! Frames of HTTP/2 that a server may send without end, each of them allowed, and none of them of
//! use to any stream.

use super::frames::{
    CONTINUATION, DATA, END_HEADERS, HEADERS, PING, PRIORITY, RST_STREAM, SETTINGS, STATUS_103,
    STATUS_200, WINDOW_UPDATE, frame,
};

/// A type that RFC 9113 leaves to others, which ignore it.
const UNKNOWN: u8 = 0xfa;

/// What a server sends without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flood {
    /// SETTINGS that set nothing. Each is to be acknowledged.
    Settings,
    /// PING. Each is to be acknowledged.
    Ping,
    /// `WINDOW_UPDATE` of the connection.
    WindowUpdate,
    /// `WINDOW_UPDATE` of the request's stream.
    StreamWindowUpdate,
    /// PRIORITY of the request's stream.
    Priority,
    /// A response's header block that does not end.
    Continuation,
    /// The same in frames without a byte.
    EmptyContinuation,
    /// Interim responses.
    Interim,
    /// The head of a response, and DATA without a byte.
    EmptyData,
    /// `RST_STREAM` of a stream that was closed before. There must have been one.
    ClosedReset,
    /// Frames of a type that nobody knows.
    Unknown,
    /// The same with 16 KiB in each.
    LargeUnknown,
}

impl Flood {
    pub(crate) const ALL: [Self; 12] = [
        Self::Settings,
        Self::Ping,
        Self::WindowUpdate,
        Self::StreamWindowUpdate,
        Self::Priority,
        Self::Continuation,
        Self::EmptyContinuation,
        Self::Interim,
        Self::EmptyData,
        Self::ClosedReset,
        Self::Unknown,
        Self::LargeUnknown,
    ];

    /// What comes once, and what comes again and again, in response to a request on that stream.
    pub(super) fn frames(self, stream: u32) -> (Vec<u8>, Vec<u8>) {
        let one = 1_u32.to_be_bytes();
        // A field with a new name, not to be kept: `a: b` (RFC 7541, section 6.2.2).
        let field = b"\x00\x01a\x01b";
        let head = |flags| frame(HEADERS, flags, stream, STATUS_200);
        match self {
            Self::Settings => (Vec::new(), frame(SETTINGS, 0, 0, &[])),
            Self::Ping => (Vec::new(), frame(PING, 0, 0, &[0; 8])),
            Self::WindowUpdate => (Vec::new(), frame(WINDOW_UPDATE, 0, 0, &one)),
            Self::StreamWindowUpdate => (Vec::new(), frame(WINDOW_UPDATE, 0, stream, &one)),
            Self::Priority => (Vec::new(), frame(PRIORITY, 0, stream, &[0, 0, 0, 0, 15])),
            Self::Continuation => (head(0), frame(CONTINUATION, 0, stream, field)),
            Self::EmptyContinuation => (head(0), frame(CONTINUATION, 0, stream, &[])),
            Self::Interim => (Vec::new(), frame(HEADERS, END_HEADERS, stream, STATUS_103)),
            Self::EmptyData => (head(END_HEADERS), frame(DATA, 0, stream, &[])),
            Self::ClosedReset => (Vec::new(), frame(RST_STREAM, 0, stream - 2, &[0, 0, 0, 8])),
            Self::Unknown => (Vec::new(), frame(UNKNOWN, 0, 0, &[])),
            Self::LargeUnknown => (Vec::new(), frame(UNKNOWN, 0, 0, &[0; 16 << 10])),
        }
    }
}
