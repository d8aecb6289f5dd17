mod errors;
pub(crate) mod http;
mod konnect;
use pyo3::prelude::*;
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<http::Event>()?;
    module.add_class::<errors::Problem>()?;
    module.add_class::<konnect::AuthConfigOAuth>()?;
    module.add_class::<konnect::AuthConfigUnknown>()?;
    module.add_class::<konnect::Konnect>()?;
    module.add_class::<konnect::AsyncKonnectBase>()?;
    Ok(())
}
