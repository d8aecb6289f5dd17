//! Writing a response: the bytes that a server sends for it, whole, so that one write sends them.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::time::SystemTime;

use crate::clock::http_date;
use crate::exchange::Response;

/// What a client that waits before its body receives.
pub(crate) const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// What of a response depends on the request and the connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// The request's method was HEAD: no body.
    pub(crate) head: bool,
    /// The connection stays open.
    pub(crate) keep_alive: bool,
    /// The server's time.
    pub(crate) now: SystemTime,
}

/// The fields that the server itself sets.
const OWN_FIELDS: [&str; 3] = ["content-length", "connection", "transfer-encoding"];

/// How a response tells where its body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// `Content-Length` of so many bytes, whatever comes.
    Length(u64),
    /// `Transfer-Encoding: chunked`.
    Chunked,
    /// Not at all: there is no body, or the connection's end is its end.
    Unsaid,
}

impl Framing {
    /// The framing of a response that is sent as it is.
    pub(crate) fn of(response: &Response) -> Self {
        if is_bodiless(response.status) {
            Self::Unsaid
        } else {
            Self::Length(response.body.len() as u64)
        }
    }
}

/// Whether responses of this status have no body, whatever they say.
pub(crate) fn is_bodiless(status: u16) -> bool {
    matches!(status, 100..=199 | 204 | 304)
}

/// The bytes of a response.
pub(crate) fn encode(response: &Response, terms: Terms) -> Vec<u8> {
    let mut bytes = head(response, None, Framing::of(response), terms);
    if !is_bodiless(response.status) && !terms.head {
        bytes.extend_from_slice(&response.body);
    }
    bytes
}

/// The bytes of a response's head, to the empty line that ends it.
pub(crate) fn head(
    response: &Response,
    phrase: Option<&str>,
    framing: Framing,
    terms: Terms,
) -> Vec<u8> {
    let status = response.status;
    let phrase = phrase.map_or(Cow::Borrowed(reason(status)), clean);
    let mut head = format!("HTTP/1.1 {status} {phrase}\r\n");
    let mut dated = false;
    for (name, value) in &response.headers {
        if OWN_FIELDS.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            continue;
        }
        dated |= name.eq_ignore_ascii_case("date");
        field(&mut head, name, value);
    }
    if !dated {
        field(&mut head, "Date", &http_date(terms.now));
    }
    match framing {
        Framing::Length(length) => field(&mut head, "Content-Length", &length.to_string()),
        Framing::Chunked => field(&mut head, "Transfer-Encoding", "chunked"),
        Framing::Unsaid => {}
    }
    if !terms.keep_alive {
        field(&mut head, "Connection", "close");
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Appends a field.
fn field(head: &mut String, name: &str, value: &str) {
    write!(head, "{}: {}\r\n", clean(name), clean(value)).expect("text grows without fail");
}

/// Text in which what would end its line early is a space.
fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(['\r', '\n', '\0']) {
        Cow::Owned(text.replace(['\r', '\n', '\0'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

fn reason(status: u16) -> &'static str {
    const REASONS: [(u16, &str); 34] = [
        (200, "OK"),
        (201, "Created"),
        (202, "Accepted"),
        (204, "No Content"),
        (301, "Moved Permanently"),
        (302, "Found"),
        (303, "See Other"),
        (304, "Not Modified"),
        (307, "Temporary Redirect"),
        (308, "Permanent Redirect"),
        (400, "Bad Request"),
        (401, "Unauthorized"),
        (402, "Payment Required"),
        (403, "Forbidden"),
        (404, "Not Found"),
        (405, "Method Not Allowed"),
        (406, "Not Acceptable"),
        (408, "Request Timeout"),
        (409, "Conflict"),
        (410, "Gone"),
        (412, "Precondition Failed"),
        (413, "Content Too Large"),
        (415, "Unsupported Media Type"),
        (418, "I'm a teapot"),
        (421, "Misdirected Request"),
        (422, "Unprocessable Content"),
        (429, "Too Many Requests"),
        (431, "Request Header Fields Too Large"),
        (500, "Internal Server Error"),
        (501, "Not Implemented"),
        (502, "Bad Gateway"),
        (503, "Service Unavailable"),
        (504, "Gateway Timeout"),
        (599, "No Vector Armed"),
    ];
    REASONS
        .iter()
        .find(|(known, _)| *known == status)
        .map_or("Status", |(_, reason)| reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: Terms = Terms {
        head: false,
        keep_alive: true,
        now: SystemTime::UNIX_EPOCH,
    };

    fn text(response: &Response, terms: Terms) -> String {
        String::from_utf8(encode(response, terms)).expect("text")
    }

    #[test]
    fn a_response_is_framed_by_the_server() {
        let response = Response::new(200, "text/plain", "hi").with_header("Content-Length", "9");
        assert_eq!(
            text(&response, TERMS),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\
             Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 2\r\n\r\nhi"
        );
    }

    #[test]
    fn head_and_204_have_no_body() {
        let response = Response::new(200, "text/plain", "hi");
        let head = text(
            &response,
            Terms {
                head: true,
                ..TERMS
            },
        );
        assert!(head.ends_with("Content-Length: 2\r\n\r\n"), "{head}");
        let none = text(&Response::empty(204), TERMS);
        assert!(!none.contains("Content-Length"), "{none}");
    }

    #[test]
    fn a_value_cannot_forge_a_field() {
        let response = Response::empty(200).with_header("Location", "/a\r\nX-Forged: 1");
        assert!(!text(&response, TERMS).contains("\r\nX-Forged"));
    }

    #[test]
    fn a_last_response_says_so() {
        let last = Terms {
            keep_alive: false,
            ..TERMS
        };
        assert!(text(&Response::empty(500), last).contains("Connection: close\r\n"));
    }
}
