//! What an observer receives of each call.

use std::fmt;
use std::time::Duration;

use crate::error::ErrorKind;

/// Observes calls; it changes nothing.
///
/// It is called on the task that makes the call, so it must be quick and must not block. A panic
/// in it ends the call with kind `internal`.
pub trait Hook: fmt::Debug + Send + Sync + 'static {
    /// Receives one event. No event holds a secret.
    fn on_event(&self, event: &Event);
}

/// One event of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The client of the call, such as `Konnect`.
    pub client: String,
    /// The operation, such as `get_auth_config`.
    pub operation: String,
    /// Which attempt it is about, from 1; at the end of a call, how many there were.
    pub attempt: i32,
    /// The time since the call began.
    pub elapsed: Duration,
    /// The status of the response, if one came.
    pub status: Option<i32>,
    /// The kind of the failure, if it failed.
    pub error: Option<ErrorKind>,
    /// The wait before the next attempt, where the kind is `retrying`.
    pub wait: Option<Duration>,
}

impl Event {
    /// The event as a line of a log, with the operation as another language spells it. For
    /// bindings: it may change at any time.
    #[doc(hidden)]
    pub fn line(&self, operation: &str) -> String {
        let attempt = self.attempt;
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        let elapsed = milliseconds(self.elapsed);
        let what = match (self.error, self.status) {
            (Some(error), Some(status)) => format!("{error}, status {status}"),
            (Some(error), None) => error.to_string(),
            (None, Some(status)) => format!("status {status}"),
            (None, None) => String::new(),
        };
        match self.kind {
            EventKind::Sending => format!("{operation}: attempt {attempt} begins"),
            EventKind::Response => {
                format!("{operation}: attempt {attempt}: {what} after {elapsed:.1} ms")
            }
            EventKind::Retrying => {
                let wait = milliseconds(self.wait.unwrap_or_default());
                format!("{operation}: attempt {attempt} failed; the next follows in {wait:.0} ms")
            }
            EventKind::Finished => {
                format!("{operation}: {what}, attempts: {attempt}, {elapsed:.1} ms in all")
            }
        }
    }
}

/// What an [`Event`] reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// An attempt begins.
    Sending,
    /// A response came, or the attempt failed without one.
    Response,
    /// Another attempt will follow, after a wait.
    Retrying,
    /// The call is over.
    Finished,
}

impl EventKind {
    /// The stable name, such as `retrying`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Response => "response",
            Self::Retrying => "retrying",
            Self::Finished => "finished",
        }
    }
}
