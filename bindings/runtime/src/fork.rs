//! Which process this is, and what the child of a fork has to open anew.
//!
//! A forked child has one thread, and what the others held is held for ever: their locks, their
//! event queues, their connections, which it shares with its parent. So it must not use, and not
//! even drop, what was made before the fork: it leaks it, and makes its own.
//!
//! The locks of this module are an exception that its callers keep safe: a thread that may fork
//! never holds one while another forks. Python's bindings hold them only while attached to the
//! interpreter, and so does whoever forks.

use std::mem;
use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, Once, PoisonError, Weak};

use crate::client::CoreClient;

/// Counts the forks on the way from the first process to this one.
static GENERATION: AtomicU64 = AtomicU64::new(0);

/// The generation of this process: another one than that of its parent.
pub fn generation() -> u64 {
    static WATCHING: Once = Once::new();
    WATCHING.call_once(watch);
    GENERATION.load(Relaxed)
}

#[cfg(unix)]
fn watch() {
    extern "C" fn in_child() {
        GENERATION.fetch_add(1, Relaxed);
    }
    // SAFETY: the handler does nothing but add to an atomic, which is allowed in the child of a
    // fork, and as a function it lives as long as the program.
    #[allow(unsafe_code)]
    let refused = unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    assert_eq!(
        refused, 0,
        "the system has memory for one more fork handler"
    );
}

#[cfg(not(unix))]
fn watch() {}

/// A value that is dropped in the process that made it, and leaked in every other.
pub struct OfThisProcess<T> {
    generation: u64,
    /// Always there; an `Option` so that it can be leaked.
    value: Option<T>,
}

impl<T> OfThisProcess<T> {
    /// Made in this process.
    pub fn new(value: T) -> Self {
        Self {
            generation: generation(),
            value: Some(value),
        }
    }

    /// Whether this process is the one that made it.
    pub fn is_ours(&self) -> bool {
        self.generation == generation()
    }
}

impl<T> Deref for OfThisProcess<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.as_ref().expect("it is taken only when dropped")
    }
}

impl<T> Drop for OfThisProcess<T> {
    fn drop(&mut self) {
        if !self.is_ours() {
            mem::forget(self.value.take());
        }
    }
}

/// A client that each process has for itself: the child of a fork reopens it at its first use.
pub struct PerProcess<C>(Mutex<OfThisProcess<C>>);

impl<C: CoreClient> PerProcess<C> {
    /// Made in this process.
    pub fn new(client: C) -> Self {
        Self(Mutex::new(OfThisProcess::new(client)))
    }

    /// This process's own.
    pub fn get(&self) -> C {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !held.is_ours() {
            *held = OfThisProcess::new(held.reopen());
        }
        C::clone(&held)
    }
}

/// Something that all clients of a process share while one of them needs it.
pub struct Shared<T>(Mutex<(u64, Weak<OfThisProcess<T>>)>);

impl<T> Shared<T> {
    /// Nothing is there yet.
    pub const fn new() -> Self {
        Self(Mutex::new((0, Weak::new())))
    }

    /// The one that is in use, else a new one.
    pub fn get<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<OfThisProcess<T>>, E> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = generation();
        if let (true, Some(shared)) = (held.0 == now, held.1.upgrade()) {
            return Ok(shared);
        }
        let fresh = Arc::new(OfThisProcess::new(make()?));
        *held = (now, Arc::downgrade(&fresh));
        Ok(fresh)
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self::new()
    }
}
