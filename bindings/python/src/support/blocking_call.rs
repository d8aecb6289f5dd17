//! A thread that waits for its call, with the interpreter free for others.

use std::mem;
use std::task::Poll;
use std::time::Duration;

use authloom_bindings_runtime::fork::generation;
use pyo3::prelude::*;

use super::error::forked;

/// How long a thread waits for its call before it looks whether a signal came.
pub(super) const SLICE: Duration = Duration::from_millis(100);

/// Waits for a call slice by slice. Signals are looked after between two slices, never within one,
/// so that a handler may itself make a call.
pub(super) fn wait<T: Send>(
    py: Python<'_>,
    mut slice: impl FnMut() -> Poll<T> + Send,
) -> Result<T, Stopped> {
    let before = generation();
    loop {
        if let Poll::Ready(done) = py.detach(&mut slice) {
            return Ok(done);
        }
        let raised = py.check_signals().err();
        let forked_meanwhile = generation() != before;
        if let Some(raised) = raised.or_else(|| forked_meanwhile.then(|| forked(py))) {
            return Err(Stopped {
                raised,
                forked: forked_meanwhile,
            });
        }
    }
}

/// A call that its thread does not wait for any more.
pub(super) struct Stopped {
    raised: PyErr,
    /// Whether this is the child of a process whose signal handler forked.
    forked: bool,
}

impl Stopped {
    /// Drops the call, and with it its request; in the child of a fork it is the parent's.
    pub(super) fn leave<T>(self, call: T) -> PyErr {
        if self.forked {
            mem::forget(call);
        }
        self.raised
    }
}
