//! Fitbit Plus's operations and error bodies, as the pipeline sees them.

use ::http::Method;
use serde_json::Value;

use crate::error::{Constraint, Problem};
use crate::http::operation::{Api, Class, MOST_PROBLEMS, Operation, Reported, Scheme, text};

/// JSON:API's media type.
pub(super) const JSON_API: &str = "application/vnd.api+json";

pub(super) static FITBIT_PLUS: Api = Api {
    client: "FitbitPlus",
    scheme: Scheme::Bearer,
    credential_variable: "AUTHLOOM_FITBIT_PLUS_TOKEN",
    accept: |_| JSON_API,
    strict_content_type: true,
    repeats_500: true,
    read_error,
    error_codes: &["/errors/*/code", "/errors/code"],
    conflict_is_bad_request: true,
};

pub(super) static CREATE_TOKEN: Operation =
    Operation::new("create_token", Method::POST, Class::NonIdempotent).answering_token();
pub(super) static FETCH_TOKEN_GROUPS: Operation =
    Operation::new("fetch_token_groups", Method::GET, Class::Safe);
pub(super) static FETCH_TOKEN_ORGANIZATION: Operation =
    Operation::new("fetch_token_organization", Method::GET, Class::Safe);

/// Reads a JSON:API error document. `errors` may be a list, one object or nothing.
fn read_error(body: &Value) -> Reported {
    let errors = match body.get("errors") {
        Some(Value::Array(errors)) => errors.as_slice(),
        Some(error @ Value::Object(_)) => std::slice::from_ref(error),
        _ => &[],
    };
    let errors = &errors[..errors.len().min(MOST_PROBLEMS)];
    let first = errors.first().unwrap_or(&Value::Null);
    Reported {
        message: text(first, "/detail").or_else(|| text(first, "/title")),
        code: text(first, "/code"),
        codes: errors
            .iter()
            .filter_map(|error| text(error, "/code"))
            .collect(),
        request_id: text(body, "/meta/req_id"),
        problems: errors.iter().map(problem).collect(),
    }
}

fn problem(error: &Value) -> Problem {
    let (field, source) = match (
        text(error, "/source/pointer"),
        text(error, "/source/parameter"),
    ) {
        (Some(pointer), _) => (Some(pointer), Some("body".to_owned())),
        (None, Some(parameter)) => (Some(parameter), Some("query".to_owned())),
        (None, None) => (None, None),
    };
    Problem {
        field,
        reason: text(error, "/detail").or_else(|| text(error, "/title")),
        rule: text(error, "/code"),
        source,
        constraint: Constraint::None,
    }
}
