//! Calls that their own threads drive: no hop between threads, so one switch a call.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::fork::{OfThisProcess, Shared};

/// An event queue that the threads which wait for calls drive: of several that wait, one drives
/// and wakes the others.
pub struct Reactor(Runtime);

/// The reactor of this process; it is gone when nobody holds it.
static REACTOR: Shared<Reactor> = Shared::new();

impl Reactor {
    /// The reactor of this process.
    pub fn shared() -> io::Result<Arc<OfThisProcess<Self>>> {
        REACTOR.get(|| {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            Ok(Self(runtime))
        })
    }

    /// Drives a call on this thread until it ends, but no longer than `slice`, so that the thread
    /// can look after its signals.
    ///
    /// Must not be called while this thread drives a call already.
    pub fn drive<F: Future>(&self, call: Pin<&mut F>, slice: Duration) -> Poll<F::Output> {
        self.0
            .block_on(async { tokio::time::timeout(slice, call).await })
            .map_or(Poll::Pending, Poll::Ready)
    }

    /// Lets connections that were let go close.
    pub fn settle(&self) {
        /// One turn tells a connection that it was let go, the next closes it; a turn runs some
        /// sixty of them.
        const TURNS: usize = 4;
        self.0.block_on(async {
            for _ in 0..TURNS {
                tokio::task::yield_now().await;
            }
        });
    }
}
