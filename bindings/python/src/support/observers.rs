//! Reports to the user's hooks and logs what happened in a call, on the user's own thread.

use std::sync::{Mutex, PoisonError};

use authloom_bindings_runtime::{CallEvents, is_warning};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit};

use crate::generated::http::Event as PythonEvent;

/// The levels of `logging`.
const DEBUG: i32 = 10;
const WARNING: i32 = 30;

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

    /// Tells of one call. An exception of a hook is reported and changes nothing; only what asks
    /// the whole program to end, such as `KeyboardInterrupt`, goes on.
    pub(super) fn tell(&self, py: Python<'_>, call_events: &CallEvents) -> PyResult<()> {
        if !self.hooks.is_empty() {
            for event in call_events.events() {
                let event = Py::new(py, PythonEvent(event))?;
                for hook in &self.hooks {
                    if let Err(raised) = hook.call1(py, (&event,)) {
                        report(py, raised, hook.bind(py))?;
                    }
                }
            }
        }
        self.log(py, call_events)
            .or_else(|raised| report(py, raised, py.None().bind(py)))
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

/// Reports an exception that must not change the result of a call.
fn report(py: Python<'_>, raised: PyErr, culprit: &Bound<'_, PyAny>) -> PyResult<()> {
    if !raised.is_instance_of::<PyException>(py) {
        return Err(raised);
    }
    raised.write_unraisable(py, Some(culprit));
    Ok(())
}
