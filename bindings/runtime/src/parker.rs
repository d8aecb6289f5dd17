//! Where threads sleep that wait for calls.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::completion_queue::Notify;

/// Where threads sleep whose calls began at about the same time. They are woken together: to wake
/// them one by one would have each of them interrupt the thread that wakes the others. Whose call
/// has not ended sleeps on.
#[derive(Default)]
pub(crate) struct Parker {
    lock: Mutex<()>,
    opened: Condvar,
    /// Whether it is noted that it has to be opened.
    noted: AtomicBool,
}

impl Parker {
    pub(crate) fn lock(&self) -> MutexGuard<'_, ()> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Parker {
    /// Sleeps until it is opened, at most so long.
    pub(crate) fn sleep<'a>(
        &self,
        asleep: MutexGuard<'a, ()>,
        longest: Duration,
    ) -> MutexGuard<'a, ()> {
        let woken = self.opened.wait_timeout(asleep, longest);
        woken.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Notes that it has to be opened; false if that is noted already.
    pub(crate) fn note(&self) -> bool {
        !self.noted.swap(true, SeqCst)
    }
}

impl Notify for Parker {
    fn notify(&self) {
        self.noted.store(false, SeqCst);
        // Who has found no result yet is asleep once the lock can be had.
        drop(self.lock());
        self.opened.notify_all();
    }
}
