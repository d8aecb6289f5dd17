//! The head of a response.

use std::mem::MaybeUninit;

use ::http::header::{HeaderMap, HeaderName, HeaderValue};
use ::http::{Method, StatusCode};
use bytes::Bytes;
use httparse::{ParserConfig, Status};

use super::super::error::Malformed;

/// How many fields a head may have.
pub(super) const MOST_FIELDS: usize = 100;
/// How many bytes may come before the end of the final head, interim responses included.
pub(super) const LONGEST_HEAD: usize = 64 << 10;
/// A head that arrives in more pieces than this is read again only at its end, or once it is twice
/// as long: otherwise a server could have a client read it from its beginning for every byte.
const MOST_TRIES: u8 = 64;

/// How the body of a response ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    Length(u64),
    Chunked,
    UntilClose,
}

/// The head of a response.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) framing: Framing,
    /// Whether the connection may be used again after the body.
    pub(super) keep_alive: bool,
    /// A copy of the head; and of the body, if that has arrived as a whole.
    pub(super) copy: Bytes,
    /// How much of the input is the head.
    pub(super) length: usize,
}

/// Reads heads that may arrive in pieces.
#[derive(Debug, Default)]
pub(super) struct HeadReader {
    tries: u8,
    /// How long the input was when it was last read.
    read: usize,
}

impl HeadReader {
    /// Reads the head that the input begins with, if it has arrived as a whole.
    pub(super) fn read(
        &mut self,
        input: &[u8],
        method: &Method,
    ) -> Result<Option<Head>, Malformed> {
        if self.tries == MOST_TRIES && !self.is_worth_reading(input) {
            return Ok(None);
        }
        let head = read_head(input, method)?;
        if head.is_some() {
            *self = Self::default();
        } else {
            self.tries = (self.tries + 1).min(MOST_TRIES);
            self.read = input.len();
        }
        Ok(head)
    }

    /// Whether the head may have ended since the input was last read, or much has arrived.
    fn is_worth_reading(&self, input: &[u8]) -> bool {
        let fresh = &input[self.read.saturating_sub(2).min(input.len())..];
        let ends = |end: &[u8]| fresh.windows(end.len()).any(|bytes| bytes == end);
        input.len() >= self.read * 2 || ends(b"\n\n") || ends(b"\n\r\n")
    }
}

fn read_head(input: &[u8], method: &Method) -> Result<Option<Head>, Malformed> {
    match input.first() {
        None => return Ok(None),
        // The parser would skip empty lines, as many as there are.
        Some(b'H') => {}
        Some(_) => return Err(NO_HTTP),
    }
    let mut fields = [const { MaybeUninit::uninit() }; MOST_FIELDS];
    let mut response = httparse::Response::new(&mut []);
    let parsed = ParserConfig::default().parse_response_with_uninit_headers(
        &mut response,
        input,
        &mut fields,
    );
    let length = match parsed {
        Ok(Status::Complete(length)) => length,
        Ok(Status::Partial) => return Ok(None),
        Err(error) => return Err(reason(error)),
    };
    let fields = &*response.headers;
    let http11 = response.version == Some(1);
    let status = response
        .code
        .and_then(|code| StatusCode::from_u16(code).ok());
    let status = status.ok_or(NO_HTTP)?;
    let frame = Frame::of(fields, http11)?;
    let has_body = *method != Method::HEAD
        && !status.is_informational()
        && !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let framing = match frame {
        _ if !has_body => Framing::Length(0),
        Frame { chunked: true, .. } => Framing::Chunked,
        Frame { length, .. } => length.map_or(Framing::UntilClose, Framing::Length),
    };
    let copy = Bytes::copy_from_slice(&input[..end(framing, length, input.len())]);
    Ok(Some(Head {
        status,
        headers: header_map(fields, input, &copy)?,
        framing,
        keep_alive: frame.keep_alive && framing != Framing::UntilClose,
        copy,
        length,
    }))
}

const NO_HTTP: Malformed = Malformed("it does not begin with an HTTP/1.1 status line");

fn reason(error: httparse::Error) -> Malformed {
    Malformed(match error {
        httparse::Error::HeaderName => "the name of a header field is not valid",
        httparse::Error::HeaderValue => "the value of a header field is not valid",
        httparse::Error::NewLine => "a header line does not end with a line feed",
        httparse::Error::TooManyHeaders => "it has more than 100 header fields",
        httparse::Error::Status | httparse::Error::Token | httparse::Error::Version => {
            return NO_HTTP;
        }
    })
}

/// Where the body ends, if it has arrived as a whole; else where the head does.
fn end(framing: Framing, head: usize, arrived: usize) -> usize {
    let body = match framing {
        Framing::Length(body) => usize::try_from(body).ok(),
        Framing::Chunked | Framing::UntilClose => None,
    };
    body.and_then(|body| head.checked_add(body))
        .filter(|end| *end <= arrived)
        .unwrap_or(head)
}

/// What the fields say about the body and the connection.
struct Frame {
    length: Option<u64>,
    chunked: bool,
    keep_alive: bool,
}

impl Frame {
    fn of(fields: &[httparse::Header<'_>], http11: bool) -> Result<Self, Malformed> {
        let mut frame = Self {
            length: None,
            chunked: false,
            keep_alive: http11,
        };
        let mut close = false;
        for field in fields {
            // Few names have one of these lengths.
            match field.name.len() {
                10 if field.name.eq_ignore_ascii_case("connection") => {
                    for option in field.value.split(|byte| *byte == b',') {
                        let option = option.trim_ascii();
                        close |= option.eq_ignore_ascii_case(b"close");
                        frame.keep_alive |= option.eq_ignore_ascii_case(b"keep-alive");
                    }
                }
                14 if field.name.eq_ignore_ascii_case("content-length") => {
                    for length in field.value.split(|byte| *byte == b',') {
                        let length = read_length(length.trim_ascii())?;
                        if frame.length.is_some_and(|other| other != length) {
                            return Err(Malformed("it has two different Content-Length values"));
                        }
                        frame.length = Some(length);
                    }
                }
                17 if field.name.eq_ignore_ascii_case("transfer-encoding") => {
                    if frame.chunked || !field.value.eq_ignore_ascii_case(b"chunked") {
                        return Err(Malformed("it has a transfer coding other than chunked"));
                    }
                    frame.chunked = true;
                }
                _ => {}
            }
        }
        if frame.chunked && (frame.length.is_some() || !http11) {
            // Something between here and the server may have read the other one (RFC 9112,
            // section 6.3).
            return Err(Malformed(
                "it has a Transfer-Encoding that contradicts its Content-Length or its version",
            ));
        }
        frame.keep_alive &= !close;
        Ok(frame)
    }
}

/// The largest length that is taken for one. Some implementations, hyper among them, give the two
/// above it a meaning of their own, and no transfer is so long.
const LARGEST_LENGTH: u64 = u64::MAX - 2;

/// Digits alone: no sign, no space.
fn read_length(value: &[u8]) -> Result<u64, Malformed> {
    const WRONG: Malformed = Malformed("its Content-Length is not a number");
    if value.is_empty() {
        return Err(WRONG);
    }
    let length = value.iter().try_fold(0_u64, |length, byte| {
        let digit = char::from(*byte).to_digit(10).ok_or(WRONG)?;
        let length = length.checked_mul(10).ok_or(WRONG)?;
        length.checked_add(digit.into()).ok_or(WRONG)
    })?;
    if length > LARGEST_LENGTH {
        return Err(WRONG);
    }
    Ok(length)
}

/// The fields of a head, their values as slices of one copy of it.
fn header_map(
    fields: &[httparse::Header<'_>],
    input: &[u8],
    copy: &Bytes,
) -> Result<HeaderMap, Malformed> {
    let mut headers = HeaderMap::with_capacity(fields.len());
    let begin = input.as_ptr().addr();
    for field in fields {
        let at = field.value.as_ptr().addr() - begin;
        let name = HeaderName::from_bytes(field.name.as_bytes())
            .map_err(|_| reason(httparse::Error::HeaderName))?;
        let value = if field.value.is_empty() {
            HeaderValue::from_static("")
        } else {
            HeaderValue::from_maybe_shared(copy.slice(at..at + field.value.len()))
                .map_err(|_| reason(httparse::Error::HeaderValue))?
        };
        headers.append(name, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_digits_up_to_a_bound() {
        for (value, length) in [
            ("0", Some(0)),
            ("007", Some(7)),
            ("18446744073709551613", Some(LARGEST_LENGTH)),
            ("18446744073709551614", None),
            ("18446744073709551615", None),
            ("18446744073709551616", None),
            ("", None),
            ("+1", None),
            ("1 ", None),
        ] {
            assert_eq!(read_length(value.as_bytes()).ok(), length, "{value}");
        }
    }
}
