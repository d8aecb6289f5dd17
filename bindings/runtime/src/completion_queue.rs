//! Results that wait for the thread whose language they belong to.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

use crate::panics::{caught, provoked};

/// Results of calls, put in by the thread that drives them and taken out in batches by the thread
/// that asked for them; a notifier wakes the latter once a batch.
pub struct CompletionQueue<T> {
    results: Mutex<Vec<T>>,
    /// Whether the notifier was called since the results were last taken.
    notified: AtomicBool,
    notifier: Box<dyn Fn() + Send + Sync>,
}

impl<T> CompletionQueue<T> {
    /// An empty one. `notifier` is called by the thread that drives the calls; it must not block.
    pub fn new(notifier: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            results: Mutex::default(),
            notified: AtomicBool::new(false),
            notifier: Box::new(notifier),
        }
    }

    /// Takes every result there is into `batch`, which must be empty; its room is used for those
    /// to come.
    pub fn take(&self, batch: &mut Vec<T>) {
        // First: a result that is put in after this notifies again.
        self.notified.store(false, SeqCst);
        mem::swap(&mut *self.lock(), batch);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<T>> {
        self.results.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a result is put.
pub(crate) trait ResultSink<T> {
    /// Puts a result in. Returns what is to be notified then, unless that is noted already.
    fn put(self: Arc<Self>, result: T) -> Option<Arc<dyn Notify>>;
}

/// What wakes whoever waits for results.
pub(crate) trait Notify: Send + Sync {
    fn notify(&self);
}

impl<T: Send + 'static> ResultSink<T> for CompletionQueue<T> {
    fn put(self: Arc<Self>, result: T) -> Option<Arc<dyn Notify>> {
        let mut results = self.lock();
        results.push(result);
        let first = results.len() == 1;
        drop(results);
        first.then_some(self as Arc<dyn Notify>)
    }
}

impl<T: Send> Notify for CompletionQueue<T> {
    fn notify(&self) {
        if self.notified.swap(true, SeqCst) {
            return;
        }
        let notify = || {
            provoked("notifier");
            (self.notifier)();
        };
        if caught(notify).or_else(|_| caught(notify)).is_err() {
            // The next result notifies again.
            self.notified.store(false, SeqCst);
        }
    }
}
