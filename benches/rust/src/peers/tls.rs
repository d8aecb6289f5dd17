//! TLS for the peers that are given a configuration: the provider, versions and roots that all
//! use, so that what differs is the HTTP client.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::calls::CERTIFICATE;

/// The server's certificate.
pub(super) fn certificate() -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).expect("the file holds a certificate")
}

/// A configuration that trusts the server's certificate alone.
pub(super) fn client_config() -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots
        .add(certificate())
        .expect("the certificate can be trusted");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring serves every protocol version of rustls")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// Makes ring the provider of those that ask for the process's own.
pub(super) fn install_provider() {
    // A second client finds it installed, which is what was wanted.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
