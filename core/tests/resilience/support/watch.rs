//! A guard against calls that hold their thread, where no timer of a runtime helps.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;

use authloom_sandbox::Sandbox;

use super::{Carrier, PATIENCE, runtime, sandbox};

/// Tells another thread that the test proceeds.
pub(crate) struct Watch<'a> {
    report: Sender<()>,
    hung: &'a AtomicBool,
}

impl Watch<'_> {
    /// Says what was done. Fails the test if it took too long, which only another thread could
    /// end.
    pub(crate) fn done(&self, what: &str) {
        assert!(!self.hung.load(SeqCst), "{what}: it held its thread");
        let _ = self.report.send(());
    }
}

/// Runs a test on the built-in transport. If it does nothing for too long, all faults end, and
/// with them whatever holds the test's thread.
#[expect(
    clippy::needless_pass_by_value,
    reason = "so that it is called with a closure"
)]
pub(crate) fn on_built_in(test: impl AsyncFn(Carrier, &Sandbox, &Watch)) {
    let (sandbox, hung) = (&sandbox(), &AtomicBool::new(false));
    let (report, reported) = channel();
    thread::scope(|scope| {
        scope.spawn(move || guard(&reported, sandbox, hung));
        let watch = Watch { report, hung };
        runtime().block_on(test(Carrier::Hyper, sandbox, &watch));
    });
}

fn guard(reported: &Receiver<()>, sandbox: &Sandbox, hung: &AtomicBool) {
    loop {
        match reported.recv_timeout(PATIENCE) {
            Ok(()) => {}
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                hung.store(true, SeqCst);
                sandbox.reset();
            }
        }
    }
}
