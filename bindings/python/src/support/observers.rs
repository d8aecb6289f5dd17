//! Reports to the user's hooks and logs what happened in a call, on the user's own thread.

use std::cell::Cell;
use std::sync::{Mutex, PoisonError};

use authloom_bindings_runtime::{CallEvents, is_warning};
use pyo3::exceptions::PyRecursionError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit};

use crate::generated::http::Event as PythonEvent;

/// The levels of `logging`.
const DEBUG: i32 = 10;
const WARNING: i32 = 30;

/// How deep hooks may call a client whose hooks call it again. Each level takes native stack, which
/// Python's own limit of recursion does not count.
const DEEPEST: u32 = 10;

thread_local! {
    /// How many calls this thread is reporting, one within a hook of the other.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Refuses a call that hooks have nested too deep.
pub(super) fn check_depth() -> PyResult<()> {
    if DEPTH.get() < DEEPEST {
        return Ok(());
    }
    Err(PyRecursionError::new_err(format!(
        "{DEEPEST} hooks called a client, each from within the hook of another call"
    )))
}

/// Counts a call that is being reported, until this is dropped.
struct Reporting;

impl Reporting {
    fn begin() -> Self {
        DEPTH.set(DEPTH.get() + 1);
        Self
    }
}

impl Drop for Reporting {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

/// Whom a client tells of its calls.
pub(crate) struct Observers {
    hooks: Vec<Py<PyAny>>,
    /// The name of its logger, such as `authloom.konnect`.
    logger_name: String,
    logger: Mutex<Option<Py<PyAny>>>,
    /// What the program has imported.
    modules: Py<PyDict>,
}

impl Observers {
    pub(super) fn new(py: Python<'_>, client: &str, hooks: Vec<Py<PyAny>>) -> PyResult<Self> {
        let mut logger_name = "authloom.".to_owned();
        for (place, letter) in client.char_indices() {
            if letter.is_uppercase() && place > 0 {
                logger_name.push('_');
            }
            logger_name.extend(letter.to_lowercase());
        }
        let modules = py.import("sys")?.getattr("modules")?;
        Ok(Self {
            hooks,
            logger_name,
            logger: Mutex::new(None),
            modules: modules.cast_into::<PyDict>()?.unbind(),
        })
    }

    /// Reports one call. An exception of a hook, whichever it is, goes to `sys.unraisablehook` and
    /// changes nothing. That of a signal's handler is no hook's: pending ones run before, and theirs
    /// is returned.
    pub(super) fn tell(&self, py: Python<'_>, call_events: &CallEvents) -> PyResult<()> {
        py.check_signals()?;
        let _reporting = Reporting::begin();
        if !self.hooks.is_empty() {
            for event in call_events.events() {
                let event = Py::new(py, PythonEvent(event))?;
                for hook in &self.hooks {
                    if let Err(raised) = hook.call1(py, (&event,)) {
                        raised.write_unraisable(py, Some(hook.bind(py)));
                    }
                }
            }
        }
        if let Err(raised) = self.log(py, call_events) {
            raised.write_unraisable(py, None);
        }
        Ok(())
    }

    fn log(&self, py: Python<'_>, call_events: &CallEvents) -> PyResult<()> {
        let Some(logger) = self.logger(py)? else {
            return Ok(());
        };
        let enabled = |level: i32| -> PyResult<bool> {
            logger.call_method1("isEnabledFor", (level,))?.is_truthy()
        };
        let debug = enabled(DEBUG)?;
        for event in call_events.events() {
            let level = if is_warning(event.kind) {
                WARNING
            } else {
                DEBUG
            };
            if debug || (level > DEBUG && enabled(level)?) {
                logger.call_method1("log", (level, "%s", event.line(&event.operation)))?;
            }
        }
        Ok(())
    }

    /// The logger, if the program has imported `logging`: what it has not, cannot be listened to,
    /// and it costs six milliseconds to import.
    fn logger<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let kept = || self.logger.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(logger) = &*kept() {
            return Ok(Some(logger.bind(py).clone()));
        }
        let Some(logging) = self.modules.bind(py).get_item("logging")? else {
            return Ok(None);
        };
        silence(&logging)?;
        let logger = logging.call_method1("getLogger", (&self.logger_name,))?;
        *kept() = Some(logger.clone().unbind());
        Ok(Some(logger))
    }

    pub(super) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.hooks.iter().try_for_each(|hook| visit.call(hook))
    }
}

/// Gives the library's logger a handler that does nothing, or `logging` would write warnings of a
/// program that never asked for logs to its standard error.
fn silence(logging: &Bound<'_, PyAny>) -> PyResult<()> {
    let ours = logging.call_method1("getLogger", ("authloom",))?;
    if ours.getattr("handlers")?.is_empty()? {
        ours.call_method1("addHandler", (logging.call_method0("NullHandler")?,))?;
    }
    Ok(())
}
