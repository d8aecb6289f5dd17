//! What the classes of all clients have in common.

/// A sync client: its life, and what it shows.
macro_rules! client {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            /// Closes idle connections. Every later call raises ClosedError; calls in progress
            /// complete normally.
            fn close(&self, py: Python<'_>) {
                self.0.close(py);
            }

            fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
                slf
            }

            #[pyo3(signature = (*_exception))]
            fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, pyo3::types::PyTuple>) {
                self.0.close(py);
            }

            /// The base URL that this client calls, without a slash at its end.
            #[getter]
            fn base_url(&self) -> String {
                self.0.base_url()
            }

            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                $crate::support::repr(slf.as_any())
            }

            fn __traverse__(&self, visit: pyo3::PyVisit<'_>) -> Result<(), pyo3::PyTraverseError> {
                self.0.traverse(&visit)
            }
        }
    };
}

/// The native half of an async client.
macro_rules! async_client {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            fn _aclose(&self, py: Python<'_>) -> $crate::support::Call {
                self.0.close(py)
            }

            /// The base URL that this client calls, without a slash at its end.
            #[getter]
            fn base_url(&self) -> String {
                self.0.base_url()
            }

            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                $crate::support::repr(slf.as_any())
            }

            fn __traverse__(&self, visit: pyo3::PyVisit<'_>) -> Result<(), pyo3::PyTraverseError> {
                self.0.traverse(&visit)
            }
        }
    };
}

pub(crate) use {async_client, client};

use pyo3::prelude::*;

/// `Konnect(base_url='https://…')`.
pub(crate) fn repr(client: &Bound<'_, PyAny>) -> PyResult<String> {
    let base_url = client.getattr("base_url")?.repr()?;
    Ok(format!(
        "{}(base_url={})",
        client.get_type().name()?,
        base_url.to_string_lossy()
    ))
}
