//! What carries the requests, if not the crate's own transport.

use std::sync::Arc;

use authloom::{Error, Transport};

use crate::arguments::Arguments;

/// The transport that the arguments ask for; none is the crate's own.
#[cfg(feature = "reqwest")]
pub(crate) fn chosen(arguments: &Arguments) -> Result<Option<Arc<dyn Transport>>, Error> {
    if !arguments.reqwest {
        return Ok(None);
    }
    let transport = authloom::ReqwestTransport::from_builder(reqwest::Client::builder)?;
    Ok(Some(Arc::new(transport)))
}

/// The transport that the arguments ask for; without the feature `reqwest` there is but one.
#[cfg(not(feature = "reqwest"))]
pub(crate) fn chosen(_arguments: &Arguments) -> Result<Option<Arc<dyn Transport>>, Error> {
    Ok(None)
}
