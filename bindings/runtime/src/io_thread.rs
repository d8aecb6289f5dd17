//! One thread that drives the calls of everybody who does not wait for them on a thread.

use std::fmt;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use authloom::BoxFuture;
use futures_util::future::AbortHandle;

use crate::blocking_call::{BlockingCall, Waiter};
use crate::canceller::Canceller;
use crate::completion_queue::{CompletionQueue, ResultSink};
use crate::delivery::{Delivery, delivered};
use crate::fork::{OfThisProcess, Shared};
use crate::inline_start::{InlineCall, Submit};
use crate::panics::{Panicked, provoked};
use crate::scheduler::{Counted, Scheduler, lock};

/// A thread with an event queue, to which calls are handed and which hands their results back
/// through an [`CompletionQueue`]. It never enters a foreign interpreter.
///
/// When the last holder lets it go, it ends; calls that are under way are dropped, detached work is
/// done first.
pub struct IoThread {
    scheduler: Arc<Scheduler>,
    thread: Option<JoinHandle<()>>,
}

/// The thread of this process; it is gone when nobody holds it.
static IO_THREAD: Shared<IoThread> = Shared::new();

impl IoThread {
    /// The thread of this process, started if it does not run.
    pub fn shared() -> io::Result<Arc<OfThisProcess<Self>>> {
        IO_THREAD.get(Self::start)
    }

    fn start() -> io::Result<Self> {
        let scheduler = Arc::new(Scheduler::new());
        let runtime = scheduler.build()?;
        let of_thread = Arc::clone(&scheduler);
        let thread = std::thread::Builder::new()
            .name("authloom-io".to_owned())
            .spawn(move || of_thread.drive(runtime))
            // It keeps the scheduler, and the scheduler keeps it.
            .inspect_err(|_| *lock(&scheduler.runtime) = None)?;
        Ok(Self {
            scheduler,
            thread: Some(thread),
        })
    }

    /// Drives a call, which is made on the thread; its result goes into the completion queue, unless it is
    /// cancelled before. If the call is lost by a panic, the result is what `lost` makes of it.
    pub fn call<T, F>(
        &self,
        call: impl FnOnce() -> F + Send + 'static,
        lost: impl FnOnce(Panicked) -> T + Send + 'static,
        completion_queue: &Arc<CompletionQueue<T>>,
    ) -> Canceller
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        self.begin(call, lost, Arc::clone(completion_queue))
    }

    /// The same, but the request leaves on this thread if it can, which is worth it where no other
    /// call is under way: the I/O thread is not woken before the response comes.
    pub fn call_here<T, F>(
        &self,
        call: impl FnOnce() -> F + Send + 'static,
        lost: impl FnOnce(Panicked) -> T + Send + 'static,
        completion_queue: &Arc<CompletionQueue<T>>,
    ) -> Canceller
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        self.scheduler.used.store(true, SeqCst);
        let runtime = lock(&self.scheduler.runtime).clone();
        // A timer that is the earliest would wake the I/O thread at once.
        let (Some(runtime), true) = (runtime, self.scheduler.ticking.load(SeqCst)) else {
            return self.call(call, lost, completion_queue);
        };
        let (abort, registration) = AbortHandle::new_pair();
        let delivery = Delivery::new(&self.scheduler, Arc::clone(completion_queue), lost);
        let _entered = runtime.enter();
        let call = delivered(call, registration, delivery);
        if InlineCall::begin(call, Arc::clone(&self.scheduler)) {
            // Its result is reported when the thread goes to sleep the next time.
            self.scheduler.submit(Box::new(|| ()));
        }
        Canceller(abort)
    }

    /// Drives a call for an event loop: it begins on this thread if it `is_alone`, which means that
    /// no other call of the loop is under way, else on the I/O thread.
    pub fn call_for_loop<T, F>(
        &self,
        is_alone: bool,
        call: impl FnOnce() -> F + Send + 'static,
        lost: impl FnOnce(Panicked) -> T + Send + 'static,
        completion_queue: &Arc<CompletionQueue<T>>,
    ) -> Canceller
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        if is_alone {
            self.call_here(call, lost, completion_queue)
        } else {
            self.call(call, lost, completion_queue)
        }
    }

    /// Drives a call for a thread that waits for it. Of threads that wait at the same time, each is
    /// woken once, and many by one turn.
    pub fn wait_for<T, F>(
        &self,
        call: impl FnOnce() -> F + Send + 'static,
        lost: impl FnOnce(Panicked) -> T + Send + 'static,
    ) -> BlockingCall<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let waiter = Arc::new(Waiter::at(Arc::clone(&lock(&self.scheduler.parker))));
        let canceller = self.begin(call, lost, Arc::clone(&waiter));
        BlockingCall::new(waiter, canceller)
    }

    fn begin<T, F>(
        &self,
        call: impl FnOnce() -> F + Send + 'static,
        lost: impl FnOnce(Panicked) -> T + Send + 'static,
        sink: Arc<impl ResultSink<T> + Send + Sync + 'static>,
    ) -> Canceller
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let (abort, registration) = AbortHandle::new_pair();
        let delivery = Delivery::new(&self.scheduler, sink, lost);
        self.scheduler.submit(Box::new(move || {
            tokio::spawn(delivered(call, registration, delivery));
        }));
        Canceller(abort)
    }

    /// Drives a piece of work to its end, whatever becomes of whoever asked for it.
    pub fn detach(&self, work: BoxFuture<'static, ()>) {
        let counted = Counted::new(&self.scheduler);
        self.scheduler.submit(Box::new(move || {
            let work: BoxFuture<'static, ()> = Box::pin(async move {
                let _counted = counted;
                work.await;
            });
            tokio::spawn(work);
        }));
    }
}

impl Drop for IoThread {
    fn drop(&mut self) {
        self.scheduler.closing.store(true, SeqCst);
        self.scheduler.wake();
        let Some(thread) = self.thread.take() else {
            return;
        };
        // Who closes the last client sees its thread gone, but does not wait for detached work; and
        // no thread waits for itself.
        let owed = self.scheduler.detached.load(SeqCst) > 0;
        if !owed && thread.thread().id() != std::thread::current().id() {
            let _ = thread.join();
        }
    }
}

/// Detached work on the I/O thread, and the system's clock: what a client in a foreign language
/// runs on.
#[derive(Clone, Copy, Default)]
pub struct DetachedOnIoThread;

impl authloom::Runtime for DetachedOnIoThread {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        IoThread::shared()
            .expect("the system gives the program one more thread")
            .detach(work);
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall_clock(&self) -> SystemTime {
        provoked("clock");
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        provoked("timer");
        Box::pin(tokio::time::sleep(duration))
    }
}

impl fmt::Debug for DetachedOnIoThread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DetachedOnIoThread")
    }
}
