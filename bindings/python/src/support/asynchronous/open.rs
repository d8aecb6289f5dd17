//! What stays open while an async client, or one of its calls, needs it.

use std::sync::Arc;

use authloom::Error;
use authloom_bindings_runtime::IoThread;
use authloom_bindings_runtime::fork::{OfThisProcess, Shared};
use pyo3::prelude::*;

use super::loop_bridge;
use crate::support::error::exception;
use crate::support::shutdown::Inside;

/// The I/O thread and the loops' ports. When nobody needs them, the thread ends and the ports are
/// taken down, so that nothing is left behind.
pub(super) struct Open {
    pub(super) thread: Arc<OfThisProcess<IoThread>>,
}

/// What is open in this process.
static OPEN: Shared<Open> = Shared::new();

impl Open {
    pub(super) fn shared(py: Python<'_>) -> PyResult<Arc<OfThisProcess<Self>>> {
        let open = OPEN.get(|| IoThread::shared().map(|thread| Self { thread }));
        open.map_err(|error| exception(py, &Error::of_thread(error)))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // Whoever lets go is attached to the interpreter: a client or an awaited call.
        Python::try_attach(|py| {
            let _inside = Inside::enter(py);
            loop_bridge::take_down_idle(py);
        });
    }
}
