//! What the I/O thread does, and when: it begins calls, drives them, and has results reported.

use std::future::poll_fn;
use std::io;
use std::mem;
use std::pin::Pin;
use std::sync::atomic::{
    AtomicBool, AtomicU32, AtomicUsize,
    Ordering::{Relaxed, SeqCst},
};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::{Sleep, sleep};

use crate::completion_queue::{Notify, ResultSink};
use crate::inline_start::{Submit, is_io_thread, is_on_io_thread};
use crate::panics::{catching, caught};
use crate::parker::Parker;

/// Results are reported at the latest when so many wait…
const MOST_WAITING: usize = 64;
/// … or when the first of them has waited so long. Otherwise they are reported when the thread has
/// nothing else to do: one wake-up for as many as there are.
const LONGEST_WAIT: Duration = Duration::from_micros(200);
/// After so many polls of calls without sleep, the thread looks after what it else does before it
/// sleeps: a call that always has something to read would put that off for as long.
const MOST_POLLS: u32 = 16;

/// Begins a piece of work, on the thread. What is handed over is small; a call's whole state comes
/// into being where it is used, and goes there.
type Work = Box<dyn FnOnce() + Send>;

/// Where work is handed in, and where it is noted whom to notify.
pub(crate) struct Scheduler {
    /// What the thread drives: another one after a panic of the first's own.
    pub(crate) runtime: Mutex<Option<Handle>>,
    work: Mutex<Vec<Work>>,
    /// The thread's own waker, there once it runs.
    thread: Mutex<Option<Waker>>,
    /// Whether the thread sleeps, so that whoever brings work has to wake it.
    asleep: AtomicBool,
    /// How many polls of calls there were since it slept.
    polls: AtomicU32,
    pub(crate) closing: AtomicBool,
    /// Whether there is an earliest timer, and whether a call was begun since it was set.
    pub(crate) ticking: AtomicBool,
    pub(crate) used: AtomicBool,
    /// Detached work that has not ended.
    pub(crate) detached: AtomicUsize,
    to_notify: Mutex<ToNotify>,
    /// Where threads sleep that begin to wait from now on, until the next is notified.
    pub(crate) parker: Mutex<Arc<Parker>>,
}

/// What is to be notified for results that were not told.
#[derive(Default)]
struct ToNotify {
    notifiers: Vec<Arc<dyn Notify>>,
    waiting: usize,
    since: Option<Instant>,
}

impl Submit for Scheduler {
    fn submit(&self, work: Work) {
        lock(&self.work).push(work);
        if self.asleep.swap(false, SeqCst) {
            self.wake();
        }
    }

    fn identity(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

impl Scheduler {
    pub(crate) fn new() -> Self {
        Self {
            runtime: Mutex::default(),
            work: Mutex::default(),
            thread: Mutex::default(),
            asleep: AtomicBool::new(true),
            polls: AtomicU32::new(0),
            closing: AtomicBool::new(false),
            ticking: AtomicBool::new(false),
            used: AtomicBool::new(false),
            detached: AtomicUsize::new(0),
            to_notify: Mutex::default(),
            parker: Mutex::default(),
        }
    }

    /// An event queue that notifies before it sleeps.
    pub(crate) fn build(self: &Arc<Self>) -> io::Result<Runtime> {
        let at_park = Arc::clone(self);
        let runtime = Builder::new_current_thread()
            .enable_all()
            .on_thread_park(move || at_park.before_sleep())
            .build()?;
        *lock(&self.runtime) = Some(runtime.handle().clone());
        Ok(runtime)
    }

    /// What the thread does: drives what is handed in, until it is told to end.
    pub(crate) fn drive(self: &Arc<Self>, mut runtime: Runtime) {
        /// How long it waits before it begins anew, which may fail again.
        const PAUSE: Duration = Duration::from_millis(100);
        is_io_thread(self.identity());
        let _catching = catching();
        while caught(|| {
            let mut earliest = Earliest::default();
            runtime.block_on(poll_fn(|context| self.receive(&mut earliest, context)));
        })
        .is_err()
        {
            // Of the runtime's own, such as when somebody closed its event queue: what it drove is
            // lost with it, and told so as it is dropped.
            *lock(&self.thread) = None;
            *lock(&self.runtime) = None;
            let _ = caught(|| drop(runtime));
            self.notify(&mut lock(&self.to_notify));
            runtime = loop {
                std::thread::sleep(PAUSE);
                match self.build() {
                    Ok(fresh) => break fresh,
                    Err(_) if self.is_closing() => return,
                    Err(_) => {}
                }
            };
        }
        // A result that nobody waits for any more may be there: if it were not told, its completion queue
        // would take the next one for one that is reported with it.
        self.notify(&mut lock(&self.to_notify));
        // The waker keeps the runtime, and the runtime keeps the scheduler.
        *lock(&self.thread) = None;
        *lock(&self.runtime) = None;
    }

    pub(crate) fn wake(&self) {
        // Without the lock: the thread may run at once, and then wants it, too.
        let thread = lock(&self.thread).clone();
        if let Some(waker) = thread {
            waker.wake();
        }
    }

    /// The thread's own task: starts what was handed in, until it is told to end.
    fn receive(&self, earliest: &mut Earliest, context: &mut Context<'_>) -> Poll<()> {
        {
            let mut thread = lock(&self.thread);
            if !thread
                .as_ref()
                .is_some_and(|own| own.will_wake(context.waker()))
            {
                *thread = Some(context.waker().clone());
            }
        }
        let work = self.take_work();
        earliest.keep(self, context);
        for begin in work {
            // Whoever waits is notified when it is dropped.
            let _ = caught(begin);
        }
        if self.closing.load(SeqCst) && self.detached.load(SeqCst) == 0 {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }

    fn take_work(&self) -> Vec<Work> {
        let work = mem::take(&mut *lock(&self.work));
        if !work.is_empty() {
            self.used.store(true, SeqCst);
        }
        work
    }

    /// Counts a poll of a call. After many without sleep, tells what has waited long enough, and
    /// begins what was handed in.
    pub(crate) fn count_poll(&self) {
        let polls = self.polls.fetch_add(1, Relaxed) + 1;
        // A call that is begun elsewhere is polled there once.
        if polls < MOST_POLLS || !is_on_io_thread(self.identity()) {
            return;
        }
        self.polls.store(0, Relaxed);
        let mut to_notify = lock(&self.to_notify);
        if (to_notify.since).is_some_and(|since| since.elapsed() >= LONGEST_WAIT) {
            self.notify(&mut to_notify);
        }
        drop(to_notify);
        for begin in self.take_work() {
            // Whoever waits is notified when it is dropped.
            let _ = caught(begin);
        }
    }

    /// Tells what is there to be reported, and looks once more for work: what is handed in from now on
    /// wakes the thread.
    fn before_sleep(&self) {
        self.polls.store(0, Relaxed);
        self.notify(&mut lock(&self.to_notify));
        self.asleep.store(true, SeqCst);
        if !lock(&self.work).is_empty() && self.asleep.swap(false, SeqCst) {
            self.wake();
        }
    }

    /// Whether nobody waits any more.
    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(SeqCst)
    }

    pub(crate) fn deliver<T>(&self, sink: Arc<impl ResultSink<T>>, result: T) {
        let notify = sink.put(result);
        let mut to_notify = lock(&self.to_notify);
        to_notify.notifiers.extend(notify);
        to_notify.waiting += 1;
        let since = *to_notify.since.get_or_insert_with(Instant::now);
        if to_notify.waiting >= MOST_WAITING || since.elapsed() >= LONGEST_WAIT {
            self.notify(&mut to_notify);
        }
    }

    fn notify(&self, to_notify: &mut ToNotify) {
        if to_notify.waiting == 0 {
            return;
        }
        *lock(&self.parker) = Arc::default();
        for notifier in to_notify.notifiers.drain(..) {
            let _ = caught(|| notifier.notify());
        }
        to_notify.waiting = 0;
        to_notify.since = None;
    }
}

/// Locks that are held for a few instructions, and by nobody who can panic.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A timer that is due before those of calls, while there are calls.
///
/// A timer that is due before every other has tokio wake the thread that it would wake up, also
/// where that thread is awake and sets the timer: one write and one turn of the event queue. Each
/// call sets one; after this one they are none of them the earliest.
#[derive(Default)]
struct Earliest(Option<Pin<Box<Sleep>>>);

impl Earliest {
    const PERIOD: Duration = Duration::from_secs(1);

    fn keep(&mut self, scheduler: &Scheduler, context: &mut Context<'_>) {
        if let Some(timer) = &mut self.0
            && timer.as_mut().poll(context).is_ready()
        {
            self.0 = None;
        }
        if self.0.is_none() && scheduler.used.swap(false, SeqCst) {
            let timer = self.0.insert(Box::pin(sleep(Self::PERIOD)));
            let _ = timer.as_mut().poll(context);
        }
        scheduler.ticking.store(self.0.is_some(), SeqCst);
    }
}

/// One piece of detached work, counted until it is gone.
pub(crate) struct Counted(Arc<Scheduler>);

impl Counted {
    pub(crate) fn new(scheduler: &Arc<Scheduler>) -> Self {
        scheduler.detached.fetch_add(1, SeqCst);
        Self(Arc::clone(scheduler))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.detached.fetch_sub(1, SeqCst);
        if self.0.closing.load(SeqCst) {
            self.0.wake();
        }
    }
}
