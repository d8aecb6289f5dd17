//! What a coroutine awaits.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use authloom_bindings_runtime::fork::OfThisProcess;
use authloom_bindings_runtime::panics::provoked;
use authloom_bindings_runtime::{CallName, Course};
use pyo3::exceptions::asyncio::CancelledError;
use pyo3::exceptions::{PyRuntimeError, PyStopIteration};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit};

use super::loop_bridge::{Finished, LoopBridge, Slot, Wake};
use super::open::Open;
use crate::support::error::exception;
use crate::support::observers::Observers;
use crate::support::shutdown::Inside;

/// A call that was begun, for a coroutine to await. It is dropped with the coroutine's frame, and a
/// call that is dropped before its end is cancelled.
///
/// To the task that awaits it, it is a future: it has what `asyncio` asks of one, and no more.
#[pyclass(frozen, module = "authloom._authloom", name = "Call")]
pub(crate) struct Call(Option<Under>);

/// A call under way.
pub(super) struct Under {
    pub(super) slot: Slot,
    pub(super) its_loop: Py<PyAny>,
    pub(super) number: u64,
    pub(super) name: CallName,
    pub(super) bridge: Py<LoopBridge>,
    pub(super) observers: Arc<Observers>,
    /// Whether a task may begin to wait.
    pub(super) blocking: AtomicBool,
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

    /// The result, in the task that waits for it, which is where hooks and logs receive events.
    fn end(&self, py: Python<'_>, finished: Finished) -> PyResult<Py<PyAny>> {
        let course = Course::of(self.name);
        course.end(finished.call_events.attempts());
        let ended = course.caught(|| {
            self.observers.tell(py, &finished.call_events)?;
            provoked("result");
            (finished.result)(py)
        });
        ended.unwrap_or_else(|error| Err(exception(py, &error)))
    }

    /// Has the loop run the task's next step.
    fn wake_soon(&self, py: Python<'_>, wake: Wake, woken: Woken) -> PyResult<()> {
        let Wake { callback, context } = wake;
        let settings = PyDict::new(py);
        settings.set_item("context", context)?;
        self.its_loop
            .bind(py)
            .call_method("call_soon", (callback, woken), Some(&settings))?;
        Ok(())
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
    fn __next__(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let _inside = Inside::enter(py);
        let Some(under) = &slf.get().0 else {
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
        under.blocking.store(true, Relaxed);
        Ok(slf.clone().into_any().unbind())
    }

    /// Whether a task may begin to wait: it asks when a coroutine yields this, and then forbids it.
    #[getter(_asyncio_future_blocking)]
    fn blocking(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|under| under.blocking.load(Relaxed))
    }

    #[setter(_asyncio_future_blocking)]
    fn set_blocking(&self, blocking: bool) {
        if let Some(under) = &self.0 {
            under.blocking.store(blocking, Relaxed);
        }
    }

    /// The loop of the task that may wait.
    fn get_loop(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.0.as_ref().map(|under| under.its_loop.clone_ref(py))
    }

    /// Has a task woken when the call ends.
    #[pyo3(signature = (callback, /, *, context))]
    fn add_done_callback(
        &self,
        py: Python<'_>,
        callback: Py<PyAny>,
        context: Py<PyAny>,
    ) -> PyResult<()> {
        let Some(under) = &self.0 else {
            return Ok(());
        };
        match under
            .bridge
            .get()
            .wait(under.number, Wake { callback, context })
        {
            Ok(()) => Ok(()),
            Err(too_late) => under.wake_soon(py, too_late, Woken(None)),
        }
    }

    /// Has the task that waits woken at once, to find that it was cancelled.
    #[pyo3(signature = (msg=None))]
    fn cancel(&self, py: Python<'_>, msg: Option<Py<PyAny>>) -> PyResult<bool> {
        let Some(under) = &self.0 else {
            return Ok(false);
        };
        let Some(wake) = under.bridge.get().wait_no_longer(under.number) else {
            return Ok(false);
        };
        let why = msg.unwrap_or_else(|| py.None());
        under.wake_soon(py, wake, Woken(Some(why)))?;
        Ok(true)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        match &self.0 {
            Some(under) => visit.call(&under.its_loop),
            None => Ok(()),
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(under) = &self.0 {
            under.bridge.get().leave(under.number);
        }
    }
}

/// What a task is woken with: it asks for a result, and finds why it was cancelled, if it was.
#[pyclass(frozen, module = "authloom._authloom", name = "_Woken")]
pub(crate) struct Woken(Option<Py<PyAny>>);

#[pymethods]
impl Woken {
    #[new]
    fn new() -> Self {
        Self(None)
    }

    fn result(&self, py: Python<'_>) -> PyResult<()> {
        match &self.0 {
            None => Ok(()),
            Some(why) if why.is_none(py) => Err(CancelledError::new_err(())),
            Some(why) => Err(CancelledError::new_err((why.clone_ref(py),))),
        }
    }
}

/// An empty place for a result.
pub(super) fn slot() -> Slot {
    Arc::new(Mutex::new(None))
}
