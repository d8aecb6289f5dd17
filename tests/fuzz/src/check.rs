//! What must hold of every call, whatever was answered.

use std::error::Error as _;
use std::time::Duration;

use authloom::{Error, ErrorKind, Outcome, Secret};
use serde_json::Value;

use crate::canary::{self, ISSUED};
use crate::stage::{Reply, Stage};

/// What a call came to when it succeeded: how it is shown, and what must not be seen in that.
#[derive(Debug, Default)]
pub(crate) struct Success {
    pub(crate) shown: String,
    pub(crate) secrets: Vec<Secret>,
}

/// A call that was made.
#[derive(Debug)]
pub(crate) struct Called {
    pub(crate) result: Result<Success, Error>,
    /// The secrets of its arguments.
    pub(crate) secrets: Vec<&'static str>,
    /// Whether the operation can answer with an OAuth error.
    pub(crate) answers_oauth_error: bool,
    /// Whether the API answers 409 to what is 400 elsewhere.
    pub(crate) conflict_is_bad_request: bool,
}

/// The longest error that is still a sentence: six texts of at most 300 characters with their
/// names, and the words between them.
const LONGEST_SENTENCE: usize = 6000;
/// How much of a body an error keeps.
const KEPT_BODY: usize = 8 << 10;
/// Some 136 years.
const LONGEST_WAIT: Duration = Duration::from_secs(u32::MAX as u64);
/// The default deadline of a whole call.
const TOTAL: Duration = Duration::from_secs(60);

/// Panics unless everything holds that must.
pub(crate) fn check(stage: &Stage, called: &Called) {
    assert!(stage.elapsed() <= TOTAL, "it took {:?}", stage.elapsed());
    match &called.result {
        Ok(success) => check_success(stage, success),
        Err(error) => check_error(stage, called, error),
    }
}

fn check_success(stage: &Stage, success: &Success) {
    let Reply::Answer(answer) = stage.reply() else {
        panic!("no answer came, and yet there is one");
    };
    assert!(answer.status.is_success(), "{}", answer.status);
    let Ok(body) = serde_json::from_slice::<Value>(&answer.body) else {
        return;
    };
    for secret in &success.secrets {
        let secret = secret.reveal();
        if is_telling(secret) && occurrences(&body, secret) == 1 {
            assert!(!success.shown.contains(secret), "it shows {secret:?}");
        }
    }
}

/// Whether a text is known when it is seen: it is nothing that every `Debug` may hold.
fn is_telling(text: &str) -> bool {
    text.len() >= 8
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

fn occurrences(value: &Value, text: &str) -> usize {
    match value {
        Value::String(string) => string.matches(text).count(),
        Value::Array(items) => items.iter().map(|item| occurrences(item, text)).sum(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| name.matches(text).count() + occurrences(member, text))
            .sum(),
        _ => 0,
    }
}

fn check_error(stage: &Stage, called: &Called, error: &Error) {
    let sentence = error.to_string();
    assert!(!sentence.is_empty() && sentence.len() <= 4 * LONGEST_SENTENCE);
    assert!(sentence.chars().count() <= LONGEST_SENTENCE);
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}');
    assert!(!sentence.contains(breaks), "{sentence:?}");
    assert!(!format!("{error:?}").contains(char::is_control));
    assert!(
        error
            .body
            .as_ref()
            .is_none_or(|body| body.len() <= KEPT_BODY)
    );
    assert!(error.retry_after.is_none_or(|wait| wait <= LONGEST_WAIT));
    assert!((1..=stage.max_attempts()).contains(&error.attempts));
    assert!(!error.operation.is_empty() && !error.client.is_empty());
    for (name, value) in &error.headers {
        assert!(is_kept(name), "{name}: {value}");
    }
    check_meaning(stage, called, error);
    check_hidden(stage, called, error);
}

/// Kind, status and outcome follow from what was answered.
fn check_meaning(stage: &Stage, called: &Called, error: &Error) {
    let Reply::Answer(answer) = stage.reply() else {
        assert_eq!((error.kind, error.status), (ErrorKind::Transport, None));
        assert_eq!(error.outcome, Outcome::Unknown);
        return;
    };
    let status = answer.status.as_u16();
    assert_eq!(error.status, Some(status.into()));
    assert!(
        error.kind == kind(called, status) || oauth(called, error, status),
        "{error:?}"
    );
    assert!(error.body.is_none() || status >= 400);
    let refused = matches!(status, 400..=407 | 409..=499) || status == 503 && waits(error);
    let outcome = if refused {
        Outcome::Rejected
    } else {
        Outcome::Unknown
    };
    assert_eq!(error.outcome, outcome, "{error:?}");
}

fn waits(error: &Error) -> bool {
    error.retry_after.is_some()
}

fn oauth(called: &Called, error: &Error, status: u16) -> bool {
    called.answers_oauth_error
        && status >= 400
        && error.kind == ErrorKind::OAuthError
        && error.code.is_some()
}

/// The kind of a status, as the vectors' description has it.
fn kind(called: &Called, status: u16) -> ErrorKind {
    match status {
        ..400 => ErrorKind::Decode,
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        405 => ErrorKind::MethodNotAllowed,
        409 if !called.conflict_is_bad_request => ErrorKind::Conflict,
        422 => ErrorKind::Unprocessable,
        429 => ErrorKind::RateLimited,
        400..500 => ErrorKind::BadRequest,
        500.. => ErrorKind::ServerError,
    }
}

/// Whether a header field is one of those that an error's documentation lists.
fn is_kept(name: &str) -> bool {
    [
        "retry-after",
        "retry-after-ms",
        "date",
        "content-type",
        "www-authenticate",
    ]
    .contains(&name)
        || ["ratelimit", "x-ratelimit"]
            .iter()
            .any(|start| name.starts_with(start))
        || ["request-id", "requestid", "correlation-id", "trace"]
            .iter()
            .any(|part| name.contains(part))
}

/// Nothing secret is in anything that the error says, in whatever form it is printed.
fn check_hidden(stage: &Stage, called: &Called, error: &Error) {
    // `{:#?}` only breaks the lines of `{:?}`, which holds every field.
    let mut texts = vec![format!("{error}"), format!("{error:?}")];
    let mut cause = error.source();
    while let Some(source) = cause {
        texts.push(format!("{source} {source:?}"));
        cause = source.source();
    }
    // A wait is a number that the server chose, and no text: digits in it say nothing.
    if let Some(wait) = error.retry_after {
        for text in &mut texts {
            *text = text
                .replace(&format!("{} s", wait.as_secs_f64()), "")
                .replace(&format!("{wait:?}"), "");
        }
    }
    for text in &texts {
        if let Some(leak) = canary::leak(text, &called.secrets) {
            panic!("it shows {leak}: {text}");
        }
    }
    // What a server issued is in no error of a success; a refusal issues nothing.
    if error.status.is_some_and(|status| status < 400) {
        let from_headers = match stage.reply() {
            Reply::Answer(answer) => answer
                .headers
                .iter()
                .any(|(_, value)| contains(value.as_bytes(), ISSUED)),
            Reply::Fail(..) => false,
        };
        assert!(
            from_headers || texts.iter().all(|text| !text.contains(ISSUED)),
            "{error:?}"
        );
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}
