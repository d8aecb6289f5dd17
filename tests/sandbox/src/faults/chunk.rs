//! Chunked bodies and trailers that are not what they should be.

use serde::Deserialize;

use super::compose::{End, Performance, Step, after};
use super::flood::{Pace, endless};
use super::forms::forms;
use super::raw::Chunked;
use crate::exchange::Response;
use crate::wire::{Framing, Terms, head};

/// More than anybody takes in one line.
const TOO_LONG: usize = 128 * 1024;

forms! {
    /// What is wrong with a chunked body of one chunk. But for it, it is the response's body.
    pub enum ChunkForm {
        /// A bare LF after the size.
        SizeBareLf,
        /// A bare CR after the size.
        SizeBareCr,
        /// No size in its line.
        NoSize,
        /// A `g` behind the size.
        SizeNotHex,
        /// A `+` before the size.
        SizePlus,
        /// A `-` before the size.
        SizeMinus,
        /// A space before the size.
        SizeSpaceBefore,
        /// A `0x` before the size.
        SizePrefix,
        /// A size of 17 digits, which is the true one in 64 bits.
        SizeOverflow,
        /// A size of 16 digits, the data, and then the connection is closed.
        HugeSize,
        /// More data than the size says.
        DataLonger,
        /// Less data than the size says.
        DataShorter,
        /// The next size right behind the data.
        DataEndMissing,
        /// A bare LF after the data.
        DataEndLf,
        /// A bare CR after the data.
        DataEndCr,
        /// The byte 0x01 in an extension.
        ExtensionControl,
        /// A bare LF in an extension.
        ExtensionBareLf,
        /// A bare CR in an extension.
        ExtensionBareCr,
        /// An extension of 128 KiB.
        ExtensionTooLong,
        /// An extension that does not end.
        ExtensionEndless,
        /// The connection is closed where the last chunk should be.
        LastChunkMissing,
        /// A bare LF after the last chunk.
        LastChunkLf,
        /// A bare LF for the line that ends the body.
        EndLf,
        /// A bare LF in both places.
        LastChunkAndEndLf,
    }
}

forms! {
    /// What is wrong with the trailer of a chunked body, which is the response's body.
    pub enum TrailerForm {
        /// A bare LF after a field.
        BareLf,
        /// A bare CR in a field's value.
        BareCr,
        /// The byte 0x01 in a field's value.
        ControlInValue,
        /// The byte 0x00 in a field's value.
        NulInValue,
        /// A field's value goes on in the next line.
        FoldedLine,
        /// A space between a field's name and its colon.
        SpaceBeforeColon,
        /// A field without a colon.
        NoColon,
        /// A field without a name.
        EmptyName,
        /// A field's name with parentheses.
        InvalidName,
        /// A field of 128 KiB.
        TooLong,
        /// Fields without end.
        Endless,
        /// A field whose value does not end.
        EndlessValue,
    }
}

/// A body of chunks without end: a JSON string that goes on and on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndlessChunks {
    /// Bytes in a chunk, at least 1.
    pub bytes: usize,
    /// How they are written; as fast as the client reads if absent.
    #[serde(default)]
    pub pace: Option<Pace>,
}

impl EndlessChunks {
    /// What is wrong with it, in a sentence.
    pub(super) fn check(self) -> Result<(), String> {
        match self.bytes {
            0 => Err("a chunk has at least 1 byte".to_owned()),
            _ => self.pace.map_or(Ok(()), Pace::check),
        }
    }

    /// The head of the response, and then chunks.
    pub(super) fn perform(self, response: &Response, terms: Terms) -> Performance {
        let data = "a".repeat(self.bytes);
        let piece = format!("{:x}\r\n{data}\r\n", self.bytes);
        endless_after(response, terms, b"1\r\n\"\r\n", piece, self.pace)
    }
}

impl ChunkForm {
    /// The response, which has a body, with that chunk.
    pub(super) fn perform(self, response: &Response, terms: Terms) -> Performance {
        let body = &response.body[..];
        let length = body.len();
        let mut chunked = Chunked::of(length);
        let mut end = after(terms);
        let extension = |text: &str| format!("{length:x};{text}\r\n");
        match self {
            Self::SizeBareLf => chunked.size_line = format!("{length:x}\n"),
            Self::SizeBareCr => chunked.size_line = format!("{length:x}\r"),
            Self::NoSize => chunked.size_line = "\r\n".into(),
            Self::SizeNotHex => chunked.size_line = format!("{length:x}g\r\n"),
            Self::SizePlus => chunked.size_line = format!("+{length:x}\r\n"),
            Self::SizeMinus => chunked.size_line = format!("-{length:x}\r\n"),
            Self::SizeSpaceBefore => chunked.size_line = format!(" {length:x}\r\n"),
            Self::SizePrefix => chunked.size_line = format!("0x{length:x}\r\n"),
            Self::SizeOverflow => chunked.size_line = format!("1{length:016x}\r\n"),
            Self::HugeSize => {
                chunked = Chunked {
                    size_line: format!("{:x}\r\n", i64::MAX),
                    data_end: "",
                    last_chunk: "",
                    end: "",
                    ..chunked
                };
                end = End::Close;
            }
            Self::DataLonger => chunked.size_line = format!("{:x}\r\n", length - 1),
            Self::DataShorter => chunked.size_line = format!("{:x}\r\n", length + 1),
            Self::DataEndMissing => chunked.data_end = "",
            Self::DataEndLf => chunked.data_end = "\n",
            Self::DataEndCr => chunked.data_end = "\r",
            Self::ExtensionControl => chunked.size_line = extension("a=\u{1}"),
            Self::ExtensionBareLf => chunked.size_line = extension("a\nb"),
            Self::ExtensionBareCr => chunked.size_line = extension("a\rb"),
            Self::ExtensionTooLong => chunked.size_line = extension(&"a".repeat(TOO_LONG)),
            Self::ExtensionEndless => {
                let begun = format!("{length:x};");
                return endless_after(response, terms, begun.as_bytes(), "a", None);
            }
            Self::LastChunkMissing => {
                chunked.last_chunk = "";
                chunked.end = "";
                end = End::Close;
            }
            Self::LastChunkLf => chunked.last_chunk = "0\n",
            Self::EndLf => chunked.end = "\n",
            Self::LastChunkAndEndLf => {
                chunked.last_chunk = "0\n";
                chunked.end = "\n";
            }
        }
        whole(response, terms, &chunked, end)
    }
}

impl TrailerForm {
    /// The response, which has a body, with that trailer.
    pub(super) fn perform(self, response: &Response, terms: Terms) -> Performance {
        let mut chunked = Chunked::of(response.body.len());
        chunked.trailer = match self {
            Self::BareLf => b"X-Odd: a\n".to_vec(),
            Self::BareCr => b"X-Odd: a\rb\r\n".to_vec(),
            Self::ControlInValue => b"X-Odd: a\x01b\r\n".to_vec(),
            Self::NulInValue => b"X-Odd: a\0b\r\n".to_vec(),
            Self::FoldedLine => b"X-Odd: a\r\n b\r\n".to_vec(),
            Self::SpaceBeforeColon => b"X-Odd : a\r\n".to_vec(),
            Self::NoColon => b"X-Odd\r\n".to_vec(),
            Self::EmptyName => b": a\r\n".to_vec(),
            Self::InvalidName => b"X-(Odd): a\r\n".to_vec(),
            Self::TooLong => format!("X-Odd: {}\r\n", "a".repeat(TOO_LONG)).into_bytes(),
            Self::Endless | Self::EndlessValue => {
                chunked.end = "";
                let mut begun = chunked.bytes(&response.body);
                let piece = if self == Self::Endless {
                    "X-Odd: a\r\n"
                } else {
                    begun.extend_from_slice(b"X-Odd: ");
                    "a"
                };
                return endless_after(response, terms, &begun, piece, None);
            }
        };
        whole(response, terms, &chunked, after(terms))
    }
}

/// A response with a body as it is.
pub(super) fn whole(response: &Response, terms: Terms, chunked: &Chunked, end: End) -> Performance {
    let mut bytes = head(response, None, Framing::Chunked, terms);
    if terms.head {
        return Performance::of(bytes, after(terms), Some(response.status));
    }
    bytes.extend(chunked.bytes(&response.body));
    Performance::of(bytes, end, Some(response.status))
}

/// A response whose body begins so, and then a piece that comes again and again.
fn endless_after(
    response: &Response,
    terms: Terms,
    begun: &[u8],
    piece: impl Into<Vec<u8>>,
    pace: Option<Pace>,
) -> Performance {
    let mut bytes = head(response, None, Framing::Chunked, terms);
    if terms.head {
        return Performance::of(bytes, after(terms), Some(response.status));
    }
    bytes.extend_from_slice(begun);
    Performance {
        steps: vec![Step::Send(bytes), endless(piece.into(), pace)],
        end: End::Close,
        status: Some(response.status),
    }
}
