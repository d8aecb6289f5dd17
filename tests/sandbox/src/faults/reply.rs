//! A response of the script's own.

use std::fmt;
use std::time::SystemTime;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::template;
use crate::clock::{http_date, shift};
use crate::exchange::{Request, Response};

/// A response of the script's own.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The status, from 200.
    pub status: u16,
    /// The reason phrase; the usual one if absent.
    #[serde(default)]
    pub reason: Option<String>,
    /// Header fields in order; an object in JSON. `Content-Length`, `Transfer-Encoding` and
    /// `Connection` are the server's own affair.
    #[serde(default, deserialize_with = "fields")]
    pub headers: Vec<(String, String)>,
    /// A `Retry-After` field.
    #[serde(default)]
    pub retry_after: Option<RetryAfter>,
    /// The body.
    #[serde(default)]
    pub body: Option<ReplyBody>,
}

/// What `Retry-After` says. Any other value goes into the header fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryAfter {
    /// A number of seconds.
    Seconds(i64),
    /// The date so many seconds after the sandbox's time, or before it.
    DateInSeconds(i64),
}

/// The body of a response: text as it is, or JSON.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum ReplyBody {
    /// Text, of type `text/plain` unless the header fields say otherwise.
    Text(String),
    /// JSON, of type `application/json` unless the header fields say otherwise.
    Json(Value),
}

impl Reply {
    /// A response without body or header fields.
    pub fn new(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// The same with a reason phrase.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The same with one more header field.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same with a `Retry-After` field.
    #[must_use]
    pub fn retry_after(mut self, retry_after: RetryAfter) -> Self {
        self.retry_after = Some(retry_after);
        self
    }

    /// The same with a body of text.
    #[must_use]
    pub fn text(mut self, body: impl Into<String>) -> Self {
        self.body = Some(ReplyBody::Text(body.into()));
        self
    }

    /// The same with a body of JSON.
    #[must_use]
    pub fn json(mut self, body: Value) -> Self {
        self.body = Some(ReplyBody::Json(body));
        self
    }

    /// The response that it stands for at a time.
    pub(crate) fn response(&self, now: SystemTime) -> Response {
        let mut response = Response::empty(self.status);
        response.headers.clone_from(&self.headers);
        let content_type = match &self.body {
            Some(ReplyBody::Text(text)) => {
                response.body = text.clone().into_bytes();
                Some("text/plain; charset=utf-8")
            }
            Some(ReplyBody::Json(value)) => {
                response.body = value.to_string().into_bytes();
                Some("application/json")
            }
            None => None,
        };
        if let Some(content_type) = content_type
            && !self
                .headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        {
            response = response.with_header("Content-Type", content_type);
        }
        match self.retry_after {
            Some(RetryAfter::Seconds(seconds)) => {
                response.with_header("Retry-After", seconds.to_string())
            }
            Some(RetryAfter::DateInSeconds(seconds)) => {
                response.with_header("Retry-After", http_date(shift(now, seconds)))
            }
            None => response,
        }
    }

    /// The same with what was sent in the places that its text names; if it has no text at all,
    /// everything in every place.
    pub(crate) fn echo(&self, request: &Request) -> Self {
        const ALL: &str = "{target} {headers} {body}";
        let mut echo = self.clone();
        if self.reason.is_none() && self.headers.is_empty() && self.body.is_none() {
            echo = echo.reason(ALL).header("X-Echo", ALL).text(ALL);
        }
        let fill = |text: &mut String| *text = template::fill(text, request);
        echo.reason.iter_mut().for_each(fill);
        echo.headers.iter_mut().for_each(|(_, value)| fill(value));
        match &mut echo.body {
            Some(ReplyBody::Text(text)) => fill(text),
            Some(ReplyBody::Json(value)) => template::fill_json(value, request),
            None => {}
        }
        echo
    }
}

/// Reads an object of text in its order.
fn fields<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
    struct Fields;

    impl<'de> Visitor<'de> for Fields {
        type Value = Vec<(String, String)>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object of text")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut fields = Vec::new();
            while let Some(field) = map.next_entry()? {
                fields.push(field);
            }
            Ok(fields)
        }
    }

    deserializer.deserialize_map(Fields)
}
