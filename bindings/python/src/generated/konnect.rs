use super::http::call_options;
use crate::support::*;
use authloom::konnect as core;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};
#[pyclass(frozen, module = "authloom.konnect", name = "AuthConfigOAuth")]
#[derive(Clone, PartialEq)]
pub(crate) struct AuthConfigOAuth {
    client_id: String,
    authorization_endpoint: String,
    token_endpoint: String,
}
#[pymethods]
impl AuthConfigOAuth {
    #[new]
    #[pyo3(signature = (*, client_id, authorization_endpoint, token_endpoint))]
    fn new(
        client_id: &Bound<'_, PyAny>,
        authorization_endpoint: &Bound<'_, PyAny>,
        token_endpoint: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        Ok(Self {
            client_id: argument("client_id", client_id)?,
            authorization_endpoint: argument("authorization_endpoint", authorization_endpoint)?,
            token_endpoint: argument("token_endpoint", token_endpoint)?,
        })
    }
    #[getter]
    fn client_id(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        field(py, &self.client_id)
    }
    #[getter]
    fn authorization_endpoint(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        field(py, &self.authorization_endpoint)
    }
    #[getter]
    fn token_endpoint(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        field(py, &self.token_endpoint)
    }
}
variant!(
    AuthConfigOAuth,
    hash,
    ["client_id", "authorization_endpoint", "token_endpoint"],
    []
);
#[pyclass(frozen, module = "authloom.konnect", name = "AuthConfigUnknown")]
#[derive(Clone, PartialEq)]
pub(crate) struct AuthConfigUnknown {
    r#type: String,
    raw: serde_json::Value,
}
#[pymethods]
impl AuthConfigUnknown {
    #[getter]
    fn r#type(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        field(py, &self.r#type)
    }
    #[getter]
    fn raw(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        field(py, &self.raw)
    }
}
variant!(AuthConfigUnknown, nohash, ["type", "raw"], ["raw"]);
union!(core::AuthConfig, {
    [core::AuthConfig::OAuth { client_id, authorization_endpoint, token_endpoint }] => AuthConfigOAuth { client_id, authorization_endpoint, token_endpoint },
    [core::AuthConfig::Unknown { r#type, raw }] => AuthConfigUnknown { r#type, raw },
});
text_enum!(
    core::Region,
    [(Global, "global"), (Us, "us"), (Eu, "eu"), (Au, "au")]
);
impl Configure for core::KonnectConfig {
    fn configure(&mut self, given: &mut Settings<'_, '_>) -> PyResult<()> {
        given.set("base_url", &mut self.base_url)?;
        given.set("region", &mut self.region)?;
        given.set("token", &mut self.token)?;
        self.http.configure(given)
    }
}
core_client!(authloom::Konnect, core::KonnectConfig);
/// K
#[pyclass(frozen, weakref, module = "authloom", name = "Konnect")]
pub(crate) struct Konnect(pub(crate) Handle<authloom::Konnect>);
#[pymethods]
impl Konnect {
    #[new]
    #[pyo3(signature = (source=None, /, **settings), text_signature = "(*, base_url=None)")]
    fn new(
        py: Python<'_>,
        source: Option<&Bound<'_, PyAny>>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        Handle::open(py, source, settings).map(Self)
    }
    #[classmethod]
    #[pyo3(signature = (**settings), text_signature = "(*, base_url=None)")]
    fn from_env(
        class: &Bound<'_, PyType>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Py<PyAny>> {
        from_environment(class, settings)
    }
    #[pyo3(signature = (integration_instance_id, *, timeout=None, max_attempts=None, headers=None, token=None, base_url=None))]
    fn get_auth_config(
        &self,
        py: Python<'_>,
        integration_instance_id: &str,
        timeout: Option<&Bound<'_, PyAny>>,
        max_attempts: Option<&Bound<'_, PyAny>>,
        headers: Option<&Bound<'_, PyAny>>,
        token: Option<&Bound<'_, PyAny>>,
        base_url: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let call = call_options(timeout, max_attempts, headers, token, base_url)?;
        self.0.run(py, |client| async move {
            client.get_auth_config(integration_instance_id, call).await
        })
    }
}
client!(Konnect);
#[pyclass(
    frozen,
    subclass,
    weakref,
    module = "authloom._authloom",
    name = "AsyncKonnectBase"
)]
pub(crate) struct AsyncKonnectBase(pub(crate) AsyncHandle<authloom::Konnect>);
#[pymethods]
impl AsyncKonnectBase {
    #[new]
    #[pyo3(signature = (source=None, /, **settings), text_signature = "(*, base_url=None)")]
    fn new(
        py: Python<'_>,
        source: Option<&Bound<'_, PyAny>>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        AsyncHandle::open(py, source, settings).map(Self)
    }
    #[pyo3(signature = (integration_instance_id, timeout, max_attempts, headers, token, base_url, /))]
    fn _get_auth_config(
        &self,
        py: Python<'_>,
        integration_instance_id: String,
        timeout: Option<&Bound<'_, PyAny>>,
        max_attempts: Option<&Bound<'_, PyAny>>,
        headers: Option<&Bound<'_, PyAny>>,
        token: Option<&Bound<'_, PyAny>>,
        base_url: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Call> {
        let call = call_options(timeout, max_attempts, headers, token, base_url)?;
        self.0.start(py, |client| async move {
            client.get_auth_config(&integration_instance_id, call).await
        })
    }
}
async_client!(AsyncKonnectBase);
