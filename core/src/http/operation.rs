//! What an API and an operation are, as the pipeline sees them: constants, no code.

use ::http::Method;
use serde_json::Value;

use crate::error::Problem;

/// Whether an operation bears repeating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// It does not change anything.
    Safe,
    /// Repeating has no further effect.
    Idempotent,
    /// Repeating may have further effects.
    NonIdempotent,
}

impl Class {
    /// What HTTP says of a method (RFC 9110, section 9.2), for calls without an operation.
    pub(crate) fn of_method(method: &Method) -> Self {
        if method.is_safe() {
            Self::Safe
        } else if method.is_idempotent() {
            Self::Idempotent
        } else {
            Self::NonIdempotent
        }
    }
}

/// An operation: what is the same at every call.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    pub(crate) class: Class,
    /// The operation that finds out what an unknown outcome was.
    pub(crate) resolve_with: Option<&'static str>,
    /// Whether the response is a token, which is small, or may be a list.
    pub(crate) answers_token: bool,
    /// Whether its response can be an OAuth error (RFC 6749).
    pub(crate) answers_oauth_error: bool,
    /// Whether a 404 says that an earlier attempt of the same call already did the work.
    pub(crate) absent_is_done: bool,
}

impl Operation {
    pub(crate) const fn new(name: &'static str, method: Method, class: Class) -> Self {
        Self {
            name,
            method,
            class,
            resolve_with: None,
            answers_token: false,
            answers_oauth_error: false,
            absent_is_done: false,
        }
    }

    pub(crate) const fn resolved_by(mut self, operation: &'static str) -> Self {
        self.resolve_with = Some(operation);
        self
    }

    pub(crate) const fn answering_token(mut self) -> Self {
        self.answers_token = true;
        self
    }

    pub(crate) const fn answering_oauth_error(mut self) -> Self {
        self.answers_oauth_error = true;
        self
    }

    pub(crate) const fn absent_is_done(mut self) -> Self {
        self.absent_is_done = true;
        self
    }
}

/// An API: what is the same for all its operations.
#[derive(Debug)]
pub(crate) struct Api {
    /// The client's name, as errors and events give it.
    pub(crate) client: &'static str,
    /// How the client's credential is sent.
    pub(crate) scheme: Scheme,
    /// The environment variable that holds the credential, for the error that misses it.
    pub(crate) credential_variable: &'static str,
    /// The media type to accept, by method.
    pub(crate) accept: fn(&Method) -> &'static str,
    /// Whether a success must call itself JSON.
    pub(crate) strict_content_type: bool,
    /// Whether a 500 may be transient; a server that responds so to bad input says nothing by it.
    pub(crate) repeats_500: bool,
    /// Reads an error's body.
    pub(crate) read_error: fn(&Value) -> Reported,
    /// Where this API's own error codes stand in a body, as JSON pointers; `*` is any index. They
    /// are codes to act on, not secrets.
    pub(crate) error_codes: &'static [&'static str],
    /// Whether this API responds with 409 where others respond with 400.
    pub(crate) conflict_is_bad_request: bool,
}

/// How a credential is sent to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// A header field of the API's own, its name in lower case.
    Header(&'static str),
}

/// What an API's error body says.
#[derive(Debug, Default)]
pub(crate) struct Reported {
    pub(crate) message: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) codes: Vec<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) problems: Vec<Problem>,
}

/// How many problems an error lists at most.
pub(crate) const MOST_PROBLEMS: usize = 1000;

/// A member of an error body that is a string; any other type counts as absent.
pub(crate) fn text(body: &Value, pointer: &str) -> Option<String> {
    body.pointer(pointer)?.as_str().map(str::to_owned)
}
