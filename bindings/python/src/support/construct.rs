//! How a client comes into being.

use std::sync::Arc;

use authloom_bindings_runtime::{CoreClient, DetachedOnIoThread};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use super::error::{exception, prepare};
use super::observers::Observers;
use super::settings::{Configure, Settings};

/// What `from_env` hands to a constructor, to say that the environment comes first.
#[pyclass(frozen, module = "authloom._authloom", name = "_Environment")]
pub(crate) struct Environment;

/// Builds a client of this class from the environment and from keyword arguments.
pub(crate) fn from_environment(
    class: &Bound<'_, PyType>,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<Py<PyAny>> {
    let source = Py::new(class.py(), Environment)?;
    class.call((source,), settings).map(Bound::unbind)
}

/// Builds a client of core and what tells of its calls.
pub(super) fn open<C: CoreClient<Config: Configure>>(
    py: Python<'_>,
    source: Option<&Bound<'_, PyAny>>,
    settings: Option<&Bound<'_, PyDict>>,
    http2: bool,
) -> PyResult<(C, Observers)> {
    prepare(py)?;
    let mut config = match source {
        None => C::Config::default(),
        Some(source) if source.is_instance_of::<Environment>() => {
            C::from_env().map_err(|error| exception(py, &error))?
        }
        Some(_) => {
            return Err(PyTypeError::new_err(format!(
                "{} takes keyword arguments only",
                C::NAME
            )));
        }
    };
    C::http(&mut config).http2 = http2;
    C::http(&mut config).runtime = Some(Arc::new(DetachedOnIoThread));
    let mut given = Settings::new(settings);
    config.configure(&mut given)?;
    let hooks = given.finish()?;
    let client = C::open(config).map_err(|error| exception(py, &error))?;
    Ok((client, Observers::new(py, C::NAME, hooks)?))
}
