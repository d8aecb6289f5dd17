//! From core's error to the exception of its kind. The classes are Python's, in `errors.py`.

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::generated::errors::error_fields;

/// Has the classes at hand before any call: a module that one thread imports while another forks can
/// never be imported in the child.
pub(super) fn prepare(py: Python<'_>) -> PyResult<()> {
    classes(py).map(drop)
}

/// The class of each kind by its name, and that of a cause that Python has no class for.
fn classes(py: Python<'_>) -> PyResult<&Bound<'_, PyDict>> {
    static CLASSES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    CLASSES
        .get_or_try_init(py, || {
            let classes = py.import("authloom.errors")?.getattr("_CLASSES")?;
            Ok(classes.cast_into::<PyDict>()?.unbind())
        })
        .map(|classes| classes.bind(py))
}

/// The exception of an error, with every field, and what caused it behind it.
pub(crate) fn exception(py: Python<'_>, error: &authloom::Error) -> PyErr {
    build(py, error).unwrap_or_else(|broken| broken)
}

fn build(py: Python<'_>, error: &authloom::Error) -> PyResult<PyErr> {
    let fields = error_fields(py, error)?;
    let raised = new(py, error.kind.as_str(), &error.to_string(), &fields)?;
    if let Some(cause) = cause(py, error)? {
        raised.set_cause(py, Some(cause));
    }
    Ok(raised)
}

fn new(py: Python<'_>, class: &str, sentence: &str, fields: &Bound<'_, PyDict>) -> PyResult<PyErr> {
    let class = classes(py)?.as_any().get_item(class)?;
    let exception = class.call((sentence,), Some(fields))?;
    Ok(PyErr::from_value(exception))
}

/// What lies below an error, layer by layer: the operating system's errors and the resolver's as
/// Python has them, everything else by its text.
fn cause(py: Python<'_>, error: &authloom::Error) -> PyResult<Option<PyErr>> {
    let mut below: Option<PyErr> = None;
    for layer in error.layers().into_iter().rev() {
        let raised = match (layer.os_error, layer.reason) {
            (Some(number), _) => {
                let words = py.import("os")?.call_method1("strerror", (number,))?;
                PyOSError::new_err((number, words.unbind()))
            }
            (None, Some(_)) => PyOSError::new_err(layer.text),
            (None, None) => {
                let class = classes(py)?.as_any().get_item("cause")?;
                PyErr::from_value(class.call1((layer.text,))?)
            }
        };
        if let Some(below) = below.take() {
            raised.set_cause(py, Some(below));
        }
        below = Some(raised);
    }
    Ok(below)
}

/// The error of an argument that no call can take; nothing is sent.
pub(crate) fn invalid(py: Python<'_>, name: &str, message: &str) -> PyErr {
    let sentence = format!("`{name}` {message}");
    let build = || {
        let fields = PyDict::new(py);
        fields.set_item("message", &sentence)?;
        // `headers["x"]` is a place in the argument `headers`.
        fields.set_item("field", name.split('[').next())?;
        new(py, "validation", &sentence, &fields)
    };
    build().unwrap_or_else(|broken| broken)
}

/// The exception of a call that the child of a fork cannot finish.
pub(crate) fn forked(py: Python<'_>) -> PyErr {
    let sentence = "the process was forked while this call was under way; its response goes to the \
                    parent";
    let build = || {
        let fields = PyDict::new(py);
        fields.set_item("message", sentence)?;
        fields.set_item("outcome", "unknown")?;
        new(py, "transport", sentence, &fields)
    };
    build().unwrap_or_else(|broken: PyErr| broken)
}
