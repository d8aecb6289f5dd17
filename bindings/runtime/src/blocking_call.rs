//! A thread that waits for a call which the I/O thread drives.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::canceller::Canceller;
use crate::completion_queue::{Notify, ResultSink};
use crate::parker::Parker;

/// The result of a call that a thread waits for.
pub(crate) struct Waiter<T> {
    result: Mutex<Option<T>>,
    parker: Arc<Parker>,
}

impl<T> Waiter<T> {
    pub(crate) fn at(parker: Arc<Parker>) -> Self {
        Self {
            result: Mutex::new(None),
            parker,
        }
    }

    fn result(&self) -> MutexGuard<'_, Option<T>> {
        self.result.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send> ResultSink<T> for Waiter<T> {
    fn put(self: Arc<Self>, result: T) -> Option<Arc<dyn Notify>> {
        *self.result() = Some(result);
        let parker = Arc::clone(&self.parker);
        parker.note().then_some(parker as Arc<dyn Notify>)
    }
}

/// A call that a thread waits for. One that is dropped before its end is cancelled.
pub struct BlockingCall<T> {
    waiter: Arc<Waiter<T>>,
    canceller: Canceller,
}

impl<T> BlockingCall<T> {
    pub(crate) fn new(waiter: Arc<Waiter<T>>, canceller: Canceller) -> Self {
        Self { waiter, canceller }
    }

    /// Sleeps until the call ends, but no longer than `slice`, so that the thread can look after
    /// its signals.
    pub fn sleep(&self, slice: Duration) -> Poll<T> {
        let end = Instant::now() + slice;
        let parker = &self.waiter.parker;
        let mut asleep = parker.lock();
        loop {
            if let Some(result) = self.waiter.result().take() {
                return Poll::Ready(result);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Poll::Pending;
            }
            asleep = parker.sleep(asleep, left);
        }
    }
}

impl<T> Drop for BlockingCall<T> {
    fn drop(&mut self) {
        self.canceller.cancel();
    }
}
