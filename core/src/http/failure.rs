//! A failed attempt as an error: what the server or the transport said, without the secrets of the
//! call.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use ::http::{HeaderMap, StatusCode, Uri, header};

use super::call::Call;
use super::operation::{Api, Class};
use super::page;
use super::prefix::prefix;
use super::redact::Redactor;
use super::response::Received;
use super::retry::{Fault, retry_after};
use super::timeout::{Limits, TimeoutKind};
use super::transport::{NotOpened, PROXY_CREDENTIALS, Progress, TransportError, find};
use crate::Secret;
use crate::error::{Error, ErrorDetails, ErrorKind, Outcome};
use crate::panics::{Panicked, Phase};

/// How much of a body an error keeps, in bytes.
const KEPT_BODY: usize = 8 << 10;
/// How much of a header field, in bytes.
const KEPT_FIELD: usize = 1 << 10;
/// How much of an id.
const LONGEST_ID: usize = 256;

/// A failed attempt, with what decides whether another follows.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) fault: Fault,
    pub(crate) asked_wait: Option<Duration>,
    pub(crate) error: Error,
}

/// Makes the errors of one call.
pub(crate) struct Reporter<'a> {
    pub(crate) api: &'static Api,
    pub(crate) call: &'a Call,
    /// The credential that was sent.
    pub(crate) shown: Option<&'a Secret>,
    pub(crate) attempt: i32,
}

impl Reporter<'_> {
    fn redactor(&self) -> Redactor {
        Redactor::new(self.call.secrets.iter().chain(self.shown))
    }

    fn error(&self, kind: ErrorKind, message: impl Into<String>, fault: Fault) -> Error {
        let mut error = Error::new(kind, message).of(self.api.client, self.call.operation.name);
        if self.call.operation.class == Class::Safe {
            error = error.of_safe_operation();
        }
        let details = error.details_mut();
        details.attempts = self.attempt;
        details.outcome = Outcome::Unknown;
        details.retryable = fault.allows_retry(self.call.operation.class, 1);
        error
    }

    /// The request could not even be made.
    pub(crate) fn unsendable(&self, error: Error) -> Failure {
        Failure {
            fault: Fault::Permanent,
            asked_wait: None,
            error: error.of(self.api.client, self.call.operation.name),
        }
    }

    /// No response came.
    pub(crate) fn transport(&self, failed: TransportError) -> Failure {
        if let Some(panicked) = Panicked::within(&*failed.source) {
            let sentence = panicked.sentence(Phase::Exchange);
            let mut error = self.error(ErrorKind::Internal, sentence, Fault::Permanent);
            if !failed.may_have_left {
                error.details_mut().outcome = Outcome::NotSent;
            }
            return Failure {
                fault: Fault::Permanent,
                asked_wait: None,
                error,
            };
        }
        let fault = Fault::of_transport(&failed);
        let redactor = self.redactor();
        let mut message = failed.to_string();
        if let Some(cause) = innermost(&failed) {
            message = format!("{message}: {}", redactor.text(&cause));
        }
        let is_untrusted = is_untrusted(&*failed.source);
        let by_proxy = find::<NotOpened>(&*failed.source).map(NotOpened::advice);
        let mut error = self
            .error(ErrorKind::Transport, message, fault)
            .caused_by(harmless(failed.source, &redactor));
        if !failed.may_have_left {
            error.details_mut().outcome = Outcome::NotSent;
        }
        if is_untrusted {
            error = error.advising(
                "If the server's certificate is one of a private authority, give that as \
                 `ca_certificates`",
            );
        } else if let Some(advice) = by_proxy {
            error = error.advising(advice);
        }
        Failure {
            fault,
            asked_wait: None,
            error,
        }
    }

    /// A deadline passed; `progress` says how far the attempt had come by then.
    pub(crate) fn timeout(
        &self,
        limits: &Limits,
        passed: TimeoutKind,
        progress: &Progress<'_>,
    ) -> Failure {
        let may_have_left = progress.may_have_left();
        let sentence = limits.sentence(passed, progress.is_queued());
        let fault = Fault::of_timeout(may_have_left);
        let mut error = self.error(ErrorKind::Timeout, sentence, fault);
        if !may_have_left {
            error.details_mut().outcome = Outcome::NotSent;
        }
        Failure {
            // After the last deadline there is no time left to retry in.
            fault: if passed == TimeoutKind::Total {
                Fault::Permanent
            } else {
                fault
            },
            asked_wait: None,
            error,
        }
    }

    /// A success that cannot be used.
    pub(crate) fn undecodable(&self, answer: &Received, why: &str, now: SystemTime) -> Error {
        let redactor = self.redactor();
        let mut error = self.error(ErrorKind::Decode, redactor.text(why), Fault::Permanent);
        describe(error.details_mut(), answer, &redactor, now);
        error
    }

    /// A response with a status that is no success.
    pub(crate) fn answer(&self, answer: &Received, now: SystemTime) -> Failure {
        let redactor = self.redactor();
        let asked_wait = retry_after(&answer.headers, now);
        let status = answer.status.as_u16();
        let fault = Fault::of_status(status, asked_wait.is_some(), self.api.repeats_500);
        let mut error = if status < 400 {
            let target = answer.header(header::LOCATION.as_str());
            let message = match target.filter(|_| answer.status.is_redirection()) {
                Some(target) => format!(
                    "it redirects to {}, and no redirect is followed",
                    redactor.text(&bare(target))
                ),
                None => "this status was not expected".to_owned(),
            };
            self.error(ErrorKind::Decode, message, fault)
        } else {
            self.refusal(answer, &redactor, fault)
        };
        let details = error.details_mut();
        describe(details, answer, &redactor, now);
        if fault == Fault::Throttled || (400..500).contains(&status) && status != 408 {
            details.outcome = Outcome::Rejected;
        }
        Failure {
            fault,
            asked_wait,
            error,
        }
    }

    fn refusal(&self, answer: &Received, redactor: &Redactor, fault: Fault) -> Error {
        let coded = answer.content_coding().is_some();
        let text = String::from_utf8_lossy(if coded { &[] } else { &answer.body });
        let (mut kept, body) = redactor.body(&text, self.api.error_codes);

        let mut said = (self.api.read_error)(&body);
        let mut kind = ErrorKind::of_status(answer.status.as_u16());
        if kind == ErrorKind::Conflict && self.api.conflict_is_bad_request {
            kind = ErrorKind::BadRequest;
        }
        if self.call.operation.answers_oauth_error
            && let Some(code) = super::operation::text(&body, "/error")
        {
            kind = ErrorKind::OAuthError;
            said.code = Some(code);
        }
        let page = page::title(&kept);
        let message = match (said.message, &page) {
            (Some(message), _) => message,
            (None, Some(title)) => format!("it sent a page with the title \"{title}\""),
            (None, None) => "it gave no reason".to_owned(),
        };
        let mut error = self.error(kind, message, fault);
        if let Some(advice) = advice(answer.status, page.is_some(), said.code.as_deref()) {
            error = error.advising(advice);
        }
        let details = error.details_mut();
        details.code = said.code;
        details.codes = said.codes;
        details.request_id = said.request_id;
        details.problems = said.problems;
        if !kept.is_empty() {
            truncate(&mut kept, KEPT_BODY);
            details.body = Some(kept);
        }
        error
    }
}

/// What a person can do where the kind would send them to what is right: to arguments, though a
/// proxy or a server in front of the API refused the request, or the server failed.
fn advice(status: StatusCode, is_page: bool, code: Option<&str>) -> Option<&'static str> {
    match status {
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => Some(PROXY_CREDENTIALS),
        // RFC 6749, section 4.1.2.1: so the server says that it is at fault.
        _ if code == Some("server_error") => {
            Some("Check the client's id, then ask the server's operator for the cause")
        }
        StatusCode::BAD_REQUEST if is_page => Some(
            "A server in front of the API refused the request: check the base URL, and whether it \
             wants a `client_certificate`",
        ),
        _ => None,
    }
}

/// Adds what every response says.
fn describe(details: &mut ErrorDetails, answer: &Received, redactor: &Redactor, now: SystemTime) {
    details.status = Some(i32::from(answer.status.as_u16()));
    details.retry_after = retry_after(&answer.headers, now);
    details.headers = kept_headers(&answer.headers, redactor);
    if details.request_id.is_none() {
        details.request_id = REQUEST_IDS
            .iter()
            .find_map(|name| details.headers.get(*name).cloned());
    }
    if let Some(id) = &mut details.request_id {
        truncate(id, LONGEST_ID);
    }
}

/// Where servers and gateways put the id of an exchange, if its body does not give one.
const REQUEST_IDS: [&str; 5] = [
    "x-request-id",
    "request-id",
    "x-kong-request-id",
    "x-correlation-id",
    "x-amzn-requestid",
];

/// Header fields that help to find a cause.
fn kept_headers(headers: &HeaderMap, redactor: &Redactor) -> HashMap<String, String> {
    let helps = |name: &str| {
        [
            "retry-after",
            "retry-after-ms",
            "date",
            "content-type",
            "www-authenticate",
        ]
        .contains(&name)
            || name.starts_with("ratelimit")
            || name.starts_with("x-ratelimit")
            || ["request-id", "requestid", "correlation-id", "trace"]
                .iter()
                .any(|part| name.contains(part))
    };
    headers
        .iter()
        .filter(|(name, _)| name.as_str().len() <= LONGEST_ID && helps(name.as_str()))
        .filter_map(|(name, value)| {
            let mut value = redactor.text(value.to_str().ok()?);
            truncate(&mut value, KEPT_FIELD);
            Some((name.as_str().to_owned(), value))
        })
        .collect()
}

/// A redirect's target without user, query and fragment, where secrets travel.
fn bare(target: &str) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    match path.parse::<Uri>().map(Uri::into_parts) {
        Ok(parts) => {
            let host = parts.authority.as_ref().map(|authority| {
                let whole = authority.as_str();
                whole.rsplit_once('@').map_or(whole, |(_, host)| host)
            });
            let scheme = parts
                .scheme
                .map_or_else(String::new, |scheme| format!("{scheme}:"));
            let host = host.map_or_else(String::new, |host| format!("//{host}"));
            let path = parts
                .path_and_query
                .map_or_else(String::new, |path| path.to_string());
            format!("{scheme}{host}{path}")
        }
        Err(_) => "a target that is no URL".to_owned(),
    }
}

/// What a transport says, as it is; or in words, where it holds a secret of the call, such as the
/// URL that a refresh token is part of.
fn harmless(
    source: Box<dyn StdError + Send + Sync>,
    redactor: &Redactor,
) -> Box<dyn StdError + Send + Sync> {
    let mut next: Option<&(dyn StdError + 'static)> = Some(&*source);
    let mut tells = false;
    while let Some(cause) = next {
        tells |= redactor.finds_in(&format!("{cause} {cause:?}"));
        next = cause.source();
    }
    if tells {
        redactor.text(&source.to_string()).into()
    } else {
        source
    }
}

/// Whether the server's certificate was refused.
fn is_untrusted(source: &(dyn StdError + 'static)) -> bool {
    matches!(
        find::<rustls::Error>(source),
        Some(rustls::Error::InvalidCertificate(_))
    )
}

/// The first cause of an error, which says the most.
fn innermost(error: &TransportError) -> Option<String> {
    let mut cause: &(dyn StdError + 'static) = &*error.source;
    while let Some(next) = cause.source() {
        cause = next;
    }
    Some(cause.to_string()).filter(|text| !text.is_empty())
}

/// Cuts a string off at so many bytes, at a character's end.
fn truncate(text: &mut String, longest: usize) {
    text.truncate(prefix(text, longest).len());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_is_shown_without_what_may_be_secret() {
        for (target, shown) in [
            ("https://u:p@id.test/a?code=x#y", "https://id.test/a"),
            ("/elsewhere?token=x", "/elsewhere"),
            ("//id.test/a", "//id.test/a"),
            ("https://id.test", "https://id.test/"),
            ("\u{1}", "a target that is no URL"),
        ] {
            assert_eq!(bare(target), shown);
        }
    }

    #[test]
    fn a_transports_words_stay_unless_they_hold_a_secret() {
        let secret = Secret::from("rt-c4n4ry");
        let redactor = Redactor::new([&secret]);
        let refused = || std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        let kept = harmless(refused().into(), &redactor);
        assert!(kept.downcast_ref::<std::io::Error>().is_some());

        let url = "https://gateway.test/tyk/oauth/refresh/rt%2Dc4n4ry";
        let deep = std::io::Error::other(std::io::Error::other(format!("no route to {url}")));
        let shown = harmless(deep.into(), &redactor);
        assert_eq!(
            format!("{shown} {:?}", shown.source().is_some()),
            "no route to https://gateway.test/tyk/oauth/refresh/[redacted] false"
        );
    }

    #[test]
    fn a_kept_body_ends_at_a_character() {
        for (text, length) in [
            ("ü".repeat(8), 6),
            (format!("x{}", "ü".repeat(8)), 5),
            ("x".to_owned(), 1),
        ] {
            let mut kept = text;
            truncate(&mut kept, 6);
            assert_eq!(kept.len(), length);
        }
    }
}
