//! A call that begins on the thread that makes it, so that its request leaves without waking
//! another.
//!
//! The calling thread polls the call once. On a connection that is ready, that writes the request.
//! From then on the I/O thread drives the call; it wakes when the response arrives.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use authloom::BoxFuture;

use crate::panics::caught;

thread_local! {
    /// Which I/O thread this is; none is 0.
    static IO_THREAD: Cell<usize> = const { Cell::new(0) };
}

/// Notes that this thread is that I/O thread.
pub(crate) fn is_io_thread(identity: usize) {
    IO_THREAD.set(identity);
}

/// Whether this thread is that I/O thread.
pub(crate) fn is_on_io_thread(identity: usize) -> bool {
    IO_THREAD.get() == identity
}

/// What hands work to the I/O thread.
pub(crate) trait Submit: Send + Sync + 'static {
    /// Has it done there.
    fn submit(&self, work: Box<dyn FnOnce() + Send>);

    /// What [`is_io_thread`] was told there.
    fn identity(&self) -> usize;
}

/// A call that was begun elsewhere, and is the I/O thread's once it is woken.
pub(crate) struct InlineCall<D> {
    /// None once it has ended.
    call: Mutex<Option<BoxFuture<'static, ()>>>,
    handed: AtomicBool,
    scheduler: Arc<D>,
}

impl<D: Submit> InlineCall<D> {
    /// Begins a call on this thread, within the runtime of the I/O thread. Returns whether it has
    /// ended already.
    pub(crate) fn begin(call: BoxFuture<'static, ()>, scheduler: Arc<D>) -> bool {
        let begun = Arc::new(Self {
            call: Mutex::new(Some(call)),
            handed: AtomicBool::new(false),
            scheduler,
        });
        let waker = Waker::from(Arc::clone(&begun));
        begun.poll(&mut Context::from_waker(&waker)).is_ready()
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut call = lock(&self.call);
        let Some(alive) = &mut *call else {
            return Poll::Ready(());
        };
        // Of a panic its delivery tells, as it is dropped.
        let polled = caught(|| alive.as_mut().poll(context)).unwrap_or(Poll::Ready(()));
        if polled.is_ready() {
            let _ = caught(|| *call = None);
        }
        polled
    }
}

impl<D: Submit> Wake for InlineCall<D> {
    fn wake(self: Arc<Self>) {
        // From now on it is a task, with a waker of its own.
        if self.handed.swap(true, SeqCst) {
            return;
        }
        if is_on_io_thread(self.scheduler.identity()) {
            tokio::spawn(HandedOffCall(self));
        } else {
            let scheduler = Arc::clone(&self.scheduler);
            scheduler.submit(Box::new(move || {
                tokio::spawn(HandedOffCall(self));
            }));
        }
    }
}

/// What is left of a call that was begun elsewhere.
struct HandedOffCall<D>(Arc<InlineCall<D>>);

impl<D: Submit> Future for HandedOffCall<D> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.poll(context)
    }
}

impl<D> Drop for HandedOffCall<D> {
    fn drop(&mut self) {
        // The call holds timers, which hold its first waker, which holds the call: a circle.
        let left = lock(&self.0.call).take();
        drop(left);
    }
}

/// Locks that are held while something is polled. What panics there is not polled again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
