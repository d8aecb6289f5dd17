//! What the tests share: transports, clocks, a guard against hanging.

mod carrier;
mod clock;
mod hasty;
mod watch;

use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use authloom_sandbox::{Fault, Sandbox};

pub(crate) use carrier::{Carrier, Names};
pub(crate) use clock::Clock;
pub(crate) use watch::{Watch, on_built_in};

/// How long anything that must happen may take before the test is declared to hang.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A runtime that nobody drives outside `block_on`.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system gives a runtime its event queue")
}

/// Runs a test once for each carrier, each time with a sandbox of its own.
#[expect(
    clippy::needless_pass_by_value,
    reason = "so that it is called with a closure"
)]
pub(crate) fn on_each(test: impl AsyncFn(Carrier, &Sandbox)) {
    for carrier in Carrier::all() {
        runtime().block_on(test(carrier, &sandbox()));
    }
}

/// A sandbox with its default data.
pub(crate) fn sandbox() -> Sandbox {
    Sandbox::builder().start().expect("loopback has free ports")
}

/// What comes of it, unless it hangs.
pub(crate) async fn within<T>(work: impl IntoFuture<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work.into_future())
        .await
        .expect("it hangs")
}

/// Puts faults in force.
pub(crate) fn strike(sandbox: &Sandbox, faults: impl IntoIterator<Item = Fault>) {
    let faults = faults.into_iter().collect();
    sandbox.faults(faults).expect("the faults make sense");
}

/// Polls a call and lets its runtime turn until something has come about. The call must not end
/// before. This is how a test waits for what has no event of its own, without sleeping.
pub(crate) async fn until<T: Debug>(
    call: &mut (impl Future<Output = T> + Unpin),
    mut come: impl FnMut() -> bool,
) {
    let early = within(async {
        while !come() {
            if let Some(ended) = once(call).await {
                return Some(ended);
            }
            tokio::task::yield_now().await;
        }
        None
    });
    if let Some(ended) = early.await {
        panic!("it ends too early: {ended:?}");
    }
}

/// Polls once.
pub(crate) async fn once<T>(call: &mut (impl Future<Output = T> + Unpin)) -> Option<T> {
    poll_fn(|cx| match Pin::new(&mut *call).poll(cx) {
        Poll::Ready(ended) => Poll::Ready(Some(ended)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}
