//! What carries the requests, if not the crate's own transport.

use std::sync::Arc;

use authloom::{Error, Transport};

use crate::arguments::Arguments;

/// The transport that the arguments ask for; none is the crate's own.
#[cfg_attr(
    not(feature = "reqwest"),
    expect(
        clippy::unnecessary_wraps,
        reason = "without the feature nothing can fail"
    )
)]
pub(crate) fn chosen(arguments: &Arguments) -> Result<Option<Arc<dyn Transport>>, Error> {
    #[cfg(feature = "reqwest")]
    if arguments.reqwest {
        // reqwest's rustls takes the process's provider of cryptography, and there is none yet.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let transport = authloom::ReqwestTransport::from_builder(reqwest::Client::builder)?;
        return Ok(Some(Arc::new(transport)));
    }
    debug_assert!(
        !arguments.reqwest,
        "the argument is refused without the feature"
    );
    Ok(None)
}
