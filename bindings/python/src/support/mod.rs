//! What the generated classes stand on: conversions, errors, and the two ways in which a call runs.

mod argument;
mod asynchronous;
mod blocking_call;
mod certificate;
mod client;
mod construct;
mod error;
mod field;
mod handle;
mod json;
mod model;
mod observers;
mod result;
mod secret;
mod settings;
mod shutdown;
mod text_enum;
mod time;

pub(crate) use argument::{FromArgument, argument, optional, wrong_type};
pub(crate) use asynchronous::{AsyncHandle, Call, LoopBridge, Woken};
pub(crate) use client::{async_client, client, repr};
pub(crate) use construct::from_environment;
pub(crate) use field::{ToField, field};
pub(crate) use handle::Handle;
pub(crate) use model::{Fields, model, model_methods, one_of, union, variant};
pub(crate) use result::IntoResult;
pub(crate) use settings::{Configure, Settings};
pub(crate) use text_enum::{not_one_of, open_enum, text_enum};

use pyo3::prelude::*;

/// Adds the classes that are written by hand.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    shutdown::register(module)?;
    module.add_class::<secret::Secret>()?;
    module.add_class::<certificate::ClientCertificate>()?;
    module.add_class::<Call>()?;
    module.add_class::<construct::Environment>()?;
    module.add_class::<LoopBridge>()?;
    module.add_class::<Woken>()?;
    module.add_function(wrap_pyfunction!(model::rebuild, module)?)
}
