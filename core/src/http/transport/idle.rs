//! Since when something is idle, and how a runtime that nobody drove meanwhile learns what
//! happened.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// How long something may have been idle before the runtime is asked what happened to it.
const IDLE: Duration = Duration::from_millis(1);

/// Since when something is idle.
#[derive(Debug)]
pub(super) struct IdleTime {
    made: Instant,
    /// Nanoseconds from `made` to the last use.
    last_use: AtomicU64,
}

impl Default for IdleTime {
    fn default() -> Self {
        Self {
            made: Instant::now(),
            last_use: AtomicU64::new(0),
        }
    }
}

impl IdleTime {
    /// The last use.
    pub(super) fn since(&self) -> Instant {
        self.made + Duration::from_nanos(self.last_use.load(Relaxed))
    }

    /// Notes a use.
    pub(super) fn used(&self) {
        let since = u64::try_from(self.made.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.last_use.store(since, Relaxed);
    }

    /// Lets the runtime notice what servers closed while nobody drove it. One turn reads the
    /// sockets, the next lets the tasks of connections act on what was read; a turn runs some sixty
    /// tasks, so `others` connections need more. Calls that begin together all wait: the use is
    /// noted only when the runtime has caught up.
    pub(super) async fn catch_up(&self, others: i32) {
        if self.since().elapsed() > IDLE {
            for _ in 0..2 + others / 32 {
                tokio::task::yield_now().await;
            }
            self.used();
        }
    }
}
