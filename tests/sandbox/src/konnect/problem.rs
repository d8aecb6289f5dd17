//! Konnect's errors: problem details, and on 400 what is wrong with each part of the body.

use serde_json::{Map, Value, json};

use crate::exchange::Response;
use crate::random;

/// A reason to refuse a request.
#[derive(Debug)]
pub(super) enum Problem {
    /// The body has these faults.
    Invalid(Vec<Fault>),
    /// No bearer token, or an unknown one.
    Unauthorized,
    /// The token may not.
    Forbidden,
    /// There is no such path, instance or item.
    NotFound(&'static str),
    /// The path takes these methods only.
    MethodNotAllowed(&'static str),
    /// The item exists already.
    Conflict(&'static str),
}

/// What is wrong with one part of a body.
#[derive(Debug)]
pub(super) struct Fault {
    field: String,
    rule: &'static str,
    reason: String,
    choices: Option<Vec<&'static str>>,
}

impl Fault {
    pub(super) fn new(field: &str, rule: &'static str, reason: &str) -> Self {
        Self {
            field: field.to_owned(),
            rule,
            reason: reason.to_owned(),
            choices: None,
        }
    }

    pub(super) fn choice(field: &str, choices: &[&'static str]) -> Self {
        Self {
            choices: Some(choices.to_vec()),
            ..Self::new(
                field,
                "enum",
                &format!("must be one of {}", choices.join(", ")),
            )
        }
    }

    fn json(&self) -> Value {
        let mut entry = json!({
            "field": self.field,
            "rule": self.rule,
            "reason": self.reason,
            "source": "body",
        });
        if let Some(choices) = &self.choices {
            entry["choices"] = json!(choices);
        }
        entry
    }
}

impl Problem {
    pub(super) fn response(&self) -> Response {
        let (status, title, detail) = match self {
            Self::Invalid(_) => (400, "Bad Request", "Invalid parameters"),
            Self::Unauthorized => (401, "Unauthorized", "A valid token is required"),
            Self::Forbidden => (403, "Forbidden", "The token does not have access"),
            Self::NotFound(detail) => (404, "Not Found", *detail),
            Self::MethodNotAllowed(_) => (405, "Method Not Allowed", "The method is not allowed"),
            Self::Conflict(detail) => (409, "Conflict", *detail),
        };
        let mut body = Map::new();
        body.insert("status".to_owned(), json!(status));
        body.insert("title".to_owned(), json!(title));
        body.insert(
            "type".to_owned(),
            json!(format!("https://httpstatuses.com/{status}")),
        );
        body.insert(
            "instance".to_owned(),
            json!(format!("kong:trace:{}", random::hex(32))),
        );
        body.insert("detail".to_owned(), json!(detail));
        if let Self::Invalid(faults) = self {
            let faults = faults.iter().map(Fault::json).collect();
            body.insert("invalid_parameters".to_owned(), Value::Array(faults));
        }
        let response = Response::json(status, "application/problem+json", &Value::Object(body));
        match self {
            Self::MethodNotAllowed(methods) => response.with_header("Allow", *methods),
            _ => response,
        }
    }
}
