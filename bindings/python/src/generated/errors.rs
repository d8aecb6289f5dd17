use crate::support::*;
use authloom::error as core;
use pyo3::prelude::*;
#[pyclass(frozen, module = "authloom.errors", name = "Problem")]
pub(crate) struct Problem(pub(crate) core::Problem);
#[pymethods]
impl Problem {
    #[getter]
    fn field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        field(py, &self.0.field)
    }
}
model!(Problem, core::Problem, nohash, ["field"], []);
