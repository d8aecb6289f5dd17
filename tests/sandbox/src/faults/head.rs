//! Heads that are no HTTP, that leave open where the body ends, or that are large.

use serde::Deserialize;

use super::compose::{Performance, after, sent_body};
use super::forms::forms;
use super::raw::{Chunked, head_with};
use crate::exchange::Response;
use crate::wire::{Framing, Terms, head};

forms! {
    /// What is wrong with a head. But for it the response can be read.
    pub enum HeadForm {
        /// `Transfer-Encoding: chunked` and `Content-Length`; the body is chunked.
        TransferEncodingAndLength,
        /// Two fields `Content-Length` that differ.
        DifferentLengths,
        /// One field `Content-Length` with two values that differ.
        LengthList,
        /// `Content-Length: -n`.
        NegativeLength,
        /// `Content-Length: +n`.
        PlusLength,
        /// `Content-Length: n 0`.
        SpaceInLength,
        /// `Content-Length` without a value.
        EmptyLength,
        /// `Content-Length` of 2^64 and more, which is the true one in 64 bits.
        LengthOverflow,
        /// `Transfer-Encoding: gzip`; the body is as it was.
        GzipCoding,
        /// `Transfer-Encoding: gzip, chunked`; the body is only chunked.
        GzipChunkedCoding,
        /// `Transfer-Encoding: chunked, gzip`; the body is only chunked.
        ChunkedGzipCoding,
        /// `Transfer-Encoding: chunked, chunked`; the body is chunked once.
        ChunkedTwice,
        /// `Transfer-Encoding: identity`; the body is as it was.
        IdentityCoding,
        /// `Transfer-Encoding: gzip` and `Transfer-Encoding: chunked`; the body is only chunked.
        CodingInTwoFields,
        /// `HTTP/1.0` and `Transfer-Encoding: chunked`; the body is chunked.
        ChunkedInHttp10,
        /// `HTTP/1.1 101 Switching Protocols` before the response.
        SwitchingProtocols,
        /// A field's value goes on in the next line.
        FoldedLine,
        /// The byte 0x01 in a field's value.
        ControlInValue,
        /// The byte 0x00 in a field's value.
        NulInValue,
        /// The byte 0x7f in a field's value.
        DeleteInValue,
        /// The byte 0x0d in a field's value.
        CarriageReturnInValue,
        /// The byte 0x01 in the reason phrase.
        ControlInReason,
        /// A space between a field's name and its colon.
        SpaceBeforeColon,
        /// A space before the first field's name.
        SpaceBeforeName,
        /// A field's name with parentheses.
        InvalidName,
        /// A field without a name.
        EmptyName,
        /// The status line begins with the status.
        NoVersion,
        /// `HTTP/2.0` in the status line.
        Version20,
        /// `HTTP/3` in the status line.
        Version3,
        /// `HTTP/1.1 20 OK`.
        TwoDigitStatus,
        /// `HTTP/1.1 2000 OK`.
        FourDigitStatus,
        /// `HTTP/1.1 000 OK`.
        Status000,
        /// `HTTP/1.1 099 OK`.
        Status099,
    }
}

/// A head of some size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LargeHead {
    /// Bytes in the head, its last line included; a field makes it so large.
    #[serde(default)]
    pub bytes: Option<usize>,
    /// Fields in the head.
    #[serde(default)]
    pub fields: Option<usize>,
}

/// What a form makes of a head.
#[derive(Default)]
struct Shape {
    before: &'static str,
    status_line: Option<String>,
    lines: String,
    /// Whether the server says the length of the body.
    has_length: bool,
    is_chunked: bool,
}

impl Shape {
    fn line(line: impl Into<String>) -> Self {
        Self {
            lines: line.into() + "\r\n",
            has_length: true,
            ..Self::default()
        }
    }

    fn status_line(line: impl Into<String>) -> Self {
        Self {
            status_line: Some(line.into()),
            has_length: true,
            ..Self::default()
        }
    }

    fn length(value: &str) -> Self {
        Self {
            lines: format!("Content-Length: {value}\r\n"),
            ..Self::default()
        }
    }

    fn coding(value: &str) -> Self {
        Self {
            lines: format!("Transfer-Encoding: {value}\r\n"),
            ..Self::default()
        }
    }

    fn chunked(self) -> Self {
        Self {
            is_chunked: true,
            ..self
        }
    }

    fn of(form: HeadForm, status: u16, length: usize) -> Self {
        use HeadForm as Form;
        let other = length + 1;
        match form {
            Form::TransferEncodingAndLength => {
                Self::coding(&format!("chunked\r\nContent-Length: {length}")).chunked()
            }
            Form::DifferentLengths => Self::length(&format!("{length}\r\nContent-Length: {other}")),
            Form::LengthList => Self::length(&format!("{length}, {other}")),
            Form::NegativeLength => Self::length(&format!("-{length}")),
            Form::PlusLength => Self::length(&format!("+{length}")),
            Form::SpaceInLength => Self::length(&format!("{length} 0")),
            Form::EmptyLength => Self::length(""),
            Form::LengthOverflow => {
                let wrapping = (1_u128 << 64) + length as u128;
                Self::length(&wrapping.to_string())
            }
            Form::GzipCoding => Self::coding("gzip"),
            Form::GzipChunkedCoding => Self::coding("gzip, chunked").chunked(),
            Form::ChunkedGzipCoding => Self::coding("chunked, gzip").chunked(),
            Form::ChunkedTwice => Self::coding("chunked, chunked").chunked(),
            Form::IdentityCoding => Self::coding("identity"),
            Form::CodingInTwoFields => Self::coding("gzip\r\nTransfer-Encoding: chunked").chunked(),
            Form::ChunkedInHttp10 => Self {
                status_line: Some(format!("HTTP/1.0 {status} OK")),
                ..Self::coding("chunked").chunked()
            },
            Form::SwitchingProtocols => Self {
                before: "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n\
                         Upgrade: other\r\n\r\n",
                has_length: true,
                ..Self::default()
            },
            Form::FoldedLine => Self::line("X-Odd: a\r\n b"),
            Form::ControlInValue => Self::line("X-Odd: a\u{1}b"),
            Form::NulInValue => Self::line("X-Odd: a\0b"),
            Form::DeleteInValue => Self::line("X-Odd: a\u{7f}b"),
            Form::CarriageReturnInValue => Self::line("X-Odd: a\rb"),
            Form::ControlInReason => Self::status_line(format!("HTTP/1.1 {status} O\u{1}K")),
            Form::SpaceBeforeColon => Self::line("X-Odd : a"),
            Form::SpaceBeforeName => Self::line(" X-Odd: a"),
            Form::InvalidName => Self::line("X-(Odd): a"),
            Form::EmptyName => Self::line(": a"),
            Form::NoVersion => Self::status_line(format!("{status} OK")),
            Form::Version20 => Self::status_line(format!("HTTP/2.0 {status} OK")),
            Form::Version3 => Self::status_line(format!("HTTP/3 {status} OK")),
            Form::TwoDigitStatus => Self::status_line("HTTP/1.1 20 OK"),
            Form::FourDigitStatus => Self::status_line("HTTP/1.1 2000 OK"),
            Form::Status000 => Self::status_line("HTTP/1.1 000 OK"),
            Form::Status099 => Self::status_line("HTTP/1.1 099 OK"),
        }
    }
}

impl HeadForm {
    /// The response, which has a body, with that head.
    pub(super) fn perform(self, response: &Response, terms: Terms) -> Performance {
        let shape = Shape::of(self, response.status, response.body.len());
        let framing = if shape.has_length {
            Framing::of(response)
        } else {
            Framing::Unsaid
        };
        let mut bytes = shape.before.as_bytes().to_vec();
        bytes.extend(head_with(
            response,
            shape.status_line.as_deref(),
            shape.lines.as_bytes(),
            framing,
            terms,
        ));
        let body = sent_body(response, terms);
        if shape.is_chunked && !terms.head {
            bytes.extend(Chunked::of(body.len()).bytes(body));
        } else {
            bytes.extend_from_slice(body);
        }
        Performance::of(bytes, after(terms), None)
    }
}

impl LargeHead {
    /// What is wrong with it, in a sentence.
    pub(super) fn check(self) -> Result<(), String> {
        match (self.bytes, self.fields) {
            (None, None) => Err("a large head has bytes, fields or both".to_owned()),
            _ => Ok(()),
        }
    }

    pub(super) fn perform(self, response: &Response, terms: Terms) -> Performance {
        let framing = Framing::of(response);
        let plain = head(response, None, framing, terms);
        let mut lines = String::new();
        if let Some(fields) = self.fields {
            // The first line and the last are no fields.
            let there = String::from_utf8_lossy(&plain).lines().count() - 2;
            let there = there + usize::from(self.bytes.is_some());
            lines.extend((there..fields).map(|number| format!("X-Field-{number}: a\r\n")));
        }
        if let Some(bytes) = self.bytes {
            let there = plain.len() + lines.len() + "X-Fill: \r\n".len();
            let fill = "a".repeat(bytes.saturating_sub(there));
            lines.extend(["X-Fill: ", &fill, "\r\n"]);
        }
        let mut bytes = head_with(response, None, lines.as_bytes(), framing, terms);
        bytes.extend_from_slice(sent_body(response, terms));
        Performance::of(bytes, after(terms), Some(response.status))
    }
}
