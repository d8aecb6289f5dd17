//! What stays open while an async client, or one of its calls, needs it.

use std::sync::Arc;

use authloom_bindings_runtime::IoThread;
use authloom_bindings_runtime::fork::{OfThisProcess, Shared};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use super::loop_bridge;
use crate::support::shutdown::Inside;

/// The I/O thread and the loops' ports. When nobody needs them, the thread ends and the ports are
/// taken down, so that nothing is left behind.
pub(super) struct Open {
    pub(super) thread: Arc<OfThisProcess<IoThread>>,
}

/// What is open in this process.
static OPEN: Shared<Open> = Shared::new();

impl Open {
    pub(super) fn shared() -> PyResult<Arc<OfThisProcess<Self>>> {
        let none = |error: std::io::Error| {
            PyRuntimeError::new_err(format!("could not start a thread or event loop: {error}"))
        };
        OPEN.get(|| {
            let thread = IoThread::shared().map_err(none)?;
            Ok(Self { thread })
        })
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
