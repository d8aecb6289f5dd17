use crate::support::*;
use authloom as core;
use pyo3::prelude::*;
#[pyclass(frozen, module = "authloom", name = "Event")]
pub(crate) struct Event(pub(crate) core::Event);
#[pymethods]
impl Event {
    #[getter]
    fn attempt(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        field(py, &self.0.attempt)
    }
}
model!(Event, core::Event, hash, ["attempt"], []);
pub(crate) fn call_options(
    timeout: Option<&Bound<'_, PyAny>>,
    max_attempts: Option<&Bound<'_, PyAny>>,
    headers: Option<&Bound<'_, PyAny>>,
    token: Option<&Bound<'_, PyAny>>,
    base_url: Option<&Bound<'_, PyAny>>,
) -> PyResult<core::CallOptions> {
    Ok(core::CallOptions {
        timeout: optional("timeout", timeout)?,
        max_attempts: optional("max_attempts", max_attempts)?,
        headers: optional("headers", headers)?,
        token: optional("token", token)?,
        base_url: optional("base_url", base_url)?,
    })
}
impl Configure for core::HttpConfig {
    fn configure(&mut self, given: &mut Settings<'_, '_>) -> PyResult<()> {
        given.set("total_timeout", &mut self.total_timeout)?;
        given.set("proxy", &mut self.proxy)?;
        given.set("client_certificate", &mut self.client_certificate)?;
        given.hooks(&mut self.hooks)
    }
}
