//! The token service's operations and error bodies, as the pipeline sees them.

use ::http::Method;
use serde_json::Value;

use crate::http::operation::{Api, Class, Operation, Reported, Scheme, text};

pub(super) static TOKEN_SERVICE: Api = Api {
    client: "TokenService",
    scheme: Scheme::Bearer,
    credential_variable: "AUTHLOOM_TOKEN_SERVICE_TOKEN",
    accept: |_| "application/json",
    strict_content_type: true,
    repeats_500: true,
    read_error,
    error_codes: &["/code"],
    conflict_is_bad_request: false,
};

pub(super) static ISSUE_LONG_TERM_TOKEN: Operation =
    Operation::new("issue_long_term_token", Method::POST, Class::NonIdempotent).answering_token();
/// A POST, but harmless to repeat: it mints another short token.
pub(super) static ISSUE_SHORT_TERM_TOKEN: Operation =
    Operation::new("issue_short_term_token", Method::POST, Class::Idempotent).answering_token();
pub(super) static REVOKE_TOKEN: Operation =
    Operation::new("revoke_token", Method::POST, Class::Idempotent).answering_token();

/// Reads the published error body, else that of the rest of the same API.
fn read_error(body: &Value) -> Reported {
    Reported {
        message: text(body, "/message").or_else(|| text(body, "/errorMessage")),
        code: text(body, "/code").or_else(|| text(body, "/errorCode")),
        request_id: text(body, "/errorTrackingId"),
        ..Reported::default()
    }
}
