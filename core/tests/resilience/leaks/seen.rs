//! Whatever can be seen of calls: errors in every form, events, and what `tracing` receives at its
//! finest level.

use std::error::Error as StdError;
use std::fmt::{self, Debug};
use std::sync::{Arc, Mutex};

use authloom::{Error, Event, Hook};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Metadata, Subscriber};

use super::canaries::Canaries;

/// What was seen.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    /// Takes in what is recorded on this thread, for as long as the guard is kept.
    pub(super) fn listen(&self) -> DefaultGuard {
        tracing::subscriber::set_default(Listener(self.clone()))
    }

    pub(super) fn hook(&self) -> Arc<dyn Hook> {
        Arc::new(Recorder(self.clone()))
    }

    pub(super) fn text(&self, text: impl Into<String>) {
        let mut seen = self.0.lock().expect("nobody panics with it");
        seen.push(text.into());
    }

    /// A value, as every formatter shows it.
    pub(super) fn value(&self, value: &impl Debug) {
        self.text(format!("{value:?}"));
        self.text(format!("{value:#?}"));
    }

    /// An error, as every formatter shows it, with its causes and its fields.
    pub(super) fn error(&self, error: Error) {
        let mut next: Option<&(dyn StdError + 'static)> = Some(&error);
        while let Some(cause) = next {
            self.text(format!("{cause}"));
            self.text(format!("{cause:#}"));
            self.value(&cause);
            next = cause.source();
        }
        let details = error.into_details();
        self.value(&details);
        // Debug escapes what a string holds, so each is looked at as it is too.
        for text in [
            Some(details.message),
            details.code,
            details.request_id,
            details.resolve_with,
            details.field,
            details.body,
        ]
        .into_iter()
        .flatten()
        .chain(details.codes)
        {
            self.text(text);
        }
        for (name, value) in details.headers {
            self.text(name);
            self.text(value);
        }
        for problem in details.problems {
            let strings = [problem.field, problem.reason, problem.rule, problem.source];
            strings
                .into_iter()
                .flatten()
                .for_each(|text| self.text(text));
            self.value(&problem.constraint);
        }
    }

    /// Whether a string was seen.
    pub(super) fn holds(&self, text: &str) -> bool {
        let seen = self.0.lock().expect("nobody panics with it");
        seen.iter().any(|seen| seen.contains(text))
    }

    /// Begins anew.
    pub(super) fn forget(&self) {
        self.take();
    }

    /// Fails if a canary was seen, and forgets the rest.
    pub(super) fn check(&self, canaries: &Canaries, what: &str) {
        let seen = std::mem::take(&mut *self.0.lock().expect("nobody panics with it"));
        assert!(!seen.is_empty(), "{what}: nothing was seen at all");
        for text in seen {
            let found = canaries.in_text(&text);
            assert!(found.is_empty(), "{what}: {found:?} in {text}");
        }
    }

    /// Shows that a canary would be found, in each way in which something comes in.
    pub(super) fn control(&self, canaries: &Canaries) {
        self.take();
        for (name, secret) in canaries.all() {
            tracing::trace!(secret = secret.reveal(), "a leak");
            tracing::trace!("a leak of {}", secret.reveal());
            let _span = tracing::trace_span!("leak", secret = ?secret.reveal()).entered();
            self.text(secret.reveal());
            self.value(&secret.reveal());
            // As the error of a caller's own source, whose text is not looked through.
            self.error(Error::from_source(
                authloom::ErrorKind::Credential,
                secret.reveal(),
                Some(secret.reveal().into()),
            ));
            let seen = self.take();
            // The three that are traced, the text, the value twice, and the error.
            assert!(seen.len() > 6, "{seen:#?}");
            let found = seen
                .iter()
                .filter(|text| canaries.in_text(text) == [name])
                .count();
            assert!(found >= 10, "{found} of {seen:#?}");
            // Shown as what it is, it is not.
            self.value(&secret);
            self.check(canaries, name);
        }
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("nobody panics with it"))
    }
}

struct Recorder(Seen);

impl Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

impl Hook for Recorder {
    fn on_event(&self, event: &Event) {
        self.0.value(event);
    }
}

/// Takes in every event and every span, whoever tells of it.
struct Listener(Seen);

impl Visit for &Seen {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(format!("{field}={value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.text(format!("{field}={value:?}"));
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut &self.0);
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        values.record(&mut &self.0);
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut &self.0);
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}
