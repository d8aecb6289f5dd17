//! A thread that waits for a call which the I/O thread drives.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use crate::io_thread::Canceller;
use crate::outbox::{Place, Ring};

/// Where the thread sleeps, and its result is put.
pub(crate) struct Waiter<T> {
    result: Mutex<Option<T>>,
    there: Condvar,
}

impl<T> Default for Waiter<T> {
    fn default() -> Self {
        Self {
            result: Mutex::default(),
            there: Condvar::new(),
        }
    }
}

impl<T> Waiter<T> {
    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        self.result.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send> Place<T> for Waiter<T> {
    fn put(&self, result: T) -> bool {
        *self.lock() = Some(result);
        true
    }
}

impl<T: Send> Ring for Waiter<T> {
    fn ring(&self) {
        self.there.notify_one();
    }
}

/// A call that a thread waits for. One that is dropped before its end is cancelled.
pub struct Waiting<T> {
    waiter: Arc<Waiter<T>>,
    canceller: Canceller,
}

impl<T> Waiting<T> {
    pub(crate) fn new(waiter: Arc<Waiter<T>>, canceller: Canceller) -> Self {
        Self { waiter, canceller }
    }

    /// Sleeps until the call ends, but no longer than `slice`, so that the thread can look after
    /// its signals.
    pub fn sleep(&self, slice: Duration) -> Poll<T> {
        let result = self.waiter.lock();
        let (mut result, _) = self
            .waiter
            .there
            .wait_timeout_while(result, slice, |result| result.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        result.take().map_or(Poll::Pending, Poll::Ready)
    }
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        self.canceller.cancel();
    }
}
