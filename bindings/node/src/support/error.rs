//! From core's error to what the facade makes an error of. The classes are JavaScript's, in
//! `lib/errors.js`.

use authloom::Error;
use authloom::error::Reason;
use napi::Status;
use napi::bindgen_prelude::Unknown;

use super::names::camel_case;
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
    let (sentence, reason) = error.spelled(camel_case);
    let spelled = |name: &Option<String>| name.as_deref().map(camel_case).to_js(js);
    js.list(&[
        js.text(error.kind.as_str())?,
        js.text(&sentence)?,
        error.client.to_js(js)?,
        js.text(&camel_case(&error.operation))?,
        js.text(&reason)?,
        error.status.to_js(js)?,
        error.code.to_js(js)?,
        error.codes.to_js(js)?,
        error.request_id.to_js(js)?,
        error.retry_after.to_js(js)?,
        error.headers.to_js(js)?,
        error.attempts.to_js(js)?,
        error.retryable.to_js(js)?,
        js.text(error.outcome.as_str())?,
        spelled(&error.resolve_with)?,
        spelled(&error.field)?,
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

/// What lies below an error, layer by layer: three values each, its words, the number that the
/// operating system has for it, and the code that Node has for it where there is no number.
fn causes<'js>(js: &Js<'js>, error: &Error) -> napi::Result<Unknown<'js>> {
    let mut causes = Vec::new();
    for layer in error.layers() {
        causes.push(js.text(&layer.text)?);
        causes.push(layer.os_error.to_js(js)?);
        causes.push(match layer.reason {
            Some(reason) => js.text(code(reason))?,
            None => js.undefined()?,
        });
    }
    js.list(&causes)
}

/// The code under which Node itself reports it.
fn code(reason: Reason) -> &'static str {
    match reason {
        Reason::NameNotFound => "ENOTFOUND",
        Reason::NameUnresolved => "EAI_AGAIN",
        Reason::ConnectionClosed => "ECONNRESET",
        Reason::CertificateExpired => "CERT_HAS_EXPIRED",
        Reason::CertificateNotYetValid => "CERT_NOT_YET_VALID",
        Reason::CertificateNameMismatch => "ERR_TLS_CERT_ALTNAME_INVALID",
        Reason::CertificateRevoked => "CERT_REVOKED",
        Reason::CertificateUntrusted => "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        Reason::Tls => "EPROTO",
    }
}
