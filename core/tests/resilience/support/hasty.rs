//! A clock on which nobody waits for a retry.

use std::time::{Duration, Instant, SystemTime};

use authloom::{BoxFuture, Runtime};

/// The system's clock, on which short waits are over at once: those between attempts. By the time
/// of day it is always [`DAWN`].
#[derive(Debug)]
pub(crate) struct Hasty;

/// Sun, 06 Nov 1994 08:49:37 GMT.
const DAWN: Duration = Duration::from_secs(784_111_777);

/// Longer than any wait between attempts here, shorter than any deadline.
const SHORT: Duration = Duration::from_secs(5);

impl Runtime for Hasty {
    fn spawn(&self, _work: BoxFuture<'static, ()>) {
        unreachable!("nothing here is detached")
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall_clock(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + DAWN
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration < SHORT {
            Box::pin(std::future::ready(()))
        } else {
            Box::pin(tokio::time::sleep(duration))
        }
    }
}
