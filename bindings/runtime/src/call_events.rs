//! What happened in a call, kept until it can be reported on the user's own thread.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use authloom::{ErrorKind, Event, EventKind, Hook};

use crate::panics::provoked;

/// One event of a call, without its names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CallEvent {
    /// What happened.
    pub kind: EventKind,
    /// Which attempt it is about, from 1; at the end of a call, how many there were.
    pub attempt: i32,
    /// The time since the call began.
    pub elapsed: Duration,
    /// The status of the response, if one came.
    pub status: Option<i32>,
    /// The kind of the failure, if it failed.
    pub error: Option<ErrorKind>,
    /// The wait before the next attempt.
    pub wait: Option<Duration>,
}

/// What happened in one call.
#[derive(Debug, Default, PartialEq)]
pub struct CallEvents {
    /// The client, such as `Konnect`.
    pub client: String,
    /// The operation, such as `get_auth_config`.
    pub operation: String,
    /// The events, in order.
    pub list: Vec<CallEvent>,
}

impl CallEvents {
    /// How many attempts there were.
    pub fn attempts(&self) -> i32 {
        self.list.last().map_or(0, |note| note.attempt)
    }

    /// The events as core tells them.
    pub fn events(&self) -> impl Iterator<Item = Event> + '_ {
        self.list.iter().map(|note| Event {
            kind: note.kind,
            client: self.client.clone(),
            operation: self.operation.clone(),
            attempt: note.attempt,
            elapsed: note.elapsed,
            status: note.status,
            error: note.error,
            wait: note.wait,
        })
    }
}

/// Whether logs receive an event as a warning.
pub fn is_warning(kind: EventKind) -> bool {
    kind == EventKind::Retrying
}

thread_local! {
    /// The events of the call that this thread is polling.
    static CURRENT: RefCell<Option<CallEvents>> = const { RefCell::new(None) };
}

/// The hook that records events, of calls that are wrapped by [`noting`].
#[derive(Debug)]
pub struct Recorder;

impl Hook for Recorder {
    fn on_event(&self, event: &Event) {
        provoked("hook");
        CURRENT.with_borrow_mut(|current| {
            let Some(call_events) = current else { return };
            if call_events.list.is_empty() {
                call_events.client.clone_from(&event.client);
                call_events.operation.clone_from(&event.operation);
            }
            call_events.list.push(CallEvent {
                kind: event.kind,
                attempt: event.attempt,
                elapsed: event.elapsed,
                status: event.status,
                error: event.error,
                wait: event.wait,
            });
        });
    }
}

/// Runs a call and returns what happened in it beside its result.
///
/// The call's state, some kilobytes, is put where it stays: what drives it moves a pointer.
pub fn noting<F: Future>(call: F) -> Noting<F> {
    Noting {
        call: Box::pin(call),
        call_events: Some(CallEvents::default()),
    }
}

/// What [`noting`] returns.
pub struct Noting<F> {
    call: Pin<Box<F>>,
    /// Always there, except while the call is polled.
    call_events: Option<CallEvents>,
}

impl<F: Future> Future for Noting<F> {
    type Output = (F::Output, CallEvents);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { call, call_events } = &mut *self;
        let polled = {
            let _taking = Taking::begin(call_events);
            provoked("beside");
            call.as_mut().poll(context)
        };
        polled.map(|result| (result, call_events.take().unwrap_or_default()))
    }
}

/// Has this thread record events for one call, until it is dropped: also by a panic.
struct Taking<'a> {
    call_events: &'a mut Option<CallEvents>,
    outer: Option<CallEvents>,
}

impl<'a> Taking<'a> {
    fn begin(call_events: &'a mut Option<CallEvents>) -> Self {
        let outer = CURRENT.replace(call_events.take());
        Self { call_events, outer }
    }
}

impl Drop for Taking<'_> {
    fn drop(&mut self) {
        *self.call_events = CURRENT.replace(self.outer.take());
    }
}
