//! Something for each runtime that calls, such as a connection pool.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::{Handle, Id};

use super::classify::of_connecting;
use super::error::{Phase, TransportError};

/// How many runtimes keep a pool. A connection is driven by the runtime that made it, so a pool
/// is of no use to another; of more runtimes than this the oldest pool is let go.
const POOLS: usize = 8;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The pools of a transport.
pub(super) struct Pools<P> {
    pools: Mutex<Vec<(Id, Arc<P>)>>,
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
        build: impl FnOnce() -> Result<Arc<P>, BoxError>,
    ) -> Result<Arc<P>, TransportError> {
        let none = |source| of_connecting(Phase::Connect, source);
        let caller = Handle::try_current().map_err(|error| none(error.into()))?;
        let mut pools = self.lock();
        if let Some((_, pool)) = pools.iter().find(|(id, _)| *id == caller.id()) {
            return Ok(Arc::clone(pool));
        }
        let pool = build().map_err(none)?;
        let oldest = (pools.len() == POOLS).then(|| pools.remove(0));
        pools.push((caller.id(), Arc::clone(&pool)));
        drop(pools);
        // Without the lock: it closes connections.
        drop(oldest);
        Ok(pool)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Id, Arc<P>)>> {
        self.pools.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with every pool.
    pub(super) fn for_each(&self, what: impl Fn(&P)) {
        let pools: Vec<_> = self
            .lock()
            .iter()
            .map(|(_, pool)| Arc::clone(pool))
            .collect();
        for pool in pools {
            what(&pool);
        }
    }

    /// Lets every pool go; each ends when the last call that uses it has ended.
    #[cfg(feature = "reqwest")]
    pub(super) fn clear(&self) {
        let pools = std::mem::take(&mut *self.lock());
        drop(pools);
    }
}
