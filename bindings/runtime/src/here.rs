//! A call that begins on the thread that makes it, so that its request leaves without waking
//! another.
//!
//! The calling thread polls the call once, and then the connections that it has woken: one of them
//! writes the request. From then on the I/O thread drives it all; it wakes when the answer comes.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use authloom::BoxFuture;
use futures_util::task::AtomicWaker;

use crate::panics::caught;

/// A connection may want to be polled again at once, over and over; that is the I/O thread's work.
const MOST_POLLS: usize = 8;

thread_local! {
    /// The connections that this thread has woken, while it is to poll them itself.
    static WOKEN: RefCell<Option<Vec<Arc<Connection>>>> = const { RefCell::new(None) };
    /// Which I/O thread this is; none is 0.
    static IO_THREAD: Cell<usize> = const { Cell::new(0) };
}

/// Notes that this thread is that I/O thread.
pub(crate) fn is_io_thread(identity: usize) {
    IO_THREAD.set(identity);
}

/// Runs a connection as a task of the runtime; one of the I/O thread's such that the thread that
/// begins a call may poll it too.
pub(crate) fn drive(work: BoxFuture<'static, ()>) {
    let begins_here = WOKEN.with_borrow(Option::is_some);
    if !begins_here && IO_THREAD.get() == 0 {
        // Of a thread that drives its own calls: nobody else polls it.
        tokio::spawn(work);
        return;
    }
    let connection = Arc::new(Connection {
        work: Mutex::new(Some(work)),
        task: AtomicWaker::new(),
    });
    tokio::spawn(Driving(connection));
}

/// The task that drives a connection.
struct Driving(Arc<Connection>);

impl Future for Driving {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.task.register(context.waker());
        self.0.poll(&mut lock(&self.0.work))
    }
}

impl Drop for Driving {
    fn drop(&mut self) {
        // What it waits for holds its waker, which holds the connection: a circle.
        let left = lock(&self.0.work).take();
        drop(left);
    }
}

/// A connection, which whoever holds its lock may poll.
struct Connection {
    /// None once it has ended.
    work: Mutex<Option<BoxFuture<'static, ()>>>,
    /// Wakes the task that drives it.
    task: AtomicWaker,
}

impl Connection {
    fn poll(self: &Arc<Self>, work: &mut Option<BoxFuture<'static, ()>>) -> Poll<()> {
        let Some(alive) = work else {
            return Poll::Ready(());
        };
        let waker = Waker::from(Arc::clone(self));
        let mut context = Context::from_waker(&waker);
        // It may be another call's than that which this thread begins.
        let polled = caught(|| alive.as_mut().poll(&mut context)).unwrap_or(Poll::Ready(()));
        if polled.is_ready() {
            let _ = caught(|| *work = None);
        }
        polled
    }

    /// Polls it on a thread that is not its own, unless its own does so just now.
    fn poll_here(self: &Arc<Self>) {
        // Otherwise its task looks for itself, or finds that it is done.
        let waits = self
            .work
            .try_lock()
            .is_ok_and(|mut work| self.poll(&mut work).is_pending());
        if !waits {
            self.task.wake();
        }
    }
}

impl Wake for Connection {
    fn wake(self: Arc<Self>) {
        let here = WOKEN.with_borrow_mut(|woken| {
            let here = woken.as_mut();
            here.map(|woken| woken.push(Arc::clone(&self))).is_some()
        });
        if !here {
            self.task.wake();
        }
    }
}

/// Takes the connections that this thread wakes, until it is dropped.
struct Taking;

impl Taking {
    fn begin() -> Self {
        WOKEN.set(Some(Vec::new()));
        Self
    }

    fn next() -> Option<Arc<Connection>> {
        WOKEN.with_borrow_mut(|woken| woken.as_mut()?.pop())
    }
}

impl Drop for Taking {
    fn drop(&mut self) {
        for left in WOKEN.take().unwrap_or_default() {
            left.task.wake();
        }
    }
}

/// What hands work to the I/O thread.
pub(crate) trait HandIn: Send + Sync + 'static {
    /// Has it done there.
    fn hand_in(&self, work: Box<dyn FnOnce() + Send>);

    /// What [`is_io_thread`] was told there.
    fn identity(&self) -> usize;
}

/// A call that was begun elsewhere, and is the I/O thread's once it is woken.
pub(crate) struct Begun<D> {
    /// None once it has ended.
    call: Mutex<Option<BoxFuture<'static, ()>>>,
    handed: AtomicBool,
    desk: Arc<D>,
}

impl<D: HandIn> Begun<D> {
    /// Begins a call on this thread, within the runtime of the I/O thread. Returns whether it has
    /// ended already.
    pub(crate) fn begin(call: BoxFuture<'static, ()>, desk: Arc<D>) -> bool {
        let begun = Arc::new(Self {
            call: Mutex::new(Some(call)),
            handed: AtomicBool::new(false),
            desk,
        });
        let _taking = Taking::begin();
        let waker = Waker::from(Arc::clone(&begun));
        let ended = begun.poll(&mut Context::from_waker(&waker)).is_ready();
        for _ in 0..MOST_POLLS {
            let Some(connection) = Taking::next() else {
                break;
            };
            connection.poll_here();
        }
        ended
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

impl<D: HandIn> Wake for Begun<D> {
    fn wake(self: Arc<Self>) {
        // From now on it is a task, with a waker of its own.
        if self.handed.swap(true, SeqCst) {
            return;
        }
        if IO_THREAD.get() == self.desk.identity() {
            tokio::spawn(Rest(self));
        } else {
            let desk = Arc::clone(&self.desk);
            desk.hand_in(Box::new(move || {
                tokio::spawn(Rest(self));
            }));
        }
    }
}

/// What is left of a call that was begun elsewhere.
struct Rest<D>(Arc<Begun<D>>);

impl<D: HandIn> Future for Rest<D> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.poll(context)
    }
}

impl<D> Drop for Rest<D> {
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
