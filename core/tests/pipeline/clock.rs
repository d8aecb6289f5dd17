//! A clock that is turned by hand, and an executor that turns it.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use authloom::{BoxFuture, Runtime};

/// When the clock begins, by the time of day: Sun, 06 Nov 1994 08:49:37 GMT.
const DAWN: Duration = Duration::from_secs(784_111_777);

#[derive(Debug, Clone)]
pub(crate) struct Clock {
    began: Instant,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    elapsed: Duration,
    /// When somebody waits to be woken.
    alarms: Vec<Duration>,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            state: Arc::default(),
        }
    }
}

impl Clock {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics with the lock")
    }

    /// The time since the clock began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    /// Turns the clock to the next alarm. False if nobody waits for one.
    fn turn(&self) -> bool {
        let mut state = self.state();
        let Some(next) = state.alarms.iter().copied().min() else {
            return false;
        };
        state.elapsed = state.elapsed.max(next);
        state.alarms.retain(|alarm| *alarm > next);
        true
    }

    /// Runs a future to its end, turning the clock whenever nothing else can happen.
    pub(crate) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let mut cx = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(done) = work.as_mut().poll(&mut cx) {
                return done;
            }
            assert!(self.turn(), "it waits for what will never happen");
        }
    }
}

impl Runtime for Clock {
    fn spawn(&self, _work: BoxFuture<'static, ()>) {
        unreachable!("nothing here is detached")
    }

    fn now(&self) -> Instant {
        self.began + self.elapsed()
    }

    fn wall_clock(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + DAWN + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        let rings = self.elapsed() + duration;
        Box::pin(poll_fn(move |_| {
            let mut state = clock.state();
            if state.elapsed >= rings {
                return Poll::Ready(());
            }
            state.alarms.push(rings);
            Poll::Pending
        }))
    }
}
