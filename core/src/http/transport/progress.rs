//! How far an attempt has come, reported by the transport and read by the deadlines.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::http::runtime::Runtime;

/// How far an attempt has come, reported by the transport and read by the deadlines.
#[derive(Debug)]
pub struct Progress<'a> {
    runtime: &'a dyn Runtime,
    began: Instant,
    /// Since when a connection is being made; the beginning of the attempt unless it waited first.
    connecting: Moment,
    connected: Moment,
    heard: Moment,
    /// Whether `heard` is to be set once it matters, which it does not where nothing is waited for.
    just_heard: AtomicBool,
    /// Whether the attempt waits for a connection that another call uses.
    queued: AtomicBool,
}

/// An instant that can be set through a shared reference: nanoseconds since the attempt began, plus
/// one; 0 is never.
#[derive(Debug, Default)]
struct Moment(AtomicU64);

impl Moment {
    fn get(&self, began: Instant) -> Option<Instant> {
        let since = self.0.load(Ordering::Relaxed).checked_sub(1)?;
        Some(began + Duration::from_nanos(since))
    }

    fn set(&self, since: Duration) {
        let nanos = u64::try_from(since.as_nanos()).unwrap_or(u64::MAX - 1);
        self.0.store(nanos + 1, Ordering::Relaxed);
    }
}

impl<'a> Progress<'a> {
    pub(crate) fn new(runtime: &'a dyn Runtime, began: Instant) -> Self {
        Self {
            runtime,
            began,
            connecting: Moment::default(),
            connected: Moment::default(),
            heard: Moment::default(),
            just_heard: AtomicBool::new(false),
            queued: AtomicBool::new(false),
        }
    }

    /// A connection is ready: from now on the request may have been sent.
    pub fn connected(&self) {
        if self.connected.get(self.began).is_none() {
            self.connected.set(self.elapsed());
        }
    }

    /// A connection was ready when the attempt began.
    pub(crate) fn connected_at_once(&self) {
        self.connected.set(Duration::ZERO);
    }

    /// The request was not sent after all: the connection could not be used.
    pub(crate) fn not_sent(&self) {
        self.connected.0.store(0, Ordering::Relaxed);
    }

    /// All connections are in use: the attempt waits for one of them.
    pub(crate) fn queued(&self) {
        self.queued.store(true, Ordering::Relaxed);
    }

    /// The attempt may make a connection, or use one.
    pub(crate) fn dequeued(&self) {
        self.queued.store(false, Ordering::Relaxed);
        self.connecting.set(self.elapsed());
    }

    /// The server sent something. Whoever then waits asks [`waiting_since`](Self::waiting_since)
    /// at once.
    pub(crate) fn heard(&self) {
        self.just_heard.store(true, Ordering::Relaxed);
    }

    fn elapsed(&self) -> Duration {
        self.runtime.now().saturating_duration_since(self.began)
    }

    /// When the attempt began.
    pub(crate) fn began(&self) -> Instant {
        self.began
    }

    /// Since when a connection is being made.
    pub(crate) fn connecting_since(&self) -> Instant {
        self.connecting.get(self.began).unwrap_or(self.began)
    }

    /// Whether the attempt waits for a connection that another call uses.
    pub(crate) fn is_queued(&self) -> bool {
        self.queued.load(Ordering::Relaxed)
    }

    /// Whether the request may have been sent.
    pub(crate) fn may_have_left(&self) -> bool {
        self.connected.0.load(Ordering::Relaxed) != 0
    }

    /// Since when the server may be waited for: its last bytes, else the connection.
    pub(crate) fn waiting_since(&self) -> Option<Instant> {
        if self.just_heard.swap(false, Ordering::Relaxed) {
            self.heard.set(self.elapsed());
        }
        self.heard
            .get(self.began)
            .or_else(|| self.connected.get(self.began))
    }
}
