//! What a coroutine awaits.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use authloom_bindings_runtime::Canceller;
use authloom_bindings_runtime::fork::OfThisProcess;
use pyo3::exceptions::{PyRuntimeError, PyStopIteration};
use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit, intern};

use super::open::Open;
use super::port::{Finished, Port, Slot};
use crate::support::ending::Inside;
use crate::support::telling::Telling;

/// A call that was begun, for a coroutine to await. It is dropped with the coroutine's frame, and a
/// call that is dropped before its end is cancelled.
#[pyclass(frozen, module = "authloom._authloom", name = "Call")]
pub(crate) struct Call(Option<Under>);

/// A call under way.
pub(super) struct Under {
    pub(super) slot: Slot,
    pub(super) future: Py<PyAny>,
    pub(super) number: u64,
    pub(super) port: Py<Port>,
    pub(super) canceller: Canceller,
    pub(super) telling: Arc<Telling>,
    pub(super) waits: AtomicBool,
    /// So that the thread stays until the call has ended, also if its client is closed.
    pub(super) _open: Arc<OfThisProcess<Open>>,
}

impl Call {
    pub(super) fn under_way(call: Under) -> Self {
        Self(Some(call))
    }

    /// A call that has ended and returns nothing.
    pub(super) fn done() -> Self {
        Self(None)
    }
}

impl Under {
    fn take(&self) -> Option<Finished> {
        mem::take(&mut *self.slot.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The result, in the task that waits for it, which is where hooks and logs are told.
    fn end(&self, py: Python<'_>, finished: Finished) -> PyResult<Py<PyAny>> {
        self.telling.tell(py, &finished.notes)?;
        (finished.result)(py)
    }
}

#[pymethods]
impl Call {
    fn __await__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    /// What `asyncio` asks of an awaited object: first the future to wait for, then the result.
    fn __next__(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let _inside = Inside::enter(py);
        let Some(under) = &self.0 else {
            return Err(PyStopIteration::new_err((py.None(),)));
        };
        if let Some(finished) = under.take() {
            let value = under.end(py, finished)?;
            return Err(PyStopIteration::new_err((value,)));
        }
        if under.waits.swap(true, Relaxed) {
            return Err(PyRuntimeError::new_err(
                "a call was resumed before its end: it can be awaited once, by a task of asyncio",
            ));
        }
        under
            .future
            .setattr(py, intern!(py, "_asyncio_future_blocking"), true)?;
        Ok(under.future.clone_ref(py))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        match &self.0 {
            Some(under) => visit.call(&under.future),
            None => Ok(()),
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(under) = &self.0 {
            under.canceller.cancel();
            under.port.get().leave(under.number);
        }
    }
}

/// An empty place for a result.
pub(super) fn slot() -> Slot {
    Arc::new(Mutex::new(None))
}
