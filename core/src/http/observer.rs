//! Tells hooks and `tracing` of a call.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::failure::Failure;
use super::hook::{Event, EventKind, Hook};
use super::operation::Api;
use super::response::Received;
use super::runtime::Runtime;
use super::track;
use crate::error::{Error, ErrorKind};
use crate::panics::Phase;

/// Tells of one call.
pub(crate) struct Observer<'a> {
    hooks: &'a [Arc<dyn Hook>],
    client: &'static str,
    operation: &'static str,
    runtime: &'a dyn Runtime,
    began: Instant,
    /// What the hooks were told last, so that its strings are written once a call.
    event: Option<Box<Event>>,
}

impl<'a> Observer<'a> {
    pub(crate) fn new(
        hooks: &'a [Arc<dyn Hook>],
        api: &'static Api,
        operation: &'static str,
        runtime: &'a dyn Runtime,
        began: Instant,
    ) -> Self {
        Self {
            hooks,
            client: api.client,
            operation,
            runtime,
            began,
            event: None,
        }
    }

    /// Reports an attempt that got a response or failed.
    pub(crate) fn answered(&mut self, attempt: i32, result: &Result<Received, Failure>) {
        match result {
            Ok(answer) => self.tell(EventKind::Response, attempt, Some(answer), None),
            Err(failure) => self.tell(EventKind::Response, attempt, None, Some(&failure.error)),
        }
    }

    /// Tells of another attempt to come.
    pub(crate) fn retrying(&mut self, attempt: i32, wait: Duration) {
        tracing::warn!(
            client = self.client,
            operation = self.operation,
            attempt,
            ?wait,
            "retrying"
        );
        self.emit(EventKind::Retrying, attempt, None, None, Some(wait));
    }

    /// Tells of anything else.
    pub(crate) fn tell(
        &mut self,
        kind: EventKind,
        attempt: i32,
        answer: Option<&Received>,
        error: Option<&Error>,
    ) {
        let status = answer
            .map(|answer| i32::from(answer.status.as_u16()))
            .or(error.and_then(|error| error.status));
        let error = error.map(|error| error.kind);
        tracing::debug!(
            client = self.client,
            operation = self.operation,
            attempt,
            status,
            error = error.map(ErrorKind::as_str),
            "{}",
            kind.as_str()
        );
        self.emit(kind, attempt, status, error, None);
    }

    fn emit(
        &mut self,
        kind: EventKind,
        attempt: i32,
        status: Option<i32>,
        error: Option<ErrorKind>,
        wait: Option<Duration>,
    ) {
        if self.hooks.is_empty() {
            return;
        }
        let elapsed = match &self.event {
            // It follows the last one at once.
            Some(last) if kind == EventKind::Finished => last.elapsed,
            _ => self.runtime.now().saturating_duration_since(self.began),
        };
        let event = self.event.get_or_insert_with(|| {
            Box::new(Event {
                kind,
                client: self.client.to_owned(),
                operation: self.operation.to_owned(),
                attempt,
                elapsed,
                status,
                error,
                wait,
            })
        });
        event.kind = kind;
        event.attempt = attempt;
        event.elapsed = elapsed;
        event.status = status;
        event.error = error;
        event.wait = wait;
        track::during(Phase::Telling, || {
            for hook in self.hooks {
                hook.on_event(event);
            }
        });
    }
}
