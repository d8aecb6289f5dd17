//! One error for every call: what was tried, what the server said, what to do about it.

mod causes;
mod display;
mod kind;
mod problem;

use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;
use std::time::Duration;

#[doc(hidden)]
pub use causes::{Layer, Reason};
pub(crate) use display::is_hidden;
pub use kind::{ErrorKind, Outcome};
pub use problem::{Constraint, Problem};

/// Why a call failed. Its fields are those of [`ErrorDetails`], read directly:
/// `error.kind`, `error.status`, `error.request_id`.
///
/// Printed, it is a sentence that a person can act on. Secrets of the call are replaced by
/// `[redacted]` wherever the server echoes them: in strings, headers and the body. Secrets shorter
/// than 6 characters are not found.
pub struct Error {
    details: Box<ErrorDetails>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    /// Whether the operation changes nothing, so that there is nothing to find out.
    safe: bool,
    /// What a person can do, where the kind alone does not say it.
    advice: Option<&'static str>,
}

/// The fields of an [`Error`].
#[derive(Debug, Clone)]
pub struct ErrorDetails {
    /// What went wrong, as a closed set.
    pub kind: ErrorKind,
    /// The client of the call, such as `Konnect`; empty where none was involved.
    pub client: String,
    /// The operation that was called, such as `get_auth_config`; empty where none was involved.
    pub operation: String,
    /// The server's message if it sent one, else what happened.
    pub message: String,
    /// The response's status; none if there was no response.
    pub status: Option<i32>,
    /// The server's own code for the error.
    pub code: Option<String>,
    /// All codes, where a server reports several errors at once.
    pub codes: Vec<String>,
    /// The server's id of this exchange: quote it to its support.
    pub request_id: Option<String>,
    /// How long the server asked to wait before the next attempt.
    pub retry_after: Option<Duration>,
    /// Header fields of the response that help to find the cause, names in lower case:
    /// `retry-after`, `retry-after-ms`, `ratelimit-*`, `x-ratelimit-*`, `date`, `content-type`,
    /// `www-authenticate`, and ids of requests and traces. Each value is cut off at 1 KiB.
    pub headers: HashMap<String, String>,
    /// How many requests were sent or tried for this call.
    pub attempts: i32,
    /// Whether repeating the same call is safe and may help. False if it would fail in the same
    /// way, for example after a refused argument or an untrusted certificate, even though nothing
    /// was sent.
    pub retryable: bool,
    /// What this says about the state of the server.
    pub outcome: Outcome,
    /// The operation that finds out what happened, where the outcome is unknown.
    pub resolve_with: Option<String>,
    /// The argument that was refused, where the kind is `validation`; the setting, where it is
    /// `config`.
    pub field: Option<String>,
    /// What the server found wrong, one by one.
    pub problems: Vec<Problem>,
    /// The response's body, for status 400 and above: at most 8 KiB of text, secrets replaced.
    pub body: Option<String>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            details: Box::new(ErrorDetails {
                kind,
                client: String::new(),
                operation: String::new(),
                message: message.into(),
                status: None,
                code: None,
                codes: Vec::new(),
                request_id: None,
                retry_after: None,
                headers: HashMap::new(),
                attempts: 0,
                retryable: false,
                outcome: Outcome::NotSent,
                resolve_with: None,
                field: None,
                problems: Vec::new(),
                body: None,
            }),
            source: None,
            safe: false,
            advice: None,
        }
    }

    pub(crate) fn of_safe_operation(mut self) -> Self {
        self.safe = true;
        self
    }

    pub(crate) fn caused_by(mut self, source: Box<dyn StdError + Send + Sync>) -> Self {
        self.source = Some(source);
        self
    }

    /// Says what a person can do, where the kind does not.
    pub(crate) fn advising(mut self, advice: &'static str) -> Self {
        self.advice = Some(advice);
        self
    }

    /// An argument that was refused before anything was sent.
    pub(crate) fn validation(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Validation, message);
        error.details.field = Some(field.into());
        error
    }

    /// The operating system started no thread or event loop for a call, so nothing was sent.
    #[doc(hidden)]
    pub fn of_thread(error: std::io::Error) -> Self {
        let mut of_thread = Self::new(
            ErrorKind::Transport,
            format!("could not start a thread or event loop: {error}"),
        );
        of_thread.advice = Some("Check the limits of the process on threads and open files");
        of_thread.caused_by(error.into())
    }

    /// A setting that cannot be used.
    pub(crate) fn config(setting: impl Into<String>, message: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Config, message);
        error.details.field = Some(setting.into());
        error
    }

    /// An error for a credential or store of your own: `kind` is
    /// [`Credential`](ErrorKind::Credential) or [`Store`](ErrorKind::Store), and `message` says
    /// what happened, without a secret in it.
    pub fn from_source(
        kind: ErrorKind,
        message: impl Into<String>,
        source: Option<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let mut error = Self::new(kind, message);
        error.source = source;
        error
    }

    pub(crate) fn of(mut self, client: &str, operation: &str) -> Self {
        client.clone_into(&mut self.details.client);
        operation.clone_into(&mut self.details.operation);
        self
    }

    fn sentence(&self, spell: display::Spell) -> display::Sentence<'_> {
        display::Sentence {
            details: &self.details,
            safe: self.safe,
            advice: self.advice,
            spell,
        }
    }

    /// The printed sentence and the message, with each name as another language spells it. For
    /// bindings: it may change at any time.
    #[doc(hidden)]
    pub fn spelled(&self, spell: fn(&str) -> String) -> (String, String) {
        let message = display::message(&self.details, spell);
        (self.sentence(spell).to_string(), message)
    }

    /// The fields, on their own.
    pub fn into_details(self) -> ErrorDetails {
        *self.details
    }
}

impl Deref for Error {
    type Target = ErrorDetails;

    fn deref(&self) -> &ErrorDetails {
        &self.details
    }
}

// Not public: an error is read, not written, outside this crate.
impl Error {
    pub(crate) fn details_mut(&mut self) -> &mut ErrorDetails {
        &mut self.details
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown.field("details", &self.details);
        if let Some(source) = &self.source {
            shown.field("source", &source.to_string());
        }
        shown.finish_non_exhaustive()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence(str::to_owned).fmt(f)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
