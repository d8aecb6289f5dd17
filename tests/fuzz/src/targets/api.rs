//! The targets of one API each: an operation, a status, a media type, and a body.
//!
//! Input: operation, form of the call, status (two bytes), media type, shape, then the body.

use authloom::{Error, Secret};

use super::{fitbit_plus, konnect, token_service, tyk};
use crate::answer::Answer;
use crate::canary;
use crate::check::{Called, Success, check};
use crate::input::Input;
use crate::stage::{Reply, Stage};

/// An API as a target sees it.
#[derive(Debug)]
pub(crate) struct Api {
    /// The target's name.
    pub(crate) name: &'static str,
    /// Its operations, in the order in which the first byte counts them.
    pub(crate) operations: &'static [&'static str],
    /// Calls one of them.
    pub(crate) call: fn(&Stage, &str) -> Made,
    /// The operation that can answer with an OAuth error.
    pub(crate) oauth_operation: Option<&'static str>,
    /// Whether a 409 is what a 400 is elsewhere.
    pub(crate) conflict_is_bad_request: bool,
}

/// The result of a call, and the secrets of its arguments.
pub(crate) type Made = (Result<Success, Error>, Vec<&'static str>);

pub(crate) static APIS: [&Api; 4] = [
    &konnect::API,
    &fitbit_plus::API,
    &token_service::API,
    &tyk::API,
];

impl Api {
    pub(crate) fn call(&self, stage: &Stage, operation: &str) -> Called {
        let (result, mut secrets) = (self.call)(stage, operation);
        if stage.form & 0x80 != 0 {
            secrets.push(canary::HEADER);
        }
        Called {
            result,
            secrets,
            answers_oauth_error: self.oauth_operation == Some(operation),
            conflict_is_bad_request: self.conflict_is_bad_request,
        }
    }
}

pub(crate) fn run(api: &Api, input: &[u8]) {
    let mut input = Input::new(input);
    let operation = *input.pick(api.operations);
    let form = input.byte();
    let (mut answer, repeats) = Answer::read(&mut input);
    answer.body = input.rest().repeat(repeats).into();
    let stage = Stage::new(Reply::Answer(answer), 1, form);
    check(&stage, &api.call(&stage, operation));
}

/// A value as a success.
pub(crate) fn shown<T: std::fmt::Debug>(
    secrets: impl FnOnce(&T) -> Vec<Secret>,
) -> impl FnOnce(T) -> Success {
    |value| Success {
        shown: format!("{value:?} {value:#?}"),
        secrets: secrets(&value),
    }
}

/// A value without secrets as a success.
pub(crate) fn plain<T: std::fmt::Debug>(value: T) -> Success {
    shown(|_| Vec::new())(value)
}

/// A request for which there is no operation, and whose answer may be anything.
pub(crate) fn raw(stage: &Stage) -> authloom::RawRequest {
    authloom::RawRequest {
        method: stage
            .form_of(&["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
            .into(),
        path: "/v1/anything".into(),
        ..authloom::RawRequest::default()
    }
}
