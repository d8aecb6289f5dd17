//! Calls that their own threads drive: no hop between threads, so one switch a call.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::fork::{OfThisProcess, Shared};

/// An event queue that a thread which waits for its call drives. Several may wait at once: then one
/// drives and wakes the others.
pub struct Reactor {
    runtime: Runtime,
    waiting: AtomicUsize,
}

/// The reactor of this process; it is gone when nobody holds it.
static REACTOR: Shared<Reactor> = Shared::new();

impl Reactor {
    /// The reactor of this process.
    pub fn shared() -> io::Result<Arc<OfThisProcess<Self>>> {
        REACTOR.get(|| {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            Ok(Self {
                runtime,
                waiting: AtomicUsize::new(0),
            })
        })
    }

    /// Drives a call on this thread until it ends, but no longer than `slice`, so that the thread
    /// can look after its signals.
    ///
    /// Must not be called while this thread drives a call already.
    pub fn drive<F: Future>(&self, call: Pin<&mut F>, slice: Duration) -> Poll<F::Output> {
        self.runtime
            .block_on(async { tokio::time::timeout(slice, call).await })
            .map_or(Poll::Pending, Poll::Ready)
    }

    /// Counts a call that a thread waits for, whoever drives it, until the guard is dropped.
    pub fn enter(&self) -> Entered<'_> {
        Entered {
            alone: self.waiting.fetch_add(1, Relaxed) == 0,
            waiting: &self.waiting,
        }
    }

    /// Lets connections that were let go close.
    pub fn settle(&self) {
        /// One turn tells a connection that it was let go, the next closes it; a turn runs some
        /// sixty of them.
        const TURNS: usize = 4;
        self.runtime.block_on(async {
            for _ in 0..TURNS {
                tokio::task::yield_now().await;
            }
        });
    }
}

/// A call that a thread waits for.
pub struct Entered<'a> {
    alone: bool,
    waiting: &'a AtomicUsize,
}

impl Entered<'_> {
    /// Whether no other thread waited when this one began. Who is alone drives best by itself;
    /// threads that drive each other's calls wake one another over and over, and are better served
    /// by a thread that does nothing else.
    pub fn is_alone(&self) -> bool {
        self.alone
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.waiting.fetch_sub(1, Relaxed);
    }
}
