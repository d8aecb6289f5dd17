//! One exchange as the APIs see it: a request as it stood on the wire, and what to do about it.

use std::time::SystemTime;

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

/// What a server does about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It answers.
    Respond(Response),
    /// It closes the connection without a word.
    Close,
}

/// One of the four APIs: state, and the rules by which requests change it.
///
/// It does no input or output, so tests call it without a socket.
pub trait Api: Send {
    /// Answers one request at the given time.
    fn answer(&mut self, request: &Request, now: SystemTime) -> Answer;
}
