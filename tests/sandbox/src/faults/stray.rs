//! Bytes that a server sends though nobody asked for them.

use serde::Deserialize;

use super::forms::forms;

forms! {
    /// What comes though nobody asked for it. A response has status 418, so that a client that
    /// takes it for its own can be distinguished from one that does not.
    pub enum StrayForm {
        /// A whole response.
        Response,
        /// The first half of a head.
        HalfResponse,
        /// The byte `H`.
        Byte,
        /// CR and LF.
        LineEnd,
        /// A response of status 408 with `Connection: close`; then the connection is closed.
        RequestTimeout,
    }
}

/// When it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// In the same write as the end of the response.
    #[default]
    WithResponse,
    /// On command, while the connection waits for another request.
    OnCommand,
}

impl StrayForm {
    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Response => {
                b"HTTP/1.1 418 I'm a teapot\r\nContent-Type: application/json\r\n\
                  Content-Length: 14\r\n\r\n{\"stray\":true}"
            }
            Self::HalfResponse => b"HTTP/1.1 418 I'm a teapot\r\nContent-Ty",
            Self::Byte => b"H",
            Self::LineEnd => b"\r\n",
            Self::RequestTimeout => {
                b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            }
        }
    }

    /// Whether the connection is closed behind it.
    pub(crate) fn closes(self) -> bool {
        self == Self::RequestTimeout
    }
}
