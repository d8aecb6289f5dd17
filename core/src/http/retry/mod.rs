//! When a failed attempt is followed by another: the whole policy, as one table.

mod budget;
mod retry_after;

use std::time::Duration;

pub(crate) use budget::{Charge, RetryBudget};
pub(crate) use retry_after::retry_after;

use super::operation::Class;
use super::transport::{Cause, TransportError};

/// What happened to an attempt, as far as repeating it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing left this machine.
    NotSent,
    /// The server asked to come back later, and did nothing.
    Throttled,
    /// It may be otherwise next time; whether it was applied is open.
    Transient,
    /// The connection was closed without a response, which proves nothing about what was applied.
    Closed,
    /// Repeating will not help.
    Permanent,
}

impl Fault {
    /// What a response's status means.
    pub(crate) fn of_status(status: u16, asks_to_wait: bool, repeats_500: bool) -> Self {
        match status {
            429 => Self::Throttled,
            503 if asks_to_wait => Self::Throttled,
            500 if !repeats_500 => Self::Permanent,
            408 | 500 | 502 | 503 | 504 => Self::Transient,
            _ => Self::Permanent,
        }
    }

    /// What a transport's error means.
    pub(crate) fn of_transport(error: &TransportError) -> Self {
        match error.cause {
            Cause::Refused => Self::Permanent,
            _ if !error.may_have_left => Self::NotSent,
            Cause::Closed => Self::Closed,
            Cause::Reset => Self::Transient,
            Cause::Other => Self::Permanent,
        }
    }

    /// What the end of an attempt's time means.
    pub(crate) fn of_timeout(may_have_left: bool) -> Self {
        if may_have_left {
            Self::Transient
        } else {
            Self::NotSent
        }
    }

    /// Whether an operation of this class may be repeated after it; `closed` counts the
    /// connections that were closed on this call without a response, this one included.
    pub(crate) fn allows_retry(self, class: Class, closed: i32) -> bool {
        let repeatable = class != Class::NonIdempotent;
        match self {
            Self::NotSent | Self::Throttled => true,
            Self::Transient => repeatable,
            Self::Closed => repeatable && closed <= 1,
            Self::Permanent => false,
        }
    }
}

const BASE: Duration = Duration::from_millis(50);
const THROTTLED_BASE: Duration = Duration::from_secs(1);
const CAP: Duration = Duration::from_secs(20);

/// How long to wait before the next attempt: what the server asked for, else full jitter over an
/// exponential bound. `chance` lies between 0 and 1.
pub(crate) fn wait(fault: Fault, asked: Option<Duration>, attempt: i32, chance: f64) -> Duration {
    if let Some(asked) = asked {
        return asked;
    }
    let base = if fault == Fault::Throttled {
        THROTTLED_BASE
    } else {
        BASE
    };
    let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(16);
    (base * (1 << doublings)).min(CAP).mul_f64(chance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_of_the_promise() {
        use Class::{Idempotent, NonIdempotent, Safe};
        use Fault::{Closed, NotSent, Permanent, Throttled, Transient};
        for (fault, safe, idempotent, neither) in [
            (NotSent, true, true, true),
            (Throttled, true, true, true),
            (Transient, true, true, false),
            (Closed, true, true, false),
            (Permanent, false, false, false),
        ] {
            for (class, expected) in [
                (Safe, safe),
                (Idempotent, idempotent),
                (NonIdempotent, neither),
            ] {
                assert_eq!(
                    fault.allows_retry(class, 1),
                    expected,
                    "{fault:?} {class:?}"
                );
            }
        }
        assert!(!Closed.allows_retry(Safe, 2), "once, on a fresh connection");
    }

    #[test]
    fn a_status_is_passing_throttled_or_final() {
        for (status, asks, repeats_500, expected) in [
            (408, false, true, Fault::Transient),
            (429, false, true, Fault::Throttled),
            (500, false, true, Fault::Transient),
            (500, true, false, Fault::Permanent),
            (501, false, true, Fault::Permanent),
            (502, true, true, Fault::Transient),
            (503, false, true, Fault::Transient),
            (503, true, true, Fault::Throttled),
            (504, false, false, Fault::Transient),
            (307, false, true, Fault::Permanent),
            (404, true, true, Fault::Permanent),
        ] {
            assert_eq!(
                Fault::of_status(status, asks, repeats_500),
                expected,
                "{status}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_wait_lies_under_its_bound(attempt in 1_i32..1000, chance in 0.0_f64..=1.0, throttled: bool) {
            let fault = if throttled { Fault::Throttled } else { Fault::Transient };
            let waited = wait(fault, None, attempt, chance);
            prop_assert!(waited <= CAP);
            let base = if throttled { 1.0 } else { 0.05 };
            prop_assert!(waited.as_secs_f64() <= base * 2_f64.powi(attempt - 1) + 1e-9);
        }
    }
}
