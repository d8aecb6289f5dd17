//! From core's error to what the facade makes an error of. The classes are JavaScript's, in
//! `lib/errors.js`.

use std::error::Error as StdError;
use std::io;

use authloom::Error;
use napi::Status;
use napi::bindgen_prelude::Unknown;

use super::value::{Js, Refusal, ToJs};

/// Where the refused argument stands among the fields.
const FIELD: usize = 15;

/// Throws what refuses an argument or a setting: a `TypeError` where its type is wrong, else the
/// fields of an error, which the facade makes one of.
pub(crate) fn refused(js: &Js<'_>, refusal: Refusal) -> napi::Error {
    let thrown = match refusal {
        Refusal::Js(error) => return error,
        Refusal::WrongType(sentence) => js.env().throw_type_error(&sentence, None),
        Refusal::Invalid { field, message } => {
            invalid(js, &field, &message).and_then(|record| js.env().throw(record))
        }
        Refusal::Core(error) => record(js, &error).and_then(|record| js.env().throw(record)),
    };
    match thrown {
        Ok(()) => napi::Error::from_status(Status::PendingException),
        Err(error) => error,
    }
}

/// The fields of an error, in the order that `lib/errors.js` knows.
pub(super) fn record<'js>(js: &Js<'js>, error: &Error) -> napi::Result<Unknown<'js>> {
    js.list(&[
        js.text(error.kind.as_str())?,
        js.text(&error.to_string())?,
        error.client.to_js(js)?,
        error.operation.to_js(js)?,
        error.message.to_js(js)?,
        error.status.to_js(js)?,
        error.code.to_js(js)?,
        error.codes.to_js(js)?,
        error.request_id.to_js(js)?,
        error.retry_after.to_js(js)?,
        error.headers.to_js(js)?,
        error.attempts.to_js(js)?,
        error.retryable.to_js(js)?,
        js.text(error.outcome.as_str())?,
        error.resolve_with.to_js(js)?,
        error.field.to_js(js)?,
        error.problems.to_js(js)?,
        error.body.to_js(js)?,
        causes(js, error)?,
    ])
}

/// The error of an argument that no call can take; nothing is sent.
fn invalid<'js>(js: &Js<'js>, field: &str, sentence: &str) -> napi::Result<Unknown<'js>> {
    let mut record = [js.undefined()?; FIELD + 1];
    record[0] = js.text("validation")?;
    record[1] = js.text(sentence)?;
    record[4] = record[1];
    record[FIELD] = js.text(field)?;
    js.list(&record)
}

/// What caused an error, and what caused that: two values each, the words of the layer that it
/// comes from and the number that the operating system has for it.
fn causes<'js>(js: &Js<'js>, error: &Error) -> napi::Result<Unknown<'js>> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(source) = next {
        next = source.source();
        let text = source.to_string();
        // Some layers only repeat what the one below says.
        if next.is_some_and(|deeper| deeper.to_string() == text) {
            continue;
        }
        let of_system = source
            .downcast_ref::<io::Error>()
            .and_then(io::Error::raw_os_error);
        causes.push(text.to_js(js)?);
        causes.push(of_system.to_js(js)?);
    }
    js.list(&causes)
}
