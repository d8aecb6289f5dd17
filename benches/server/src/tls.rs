//! TLS with a fixed certificate for `localhost` and 127.0.0.1, good for 100 years. Its key is in
//! this folder for all to see; nothing but a benchmark may trust it.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// HTTP/1.1 alone, as all peers speak it.
pub(crate) fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("../tls/certificate.pem"))
        .expect("the file holds a certificate");
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../tls/key.pem"))
        .expect("the file holds a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring serves every protocol version of rustls")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("the key is the certificate's");
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}
