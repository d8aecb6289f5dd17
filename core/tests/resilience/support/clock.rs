//! A clock that is turned by hand, for calls over real sockets.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use authloom::{BoxFuture, Runtime};

/// Shorter sleeps are over at once: those between attempts.
const SHORT: Duration = Duration::from_secs(5);

/// The clock. It stands still until it is turned.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    began: Instant,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    elapsed: Duration,
    /// When somebody waits to be woken, and whom to wake.
    alarms: BTreeMap<u64, (Duration, Option<Waker>)>,
    next: u64,
    /// How often somebody looked at it.
    looks: u64,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            state: Arc::default(),
        }
    }
}

/// A sleep. Dropping it takes its alarm back.
struct Sleep(Clock, u64);

impl Drop for Sleep {
    fn drop(&mut self) {
        self.0.state().alarms.remove(&self.1);
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

    /// How often somebody looked at it. A call does when its server gave a sign of life.
    pub(crate) fn looks(&self) -> u64 {
        self.state().looks
    }

    /// Whether somebody waits for the time to pass.
    pub(crate) fn is_awaited(&self) -> bool {
        !self.state().alarms.is_empty()
    }

    /// Whether nobody is still to be woken.
    pub(crate) fn is_settled(&self) -> bool {
        let state = self.state();
        let mut rings = state.alarms.values().map(|(rings, _)| *rings);
        rings.all(|rings| rings > state.elapsed)
    }

    /// Turns the clock.
    pub(crate) fn turn(&self, by: Duration) {
        let mut state = self.state();
        state.elapsed += by;
        let elapsed = state.elapsed;
        for (rings, waker) in state.alarms.values_mut() {
            if *rings <= elapsed
                && let Some(waker) = waker.take()
            {
                waker.wake();
            }
        }
    }

    /// Turns the clock to the next alarm.
    pub(crate) fn turn_to_alarm(&self) {
        let state = self.state();
        let next = state.alarms.values().map(|(rings, _)| *rings).min();
        let wait = next.expect("an alarm is set").saturating_sub(state.elapsed);
        drop(state);
        self.turn(wait);
    }
}

impl Runtime for Clock {
    fn spawn(&self, _work: BoxFuture<'static, ()>) {
        unreachable!("nothing here is detached")
    }

    fn now(&self) -> Instant {
        let mut state = self.state();
        state.looks += 1;
        self.began + state.elapsed
    }

    fn wall_clock(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration < SHORT {
            return Box::pin(std::future::ready(()));
        }
        let mut state = self.state();
        let id = state.next;
        state.next += 1;
        let rings = state.elapsed + duration;
        state.alarms.insert(id, (rings, None));
        drop(state);
        let sleep = Sleep(self.clone(), id);
        Box::pin(poll_fn(move |cx| {
            let mut state = sleep.0.state();
            if state.elapsed >= rings {
                return Poll::Ready(());
            }
            state
                .alarms
                .insert(sleep.1, (rings, Some(cx.waker().clone())));
            Poll::Pending
        }))
    }
}
