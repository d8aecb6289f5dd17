//! Fitbit Plus's errors, in JSON:API's form.

use serde_json::{Value, json};

use super::show;
use crate::exchange::Response;

/// A reason to refuse a request: a status, and one error or more.
#[derive(Debug)]
pub(super) struct Problem {
    status: u16,
    errors: Vec<Value>,
    allow: Option<&'static str>,
}

/// A part of the request that an error points at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    Nothing,
    Pointer(&'a str),
    Parameter(&'a str),
}

impl Problem {
    fn new(status: u16, code: &str, detail: &str, source: Source<'_>) -> Self {
        let mut error = json!({"status": status.to_string(), "code": code, "detail": detail});
        match source {
            Source::Nothing => {}
            Source::Pointer(pointer) => error["source"] = json!({"pointer": pointer}),
            Source::Parameter(name) => error["source"] = json!({"parameter": name}),
        }
        Self {
            status,
            errors: vec![error],
            allow: None,
        }
    }

    pub(super) fn unauthorized() -> Self {
        let detail = "A valid bearer token is required";
        Self::new(401, "Unauthorized", detail, Source::Nothing)
    }

    pub(super) fn invalid_credentials() -> Self {
        let detail = "The credentials are not valid";
        Self::new(401, "InvalidCredentials", detail, Source::Nothing)
    }

    pub(super) fn forbidden(detail: &str) -> Self {
        Self::new(403, "Forbidden", detail, Source::Nothing)
    }

    pub(super) fn invalid_parameter(name: &str, detail: &str) -> Self {
        Self::new(409, "InvalidParameter", detail, Source::Parameter(name))
    }

    pub(super) fn invalid_body(pointer: &str, detail: &str) -> Self {
        Self::new(
            409,
            "InvalidBodyParameter",
            detail,
            Source::Pointer(pointer),
        )
    }

    pub(super) fn invalid_grant_type(pointer: &str) -> Self {
        let detail = "The grant_type is not known";
        Self::new(409, "InvalidGrantType", detail, Source::Pointer(pointer))
    }

    pub(super) fn not_found() -> Self {
        Self::new(
            404,
            "ResourceNotFound",
            "There is no such path",
            Source::Nothing,
        )
    }

    pub(super) fn method_not_allowed(method: &'static str) -> Self {
        let detail = "The method is not allowed";
        Self {
            allow: Some(method),
            ..Self::new(405, "MethodNotAllowed", detail, Source::Nothing)
        }
    }

    /// Both problems in one response, with the first one's status.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.errors.extend(other.errors);
        self
    }

    pub(super) fn response(self) -> Response {
        let body = json!({"meta": show::meta(), "errors": self.errors});
        let response = Response::json(self.status, super::JSON_API, &body);
        match self.allow {
            Some(method) => response.with_header("Allow", method),
            None => response,
        }
    }
}
