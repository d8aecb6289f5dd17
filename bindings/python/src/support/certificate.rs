//! The certificate that a client shows to its server.

use pyo3::prelude::*;

use super::argument::{FromArgument, argument, wrong_type};
use super::secret::Secret;

/// A certificate that the client shows to the server, with its key.
///
/// Args:
///     chain: The certificate and those between it and its authority, in PEM, its own first.
///     key: Its private key, in PEM.
#[pyclass(frozen, module = "authloom", name = "ClientCertificate")]
pub(crate) struct ClientCertificate(authloom::ClientCertificate);

#[pymethods]
impl ClientCertificate {
    #[new]
    #[pyo3(signature = (*, chain, key))]
    fn new(chain: &Bound<'_, PyAny>, key: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(authloom::ClientCertificate {
            chain: argument("chain", chain)?,
            key: argument("key", key)?,
        }))
    }

    /// The certificate and those between it and its authority, in PEM, its own first.
    #[getter]
    fn chain(&self) -> &str {
        &self.0.chain
    }

    /// Its private key, in PEM.
    #[getter]
    fn key(&self) -> Secret {
        Secret(self.0.key.clone())
    }

    #[allow(clippy::unused_self)]
    fn __repr__(&self) -> &'static str {
        "ClientCertificate(chain=…, key=Secret('***'))"
    }
}

impl FromArgument for authloom::ClientCertificate {
    const ACCEPTS: &'static str = "a ClientCertificate";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        match value.cast::<ClientCertificate>() {
            Ok(value) => Ok(value.get().0.clone()),
            Err(_) => Err(wrong_type(name, Self::ACCEPTS, value)),
        }
    }
}
