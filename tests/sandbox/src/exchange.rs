//! One exchange as the APIs see it: a request as it stood on the wire, and what to do about it.

use std::time::SystemTime;

use serde_json::Value;

use crate::encoding::form_decode;

/// A request as it stood on the wire: nothing decoded, nothing cleaned.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The method, as sent.
    pub method: String,
    /// The path, still percent-encoded, without the query.
    pub path: String,
    /// The query, still percent-encoded, without the `?`; `None` when there is no `?`.
    pub query: Option<String>,
    /// Header fields in the order sent, names as sent.
    pub headers: Vec<(String, String)>,
    /// The body; empty when there is none.
    pub body: Vec<u8>,
}

impl Request {
    /// The first value of a header field, its name compared without case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(sent, _)| sent.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// How often a header field was sent.
    pub fn count(&self, name: &str) -> usize {
        self.headers
            .iter()
            .filter(|(sent, _)| sent.eq_ignore_ascii_case(name))
            .count()
    }

    /// The media type of the body in lower case, without parameters.
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        let media_type = value.split(';').next().unwrap_or(value).trim();
        Some(media_type.to_ascii_lowercase())
    }

    /// The token of an `Authorization: Bearer` header; `None` when there is none, several, or
    /// another scheme.
    pub fn bearer(&self) -> Option<&str> {
        if self.count("authorization") != 1 {
            return None;
        }
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
    }

    /// The decoded pairs of the query in order; `None` for a bad escape.
    pub fn query_pairs(&self) -> Option<Vec<(String, String)>> {
        form_decode(self.query.as_deref().unwrap_or_default())
    }
}

/// A response as it will stand on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header fields; `Content-Length`, `Date` and `Connection` are the server's own affair.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A response without header fields or body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A response with a body of the given content type.
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    /// A JSON response of the given content type.
    pub fn json(status: u16, content_type: &str, value: &Value) -> Self {
        Self::new(status, content_type, value.to_string())
    }

    /// The same response with one more header field.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// What a server does about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It sends a response.
    Respond(Response),
    /// It closes the connection without a word.
    Close,
}

impl From<Response> for Action {
    fn from(response: Response) -> Self {
        Self::Respond(response)
    }
}

/// One of the four APIs: state, and the rules by which requests change it.
///
/// It does no input or output, so tests call it without a socket.
pub trait Api: Send {
    /// Responds to one request at the given time.
    fn respond(&mut self, request: &Request, now: SystemTime) -> Action;
}
