//! Time as a gateway counts it.

use std::time::{Duration, SystemTime};

/// A moment, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(i64);

impl Moment {
    /// A whole Unix second.
    pub(crate) fn at_second(second: i64) -> Self {
        Self(second.saturating_mul(1000))
    }

    /// The Unix second it lies in.
    pub(crate) fn second(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Some seconds later.
    pub(crate) fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

impl From<SystemTime> for Moment {
    fn from(time: SystemTime) -> Self {
        let since = time
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or(Duration::ZERO);
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
