//! The deadlines of a call, by phase, on one timer.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::runtime::{BoxFuture, Runtime};
use super::transport::Progress;

/// A deadline that passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeoutKind {
    Connect,
    Read,
    Attempt,
    Total,
}

/// How long each phase may take, and when the whole must be over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) connect: Duration,
    pub(crate) read: Duration,
    pub(crate) attempt: Duration,
    pub(crate) total: Duration,
    pub(crate) end: Instant,
}

impl Limits {
    /// The deadline that comes next, given how far the attempt has come.
    pub(crate) fn next(&self, progress: &Progress<'_>) -> (Instant, TimeoutKind) {
        let attempt = (progress.began() + self.attempt, TimeoutKind::Attempt);
        let silence = match progress.waiting_since() {
            Some(since) => (since + self.read, TimeoutKind::Read),
            None if progress.is_queued() => attempt,
            None => (
                progress.connecting_since() + self.connect,
                TimeoutKind::Connect,
            ),
        };
        // Where two fall together, the wider one is the better answer.
        [(self.end, TimeoutKind::Total), attempt, silence]
            .into_iter()
            .min_by_key(|(when, _)| *when)
            .expect("three is not none")
    }

    /// What is said of a deadline that passed; `is_queued` says that the attempt waited for a
    /// connection then.
    pub(crate) fn sentence(&self, passed: TimeoutKind, is_queued: bool) -> String {
        match passed {
            TimeoutKind::Attempt | TimeoutKind::Total if is_queued => format!(
                "no connection became free within {}: as many calls to this server are under way \
                 as `max_connections` allows",
                Shown(if passed == TimeoutKind::Attempt {
                    self.attempt
                } else {
                    self.total
                })
            ),
            TimeoutKind::Connect => format!("could not connect within {}", Shown(self.connect)),
            TimeoutKind::Read => format!("the server was silent for {}", Shown(self.read)),
            TimeoutKind::Attempt => format!("the attempt took longer than {}", Shown(self.attempt)),
            TimeoutKind::Total => format!("the call took longer than {}", Shown(self.total)),
        }
    }
}

struct Shown(Duration);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.0.as_secs_f64())
    }
}

/// The one timer of a call. It is set early rather than often: when it rings, the deadline is
/// looked up, and if that has moved on, the timer is set anew. So a call that goes well sets it
/// once.
pub(crate) struct Timer<'a> {
    runtime: &'a dyn Runtime,
    /// No deadline can come sooner than this after now.
    soonest: Duration,
    /// What the clock said just now.
    fresh: Option<Instant>,
    set: Option<(Instant, BoxFuture<'static, ()>)>,
}

impl<'a> Timer<'a> {
    /// The timer of a call that begins `now`.
    pub(crate) fn new(runtime: &'a dyn Runtime, limits: &Limits, now: Instant) -> Self {
        Self {
            runtime,
            soonest: limits.read,
            fresh: Some(now),
            set: None,
        }
    }

    /// Code of the caller's ran, which may have taken any time.
    pub(crate) fn reread_clock(&mut self) {
        self.fresh = None;
    }

    /// The time at which an attempt begins: what the clock said last, if nothing took time since.
    pub(crate) fn begin_attempt(&mut self) -> Instant {
        *self.fresh.get_or_insert_with(|| self.runtime.now())
    }

    /// Does the work, unless a deadline passes first; `due` says which comes next.
    pub(crate) fn race<F: Future + ?Sized>(
        &mut self,
        mut work: Pin<&mut F>,
        due: impl Fn() -> (Instant, TimeoutKind),
    ) -> impl Future<Output = Result<F::Output, TimeoutKind>> {
        poll_fn(move |cx| {
            // By the next poll it is fresh no more.
            let mut fresh = self.fresh.take();
            if let Poll::Ready(done) = work.as_mut().poll(cx) {
                return Poll::Ready(Ok(done));
            }
            loop {
                let (when, which) = due();
                let stale = self.set.as_ref().is_none_or(|(rings, _)| *rings > when);
                if stale {
                    let now = fresh.take().unwrap_or_else(|| self.runtime.now());
                    if when <= now {
                        return Poll::Ready(Err(which));
                    }
                    let wait = when.duration_since(now).min(self.soonest);
                    self.set = Some((now + wait, self.runtime.sleep(wait)));
                }
                let Some((_, sleep)) = &mut self.set else {
                    continue;
                };
                if sleep.as_mut().poll(cx).is_pending() {
                    return Poll::Pending;
                }
                self.set = None;
            }
        })
    }
}
