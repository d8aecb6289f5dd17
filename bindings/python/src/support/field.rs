//! From what core's models hold to what a Python program reads from them.

use std::collections::HashMap;
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// What a field of a model is read as. Models do not change, so a list is read as a tuple.
pub(crate) trait ToField {
    /// The value as Python sees it.
    fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>>;
}

/// Reads a field of a model.
pub(crate) fn field<T: ToField>(py: Python<'_>, value: &T) -> PyResult<Py<PyAny>> {
    value.to_field(py)
}

macro_rules! plain_fields {
    ($($plain:ty),+) => {
        $(impl ToField for $plain {
            fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                Ok((*self).into_pyobject(py)?.to_owned().into_any().unbind())
            }
        })+
    };
}

plain_fields!(bool, i32, i64, f64, Duration);

impl ToField for String {
    fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(self.into_pyobject(py)?.into_any().unbind())
    }
}

impl<T: ToField> ToField for Option<T> {
    fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self {
            Some(value) => value.to_field(py),
            None => Ok(py.None()),
        }
    }
}

impl<T: ToField> ToField for Vec<T> {
    fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let items = self
            .iter()
            .map(|item| item.to_field(py))
            .collect::<PyResult<Vec<_>>>()?;
        Ok(PyTuple::new(py, items)?.into_any().unbind())
    }
}

impl<T: ToField> ToField for HashMap<String, T> {
    fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let dict = PyDict::new(py);
        for (key, value) in self {
            dict.set_item(key, value.to_field(py)?)?;
        }
        Ok(dict.into_any().unbind())
    }
}
