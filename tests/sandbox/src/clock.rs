//! The sandbox's time: the machine's, and what a test has put it forward by; and how it is written.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// How far the clock can be put forward: some 3000 years, so that every instant can be written.
pub const FURTHEST: Duration = Duration::from_secs(100_000_000_000);

/// A clock that can be put forward.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: Mutex<Duration>,
}

impl Clock {
    pub(crate) fn now(&self) -> SystemTime {
        SystemTime::now() + self.ahead()
    }

    fn ahead(&self) -> Duration {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the clock forward; false, and no change, when that is too far.
    pub(crate) fn advance(&self, by: Duration) -> bool {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        match ahead.checked_add(by) {
            Some(sum) if sum <= FURTHEST => {
                *ahead = sum;
                true
            }
            _ => false,
        }
    }

    pub(crate) fn reset(&self) {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = Duration::ZERO;
    }
}

/// The instant so many seconds after another, or before it; what is too far is as far as it goes.
pub(crate) fn shift(from: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs()).min(FURTHEST);
    let shifted = if seconds < 0 {
        from.checked_sub(by)
    } else {
        from.checked_add(by)
    };
    shifted.unwrap_or(SystemTime::UNIX_EPOCH)
}

/// An instant as RFC 3339 text with milliseconds.
pub(crate) fn rfc3339_millis(at: SystemTime) -> String {
    let at = OffsetDateTime::from(at);
    written(at.replace_millisecond(at.millisecond()).unwrap_or(at))
}

/// An instant as RFC 3339 text in whole seconds.
pub(crate) fn rfc3339_seconds(at: SystemTime) -> String {
    let at = OffsetDateTime::from(at);
    written(at.replace_nanosecond(0).unwrap_or(at))
}

fn written(at: OffsetDateTime) -> String {
    at.format(&Rfc3339)
        .expect("the clock stays before the year 9999")
}

/// An instant as HTTP's `Date` field writes it.
pub(crate) fn http_date(at: SystemTime) -> String {
    let at = OffsetDateTime::from(at);
    let (weekday, month) = (at.weekday().to_string(), at.month().to_string());
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        &weekday[..3],
        at.day(),
        &month[..3],
        at.year(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_moves_only_forward_and_not_too_far() {
        let clock = Clock::default();
        let before = SystemTime::now();
        assert!(clock.advance(Duration::from_secs(3600)));
        assert!(clock.now() >= before + Duration::from_secs(3600));
        assert!(!clock.advance(FURTHEST));
        assert!(!clock.advance(Duration::MAX));
        clock.reset();
        assert!(clock.now() < before + Duration::from_secs(3600));
    }

    #[test]
    fn instants_are_written_in_three_forms() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(784_111_777_250);
        assert_eq!(rfc3339_millis(at), "1994-11-06T08:49:37.25Z");
        assert_eq!(rfc3339_seconds(at), "1994-11-06T08:49:37Z");
        assert_eq!(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
