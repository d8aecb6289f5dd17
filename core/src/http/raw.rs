//! Requests for which there is no operation.

use std::collections::HashMap;
use std::fmt;

use ::http::Method;
use serde_json::Value;

use super::call::Call;
use super::named_secrets;
use super::operation::{Class, Operation};
use super::pipeline::Pipeline;
use super::request::Request;
use super::success::Success;
use crate::config::base_url::is_dots;
use crate::error::Error;

/// A request for which there is no operation. It is sent like any operation, with the client's base
/// URL, credential and timeouts, and is retried by the rules that `request` names.
///
/// Values in the query, the body and header fields are secrets if they have a secret's name: one
/// that ends with `token`, `secret`, `password`, `code`, `key`, `assertion`, `cookie`,
/// `authorization`, `credential` or `signature`. Case and punctuation do not matter, and
/// `statusCode`, `errorCode`, `zipCode` and `countryCode` are not secrets. No error shows a secret,
/// even if the server echoes it. The path is not searched for secrets.
#[derive(Clone, Default, PartialEq)]
pub struct RawRequest {
    /// The method, such as `GET`.
    pub method: String,
    /// The path below the base URL, with its slash in front, percent-encoded by the caller, without
    /// a query. Empty, `.` and `..` segments are refused.
    pub path: String,
    /// Parameters of the query, not encoded.
    pub query: HashMap<String, String>,
    /// Further header fields; the limits are those of the call's.
    pub headers: HashMap<String, String>,
    /// A body to send as JSON.
    pub json: Option<Value>,
    /// A body to send as `application/x-www-form-urlencoded`, not encoded. At most one of `json`
    /// and `form` may be given.
    pub form: Option<HashMap<String, String>>,
}

/// The response to a raw request: any success, as it came.
#[derive(Clone, PartialEq)]
pub struct RawResponse {
    /// The status, from 200 to 299.
    pub status: i32,
    /// The header fields, names in lower case; of a field that is repeated, the last value.
    pub headers: HashMap<String, String>,
    /// The body as text; bytes that are not UTF-8 are replaced.
    pub body: String,
    /// The body as JSON, if it is JSON and not nested deeper than `max_json_depth`. In memory it
    /// can take many times the body's length.
    pub json: Option<Value>,
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Path, query and body may hold secrets that nobody marked as such.
        f.debug_struct("RawRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl Pipeline {
    /// A request for which there is no operation.
    pub(crate) fn request(&self, raw: RawRequest) -> Request<RawResponse> {
        let method = Method::from_bytes(raw.method.as_bytes()).unwrap_or(Method::GET);
        let class = Class::of_method(&method);
        let operation = Operation::new("request", method, class);
        let mut call = Call::new(&operation, &raw.path)
            .check(
                "method",
                Method::from_bytes(raw.method.as_bytes()).is_err() || raw.method == "CONNECT",
                "is not a method such as GET or POST",
            )
            .check(
                "path",
                !is_plain_path(&raw.path),
                "must begin with a slash, and hold neither query nor empty, `.` or `..` segments",
            )
            .check(
                "form",
                raw.json.is_some() && raw.form.is_some(),
                "must not be given together with `json`",
            );
        call.secrets.extend(named_secrets::of_pairs(&raw.query));
        call.secrets
            .extend(named_secrets::of_pairs(raw.form.iter().flatten()));
        call = call.named_secrets(raw.json.as_ref());
        for (name, value) in &raw.query {
            call = call.query("query", name, value);
        }
        if let Some(json) = &raw.json {
            call = call.json(json);
        } else if let Some(form) = &raw.form {
            let pairs = form.iter().map(|(name, value)| (&**name, Some(&**value)));
            call = call.form(pairs);
        }
        let fields = raw.headers.into_iter();
        fields.fold(self.read(call, raw_response), |request, (name, value)| {
            request.header(name, value)
        })
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as those that decode a response")]
fn raw_response(success: &Success<'_>) -> Result<RawResponse, Error> {
    let response = &success.response;
    let fields = response.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    Ok(RawResponse {
        status: i32::from(response.status.as_u16()),
        headers: fields.collect(),
        body: String::from_utf8_lossy(&response.body).into_owned(),
        json: response.json(success.max_json_depth()),
    })
}

/// Whether a path stays below the base URL, whoever reads it. One slash at its end is part of it.
fn is_plain_path(path: &str) -> bool {
    let Some(below) = path.strip_prefix('/') else {
        return false;
    };
    !path.contains(['?', '#', '\\'])
        && (below.is_empty()
            || below
                .strip_suffix('/')
                .unwrap_or(below)
                .split('/')
                .all(|segment| !segment.is_empty() && !is_dots(segment)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_below_the_base() {
        for path in ["/", "/v1/x", "/v1/x/", "/v1/a%20b", "/v1/.a"] {
            assert!(is_plain_path(path), "{path}");
        }
        for path in [
            "",
            "v1",
            "//host/x",
            "/a//b",
            "/a/../b",
            "/a/%2E%2e",
            "/a?b",
            "/a#b",
            "/a\\b",
            "/.",
            "/a//",
        ] {
            assert!(!is_plain_path(path), "{path}");
        }
    }

    #[test]
    fn what_a_request_holds_is_not_shown() {
        let request = RawRequest {
            method: "POST".into(),
            path: "/hush-hush".into(),
            json: Some(serde_json::json!({"token": "hush-hush"})),
            ..RawRequest::default()
        };
        assert_eq!(
            format!("{request:?}"),
            "RawRequest { method: \"POST\", .. }"
        );
    }
}
