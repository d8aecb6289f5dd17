//! What the tests share: transports, a runtime that does not wait, a guard against hanging.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use authloom::{BoxFuture, HttpConfig, Proxy, Runtime};
use authloom_sandbox::{Fault, Sandbox};

/// How long anything that must happen may take before the test is declared to hang.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// What carries the requests of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Hyper,
}

impl Carrier {
    /// Each that this build has.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Self::Hyper].into_iter()
    }

    /// How calls travel by it: in everything else as they do by default, but by no proxy of the
    /// environment in which the tests run.
    pub(crate) fn http(self) -> HttpConfig {
        HttpConfig {
            proxy: Proxy::Direct,
            ..HttpConfig::default()
        }
    }

    /// The same, and no retry is waited for.
    pub(crate) fn hasty(self) -> HttpConfig {
        HttpConfig {
            runtime: Some(Arc::new(Hasty)),
            ..self.http()
        }
    }
}

/// The system's clock, on which short waits are over at once: those between attempts. By the time
/// of day it is always [`DAWN`].
#[derive(Debug)]
struct Hasty;

/// Sun, 06 Nov 1994 08:49:37 GMT.
pub(crate) const DAWN: Duration = Duration::from_secs(784_111_777);

/// Longer than any wait between attempts here, shorter than any deadline.
const SHORT: Duration = Duration::from_secs(5);

impl Runtime for Hasty {
    fn spawn(&self, _work: BoxFuture<'static, ()>) {
        unreachable!("nothing here is detached")
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall_clock(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + DAWN
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration < SHORT {
            Box::pin(std::future::ready(()))
        } else {
            Box::pin(tokio::time::sleep(duration))
        }
    }
}

/// A runtime that nobody drives outside `block_on`.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system gives a runtime its event queue")
}

/// Runs a test once for each carrier, each time with a sandbox of its own.
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
pub(crate) async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work)
        .await
        .expect("it hangs")
}

/// Puts faults in force.
pub(crate) fn strike(sandbox: &Sandbox, faults: impl IntoIterator<Item = Fault>) {
    let faults = faults.into_iter().collect();
    sandbox.faults(faults).expect("the faults make sense");
}
