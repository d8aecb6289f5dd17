//! What a peer is: a client that can be built, and make two calls.

use std::future::Future;
use std::sync::Arc;

/// An asynchronous client. A call that fails panics: a benchmark of errors would be none.
pub(crate) trait Peer: Send + Sync + Sized + 'static {
    /// Builds a client for a base URL, as a program does it once.
    fn new(base_url: &str) -> Self;

    /// Reads the auth config and checks it.
    fn get(&self) -> impl Future<Output = ()> + Send;

    /// Sets the auth config and checks what it is now.
    fn upsert(&self) -> impl Future<Output = ()> + Send;
}

/// One of the two calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    Get,
    Upsert,
}

/// Makes one call many times, in flight so many at a time.
pub(crate) async fn make<P: Peer>(peer: &Arc<P>, call: Call, calls: u32, in_flight: u32) {
    if in_flight == 1 {
        return one_by_one(&**peer, call, calls).await;
    }
    let workers: Vec<_> = (0..in_flight)
        .map(|worker| {
            let peer = Arc::clone(peer);
            let share = share(calls, in_flight, worker);
            tokio::spawn(async move { one_by_one(&*peer, call, share).await })
        })
        .collect();
    for worker in workers {
        worker.await.expect("a worker makes its calls");
    }
}

async fn one_by_one(peer: &impl Peer, call: Call, calls: u32) {
    for _ in 0..calls {
        match call {
            Call::Get => peer.get().await,
            Call::Upsert => peer.upsert().await,
        }
    }
}

/// How many of the calls one worker makes.
pub(crate) fn share(calls: u32, workers: u32, worker: u32) -> u32 {
    calls / workers + u32::from(worker < calls % workers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_are_all_calls() {
        for calls in [0, 1, 63, 64, 65, 1000] {
            let shares = (0..64).map(|worker| share(calls, 64, worker));
            assert_eq!(shares.sum::<u32>(), calls);
        }
    }
}
