//! From what a call returns in core to what it returns in Python.

use pyo3::prelude::*;
use pyo3::types::PyList;

use super::field::ToField;

/// What a call's result becomes. It is the caller's own, so a list is a list.
pub(crate) trait IntoResult {
    /// The value as Python sees it.
    fn into_result(self, py: Python<'_>) -> PyResult<Py<PyAny>>;
}

impl IntoResult for () {
    fn into_result(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(py.None())
    }
}

impl IntoResult for String {
    fn into_result(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.to_field(py)
    }
}

impl<T: IntoResult> IntoResult for Vec<T> {
    fn into_result(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let list = PyList::empty(py);
        for item in self {
            list.append(item.into_result(py)?)?;
        }
        Ok(list.into_any().unbind())
    }
}
