//! What hooks and `tracing` receive.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use authloom::{ErrorKind, Event, EventKind, Hook};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};

use crate::script::Step;
use crate::{CONFIG, ID, Stage};

#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<Event>>);

impl Hook for Recorder {
    fn on_event(&self, event: &Event) {
        self.0
            .lock()
            .expect("nobody panics with the lock")
            .push(event.clone());
    }
}

#[test]
fn hooks_see_each_attempt_and_the_end() {
    let stage = Stage::new([
        Step::status(429).with("retry-after", "2"),
        Step::closed(),
        Step::response(200, CONFIG),
    ]);
    let recorder = Arc::new(Recorder::default());
    let konnect = stage.konnect_with(|config| config.http.hooks = vec![recorder.clone()]);
    stage
        .run(konnect.get_auth_config(ID))
        .expect("the third attempt succeeds");
    let events = recorder.0.lock().expect("nobody panics with the lock");
    let seen: Vec<_> = events
        .iter()
        .map(|event| (event.kind, event.attempt, event.status, event.error))
        .collect();
    assert_eq!(
        seen,
        [
            (EventKind::Sending, 1, None, None),
            (
                EventKind::Response,
                1,
                Some(429),
                Some(ErrorKind::RateLimited)
            ),
            (EventKind::Retrying, 1, None, None),
            (EventKind::Sending, 2, None, None),
            (EventKind::Response, 2, None, Some(ErrorKind::Transport)),
            (EventKind::Retrying, 2, None, None),
            (EventKind::Sending, 3, None, None),
            (EventKind::Response, 3, Some(200), None),
            (EventKind::Finished, 3, Some(200), None),
        ]
    );
    assert_eq!(events[2].wait, Some(Duration::from_secs(2)));
    assert_eq!(events[3].elapsed, Duration::from_secs(2));
    assert!(
        events
            .iter()
            .all(|event| event.client == "Konnect" && event.operation == "get_auth_config")
    );
}

#[test]
fn a_failed_call_ends_with_its_error() {
    let stage = Stage::new([Step::status(404)]);
    let recorder = Arc::new(Recorder::default());
    let konnect = stage.konnect_with(|config| config.http.hooks = vec![recorder.clone()]);
    stage
        .run(konnect.get_auth_config(ID))
        .expect_err("not there");
    let events = recorder.0.lock().expect("nobody panics with the lock");
    let last = events.last().expect("events");
    assert_eq!(
        (last.kind, last.attempt, last.status, last.error),
        (EventKind::Finished, 1, Some(404), Some(ErrorKind::NotFound))
    );
}

thread_local! {
    /// What `tracing` received on this thread, which is one test's own.
    static TRACED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the names and fields of spans and events. It serves the whole process, since what is of
/// interest to somebody is cached for all threads.
struct Traced;

fn keep(what: &str, record: impl FnOnce(&mut Fields)) {
    let mut fields = Fields(vec![what.to_owned()]);
    record(&mut fields);
    TRACED.with_borrow_mut(|traced| traced.push(fields.0.join(" ")));
}

struct Fields(Vec<String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.push(format!("{field}={value:?}"));
    }
}

impl Subscriber for Traced {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("authloom")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        keep(span.metadata().name(), |fields| span.record(fields));
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let level = event.metadata().level().as_str();
        keep(level, |fields| event.record(fields));
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

#[test]
fn a_call_is_a_span_in_which_its_attempts_are_told() {
    tracing::subscriber::set_global_default(Traced).expect("no other test sets one");
    let stage = Stage::new([
        Step::status(429).with("retry-after", "2"),
        Step::response(200, CONFIG),
    ]);
    stage
        .run(stage.konnect().get_auth_config(ID))
        .expect("the second attempt succeeds");
    let about = "client=\"Konnect\" operation=\"get_auth_config\"";
    assert_eq!(
        TRACED.take(),
        [
            format!("call {about}"),
            format!("DEBUG message=sending {about} attempt=1"),
            format!("DEBUG message=response {about} attempt=1 status=429 error=\"rate_limited\""),
            format!("WARN message=retrying {about} attempt=1 wait=2s"),
            format!("DEBUG message=sending {about} attempt=2"),
            format!("DEBUG message=response {about} attempt=2 status=200"),
            format!("DEBUG message=finished {about} attempt=2 status=200"),
        ]
    );
}
