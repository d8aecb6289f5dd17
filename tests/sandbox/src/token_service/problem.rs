//! The token service's errors.

use std::time::Duration;

use serde_json::json;

use super::JSON;
use crate::exchange::Response;

/// A reason to refuse a request. Texts name what is wrong and never hold what was sent.
#[derive(Debug)]
pub(super) enum Problem {
    InvalidRequest(String),
    InvalidGrant(&'static str),
    InvalidScope,
    InvalidToken,
    TokenExpired,
    InvalidClient,
    InsufficientScope(&'static str),
    AccessDenied,
    NotFound,
    MethodNotAllowed,
    RateLimited(Duration),
}

impl Problem {
    pub(super) fn response(&self) -> Response {
        let (status, code) = match self {
            Self::InvalidRequest(_) => (400, "invalid_request"),
            Self::InvalidGrant(_) => (400, "invalid_grant"),
            Self::InvalidScope => (400, "invalid_scope"),
            Self::InvalidToken => (401, "invalid_token"),
            Self::TokenExpired => (401, "token_expired"),
            Self::InvalidClient => (401, "invalid_client"),
            Self::InsufficientScope(_) => (403, "insufficient_scope"),
            Self::AccessDenied => (403, "access_denied"),
            Self::NotFound => (404, "not_found"),
            Self::MethodNotAllowed => (405, "method_not_allowed"),
            Self::RateLimited(_) => (429, "rate_limited"),
        };
        let message = match self {
            Self::InvalidRequest(message) => message.clone(),
            Self::InvalidGrant(message) => (*message).to_owned(),
            Self::InvalidScope => "A scope goes beyond what may be granted".to_owned(),
            Self::InvalidToken => "The token is missing or not valid".to_owned(),
            Self::TokenExpired => "The token has expired".to_owned(),
            Self::InvalidClient => "The client did not prove itself".to_owned(),
            Self::InsufficientScope(scope) => format!("Scope {scope} is needed"),
            Self::AccessDenied => "The client is shut out".to_owned(),
            Self::NotFound => "There is no such thing".to_owned(),
            Self::MethodNotAllowed => "Only POST is allowed".to_owned(),
            Self::RateLimited(wait) => {
                format!(
                    "Rate limit exceeded, try again in {} seconds",
                    seconds(*wait)
                )
            }
        };
        let body = json!({"code": code, "message": message});
        let response = Response::json(status, JSON, &body);
        match self {
            Self::MethodNotAllowed => response.with_header("Allow", "POST"),
            Self::RateLimited(wait) => {
                response.with_header("Retry-After", seconds(*wait).to_string())
            }
            _ => response,
        }
    }
}

/// A wait in whole seconds, never too short.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
