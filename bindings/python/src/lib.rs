//! Authloom's native module for Python, `authloom._authloom`.
//!
//! `generated` transcribes core's models and operations; `support` is what they stand on, and says
//! how a call runs. What a Python program sees beside them is in `authloom/`.

mod generated;
mod support;

use pyo3::prelude::*;

/// The native half of `authloom`.
#[pymodule]
fn _authloom(module: &Bound<'_, PyModule>) -> PyResult<()> {
    authloom_bindings_runtime::panics::watch();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    support::register(module)?;
    generated::register(module)
}
