//! A connection pool for each runtime that calls, and the news of its idle connections.

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, Id};

use super::breakage::of_connecting;
use super::{Phase, TransportError};

/// How many runtimes keep a pool. A connection is driven by the runtime that made it, so a pool
/// is of no use to another; of more runtimes than this the oldest pool is let go.
const POOLS: usize = 8;

/// How long a pool may have been idle before we ask its runtime for news of its connections.
const IDLE: Duration = Duration::from_millis(1);

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The pools of a transport.
pub(super) struct Pools<P> {
    pools: Mutex<Vec<(Id, Arc<Pool<P>>)>>,
}

impl<P> Default for Pools<P> {
    fn default() -> Self {
        Self {
            pools: Mutex::default(),
        }
    }
}

impl<P> Pools<P> {
    /// The pool of the runtime that is calling, built if it has none yet.
    pub(super) fn of_caller(
        &self,
        build: impl FnOnce() -> Result<P, BoxError>,
    ) -> Result<Arc<Pool<P>>, TransportError> {
        let none = |source| of_connecting(Phase::Connect, source);
        let caller = Handle::try_current().map_err(|error| none(error.into()))?;
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pool)) = pools.iter().find(|(id, _)| *id == caller.id()) {
            return Ok(Arc::clone(pool));
        }
        let pool = Arc::new(Pool::new(build().map_err(none)?));
        if pools.len() == POOLS {
            pools.remove(0);
        }
        pools.push((caller.id(), Arc::clone(&pool)));
        Ok(pool)
    }

    /// Lets every pool go; each ends when the last call that uses it has ended.
    pub(super) fn clear(&self) {
        self.pools
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

/// The pool of one runtime.
pub(super) struct Pool<P> {
    inner: P,
    made: Instant,
    /// Nanoseconds from `made` to the last use.
    last_use: AtomicU64,
}

impl<P> Pool<P> {
    fn new(inner: P) -> Self {
        Self {
            inner,
            made: Instant::now(),
            last_use: AtomicU64::new(0),
        }
    }

    /// Lets the runtime notice what servers closed while nobody drove it. One turn reads the
    /// sockets, the next lets the connections act on what was read; a turn runs some sixty tasks,
    /// so many connections need more. Calls that begin together all wait: the last use is noted
    /// only when there is news.
    pub(super) async fn catch_up(&self, max_idle_connections: i32) {
        let last_use = Duration::from_nanos(self.last_use.load(Relaxed));
        if self.made.elapsed().saturating_sub(last_use) > IDLE {
            for _ in 0..2 + max_idle_connections / 32 {
                tokio::task::yield_now().await;
            }
            self.used();
        }
    }

    /// Notes a use.
    pub(super) fn used(&self) {
        let since = u64::try_from(self.made.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.last_use.store(since, Relaxed);
    }
}

impl<P> Deref for Pool<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.inner
    }
}
