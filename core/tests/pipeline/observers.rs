//! What hooks are told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use authloom::{CallOptions, ErrorKind, Event, EventKind, Hook};

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
        Step::answer(200, CONFIG),
    ]);
    let recorder = Arc::new(Recorder::default());
    let konnect = stage.konnect_with(|config| config.http.hooks = vec![recorder.clone()]);
    stage
        .run(konnect.get_auth_config(ID, CallOptions::default()))
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
                EventKind::Answered,
                1,
                Some(429),
                Some(ErrorKind::RateLimited)
            ),
            (EventKind::Retrying, 1, None, None),
            (EventKind::Sending, 2, None, None),
            (EventKind::Answered, 2, None, Some(ErrorKind::Transport)),
            (EventKind::Retrying, 2, None, None),
            (EventKind::Sending, 3, None, None),
            (EventKind::Answered, 3, Some(200), None),
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
        .run(konnect.get_auth_config(ID, CallOptions::default()))
        .expect_err("not there");
    let events = recorder.0.lock().expect("nobody panics with the lock");
    let last = events.last().expect("events");
    assert_eq!(
        (last.kind, last.attempt, last.status, last.error),
        (EventKind::Finished, 1, Some(404), Some(ErrorKind::NotFound))
    );
}
