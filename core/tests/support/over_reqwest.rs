//! reqwest's builder as the tests use it. Their reqwest has rustls but no provider, so that this is
//! named, and the system's roots are not read.

use std::sync::Arc;

use authloom::{ReqwestTransport, Transport};
use reqwest::{Client, ClientBuilder};
use rustls::{ClientConfig, RootCertStore, crypto::ring};

/// A builder whose clients trust these authorities and no others.
pub(crate) fn trusting(roots: RootCertStore) -> ClientBuilder {
    let mut tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring serves every version")
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Client::builder().tls_backend_preconfigured(tls)
}

/// A transport of such clients.
pub(crate) fn transport(
    builder: impl Fn() -> ClientBuilder + Send + Sync + 'static,
) -> Arc<dyn Transport> {
    let transport = ReqwestTransport::from_builder(builder).expect("a client can be built");
    Arc::new(transport)
}
