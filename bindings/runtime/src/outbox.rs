//! Results that wait for the thread whose language they belong to.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

use crate::panics::{caught, provoked};

/// Results of calls, put in by the thread that drives them and taken out in batches by the thread
/// that asked for them; a bell wakes the latter once a batch.
pub struct Outbox<T> {
    results: Mutex<Vec<T>>,
    /// Whether the bell has rung since the results were last taken.
    rung: AtomicBool,
    bell: Box<dyn Fn() + Send + Sync>,
}

impl<T> Outbox<T> {
    /// An empty one. `bell` is called by the thread that drives the calls; it must not block.
    pub fn new(bell: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            results: Mutex::default(),
            rung: AtomicBool::new(false),
            bell: Box::new(bell),
        }
    }

    /// Takes every result there is into `batch`, which must be empty; its room is used for those
    /// to come.
    pub fn take(&self, batch: &mut Vec<T>) {
        // First: a result that is put in after this rings again.
        self.rung.store(false, SeqCst);
        mem::swap(&mut *self.lock(), batch);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<T>> {
        self.results.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a result is put.
pub(crate) trait Place<T> {
    /// Puts a result in. Returns what is to be rung then, unless that is noted already.
    fn put(self: Arc<Self>, result: T) -> Option<Arc<dyn Ring>>;
}

/// What wakes whoever waits for results.
pub(crate) trait Ring: Send + Sync {
    fn ring(&self);
}

impl<T: Send + 'static> Place<T> for Outbox<T> {
    fn put(self: Arc<Self>, result: T) -> Option<Arc<dyn Ring>> {
        let mut results = self.lock();
        results.push(result);
        let first = results.len() == 1;
        drop(results);
        first.then_some(self as Arc<dyn Ring>)
    }
}

impl<T: Send> Ring for Outbox<T> {
    fn ring(&self) {
        if self.rung.swap(true, SeqCst) {
            return;
        }
        let ring = || {
            provoked("bell");
            (self.bell)();
        };
        if caught(ring).or_else(|_| caught(ring)).is_err() {
            // The next result rings again.
            self.rung.store(false, SeqCst);
        }
    }
}
