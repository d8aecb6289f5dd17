//! What an observer receives of each call.

use std::fmt;
use std::time::Duration;

use crate::error::ErrorKind;

/// Observes calls; it changes nothing.
///
/// It is called on the task that makes the call, so it must be quick and must not block. A panic
/// in it ends the call with kind `internal`.
pub trait Hook: fmt::Debug + Send + Sync + 'static {
    /// Tells of one event. No event holds a secret.
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

/// What an [`Event`] tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// An attempt begins.
    Sending,
    /// An attempt was answered or failed.
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
