//! What happened in a call, beside its result.

use std::future::{poll_fn, ready};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use authloom::{Event, EventKind, Hook};
use authloom_bindings_runtime::{CallEvents, Recorder, noting};

fn tell(operation: &str, attempt: i32) {
    Recorder.on_event(&Event {
        kind: EventKind::Sending,
        client: "Konnect".to_owned(),
        operation: operation.to_owned(),
        attempt,
        elapsed: Duration::from_millis(3),
        status: None,
        error: None,
        wait: None,
    });
}

/// A call that tells of an attempt each time it is polled, and ends with the third.
fn three_attempts(operation: &'static str) -> impl Future<Output = ()> {
    let mut attempt = 0;
    poll_fn(move |_| {
        attempt += 1;
        tell(operation, attempt);
        if attempt == 3 {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
}

fn told(call_events: &CallEvents) -> Vec<(String, i32)> {
    let events = call_events.events();
    events
        .map(|event| (event.operation, event.attempt))
        .collect()
}

#[test]
fn calls_that_are_polled_in_turns_keep_their_notes_apart() {
    let context = &mut Context::from_waker(Waker::noop());
    let mut one = noting(three_attempts("one"));
    let mut two = noting(three_attempts("two"));
    for _ in 0..2 {
        assert!(Pin::new(&mut one).poll(context).is_pending());
        assert!(Pin::new(&mut two).poll(context).is_pending());
        tell("nobody's", 9);
    }
    for (call, name) in [(&mut one, "one"), (&mut two, "two")] {
        let Poll::Ready(((), call_events)) = Pin::new(call).poll(context) else {
            panic!("the third poll ends it");
        };
        assert_eq!(call_events.client, "Konnect");
        assert_eq!(
            told(&call_events),
            [1, 2, 3].map(|attempt| (name.to_owned(), attempt))
        );
    }
}

#[test]
fn a_call_of_which_nothing_is_told_has_no_notes() {
    let context = &mut Context::from_waker(Waker::noop());
    let polled = Pin::new(&mut noting(ready(5))).poll(context);
    assert_eq!(polled, Poll::Ready((5, CallEvents::default())));
}
