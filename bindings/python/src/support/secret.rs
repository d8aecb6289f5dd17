//! Secrets in Python.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::argument::{FromArgument, text, wrong_type};
use super::field::ToField;
use super::result::IntoResult;

/// A string that must not be seen: a token, a client secret, a code, a key.
///
/// It is shown as `Secret('***')` by `repr`, `str`, formatting, logging and tracebacks; `reveal()`
/// is the only way to its text. It cannot be pickled or written as JSON. Two are equal when their
/// strings are, which is compared in a time that depends on the lengths alone.
///
/// The buffer that it owns is overwritten with zeros when it is gone. The str that it was made from
/// and what `reveal()` returns are Python's, and are not.
///
/// Args:
///     text: The text. Wherever a secret is asked for, a plain str is taken too.
#[pyclass(frozen, module = "authloom", name = "Secret")]
pub(crate) struct Secret(pub(crate) authloom::Secret);

#[pymethods]
impl Secret {
    #[new]
    #[pyo3(signature = (text, /))]
    fn new(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        authloom::Secret::from_argument("text", text).map(Self)
    }

    /// The text itself. What you do with it is no longer redacted.
    fn reveal(&self) -> &str {
        self.0.reveal()
    }

    #[allow(clippy::unused_self)]
    fn __repr__(&self) -> &'static str {
        "Secret('***')"
    }

    fn __bool__(&self) -> bool {
        !self.0.is_empty()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other
            .cast::<Self>()
            .is_ok_and(|other| self.0 == other.get().0)
    }

    fn __hash__(&self) -> u64 {
        // Keyed, or whoever sees the hash could try strings until one fits.
        static KEY: OnceLock<RandomState> = OnceLock::new();
        KEY.get_or_init(RandomState::new).hash_one(self.0.reveal())
    }

    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }

    #[allow(clippy::unused_self)]
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err(
            "a Secret cannot be pickled, so that it does not end up in a file or a queue unseen; \
             if that is what you want, pickle what its reveal() returns",
        ))
    }
}

impl FromArgument for authloom::Secret {
    const ACCEPTS: &'static str = "a Secret or str";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(secret) = value.cast::<Secret>() {
            return Ok(secret.get().0.clone());
        }
        match value.cast::<PyString>() {
            Ok(value) => text(name, value).map(Self::from),
            Err(_) => Err(wrong_type(name, Self::ACCEPTS, value)),
        }
    }
}

impl ToField for authloom::Secret {
    fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(Py::new(py, Secret(self.clone()))?.into_any())
    }
}

impl IntoResult for authloom::Secret {
    fn into_result(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.to_field(py)
    }
}
