//! Responses that are rare, and HTTP all the same: who refuses them is too strict.

use super::chunk;
use super::compose::{End, Performance, after, sent_body};
use super::forms::forms;
use super::raw::{Chunked, head_with};
use crate::exchange::Response;
use crate::wire::{Framing, Terms, head};

forms! {
    /// What is rare about a response.
    pub enum UnusualForm {
        /// A tab in a field's value.
        TabInValue,
        /// The bytes 0x80 to 0xff in a field's value.
        ObsTextInValue,
        /// Tabs and spaces around a field's value.
        SpaceAroundValue,
        /// A field with no space after its colon.
        NoSpaceAfterColon,
        /// A field without a value.
        EmptyValue,
        /// A status line that ends behind the space after the status.
        NoReason,
        /// Two fields `Content-Length` with the same value.
        SameLengthTwice,
        /// `transfer-encoding: ChUnKeD`.
        MixedCaseCoding,
        /// A chunk whose size has a capital letter.
        UpperCaseSize,
        /// A chunk whose size begins with zeros.
        LeadingZeros,
        /// Extensions of a chunk.
        Extension,
        /// Chunks of one byte.
        SmallChunks,
        /// A trailer, with a tab in one value and another that is empty.
        Trailer,
        /// HTTP/1.0 with `Content-Length`; then the connection is closed.
        Http10,
    }
}

impl UnusualForm {
    /// The response, which has a body, in that form.
    pub(super) fn perform(self, response: &Response, terms: Terms) -> Performance {
        let length = response.body.len();
        let chunked = Chunked::of(length);
        match self {
            Self::TabInValue => with_line(response, terms, b"X-Odd: a\tb\r\n"),
            Self::ObsTextInValue => {
                let line = [&b"X-Odd: "[..], &(0x80..=0xff).collect::<Vec<_>>(), b"\r\n"];
                with_line(response, terms, &line.concat())
            }
            Self::SpaceAroundValue => with_line(response, terms, b"X-Odd: \t a \t \r\n"),
            Self::NoSpaceAfterColon => with_line(response, terms, b"X-Odd:a\r\n"),
            Self::EmptyValue => with_line(response, terms, b"X-Odd:\r\n"),
            Self::NoReason => {
                let line = format!("HTTP/1.1 {} ", response.status);
                with_status_line(response, terms, &line, after(terms))
            }
            Self::SameLengthTwice => {
                let line = format!("Content-Length: {length}\r\n");
                with_line(response, terms, line.as_bytes())
            }
            Self::MixedCaseCoding => {
                let line = b"transfer-encoding: ChUnKeD\r\n";
                let mut bytes = head_with(response, None, line, Framing::Unsaid, terms);
                if !terms.head {
                    bytes.extend(chunked.bytes(&response.body));
                }
                Performance::of(bytes, after(terms), Some(response.status))
            }
            Self::UpperCaseSize => {
                let mut response = response.clone();
                // JSON may end in spaces, and 10 is the first digit that is a letter.
                let spaces = (26 - length % 16) % 16;
                response.body.resize(length + spaces, b' ');
                let chunked = Chunked {
                    size_line: format!("{:X}\r\n", response.body.len()),
                    ..chunked
                };
                chunk::whole(&response, terms, &chunked, after(terms))
            }
            Self::LeadingZeros => {
                let chunked = Chunked {
                    size_line: format!("000{length:x}\r\n"),
                    ..chunked
                };
                chunk::whole(response, terms, &chunked, after(terms))
            }
            Self::Extension => {
                let chunked = Chunked {
                    size_line: format!("{length:x};name=value;flag;quoted=\"a\tb\"\r\n"),
                    ..chunked
                };
                chunk::whole(response, terms, &chunked, after(terms))
            }
            Self::SmallChunks => {
                let mut bytes = head(response, None, Framing::Chunked, terms);
                if !terms.head {
                    for byte in &response.body {
                        bytes.extend([b'1', b'\r', b'\n', *byte, b'\r', b'\n']);
                    }
                    bytes.extend_from_slice(b"0\r\n\r\n");
                }
                Performance::of(bytes, after(terms), Some(response.status))
            }
            Self::Trailer => {
                let chunked = Chunked {
                    trailer: b"X-Odd: a\tb\r\nX-Empty:\r\n".to_vec(),
                    ..chunked
                };
                chunk::whole(response, terms, &chunked, after(terms))
            }
            Self::Http10 => {
                let line = format!("HTTP/1.0 {} OK", response.status);
                with_status_line(response, terms, &line, End::Close)
            }
        }
    }
}

fn with_line(response: &Response, terms: Terms, line: &[u8]) -> Performance {
    let mut bytes = head_with(response, None, line, Framing::of(response), terms);
    bytes.extend_from_slice(sent_body(response, terms));
    Performance::of(bytes, after(terms), Some(response.status))
}

fn with_status_line(response: &Response, terms: Terms, line: &str, end: End) -> Performance {
    let mut bytes = head_with(response, Some(line), b"", Framing::of(response), terms);
    bytes.extend_from_slice(sent_body(response, terms));
    Performance::of(bytes, end, Some(response.status))
}
