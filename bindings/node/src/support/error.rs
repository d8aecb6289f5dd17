//! From core's error to what the facade makes an error of. The classes are JavaScript's, in
//! `lib/generated/errors.js`.

use authloom::error::Reason;
use authloom::{Error, ErrorKind};
use napi::Status;
use napi::bindgen_prelude::Unknown;

use super::names::camel_case;
use super::value::{Js, Refusal};
use crate::generated::errors::error_record;
use crate::generated::records::Cause;

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

/// What the facade makes an error of.
pub(super) fn record<'js>(js: &Js<'js>, error: &Error) -> napi::Result<Unknown<'js>> {
    let (sentence, message) = error.spelled(camel_case);
    error_record(js, error, (&sentence, &message), &causes(error))
}

/// The error of an argument that no call can take; nothing is sent.
fn invalid<'js>(js: &Js<'js>, field: &str, sentence: &str) -> napi::Result<Unknown<'js>> {
    let mut error = Error::from_source(ErrorKind::Validation, sentence, None).into_details();
    error.field = Some(field.to_owned());
    error_record(js, &error, (sentence, sentence), &[])
}

/// What lies below an error, from the top down.
fn causes(error: &Error) -> Vec<Cause> {
    let layers = error.layers().into_iter();
    let causes = layers.map(|layer| Cause {
        text: layer.text,
        number: layer.os_error,
        code: layer.reason.map(|reason| code(reason).to_owned()),
    });
    causes.collect()
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
