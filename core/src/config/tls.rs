//! Trust roots and client certificate: one TLS configuration for all connections of a client.

use std::sync::{Arc, OnceLock};

use rustls::client::{ClientConfig, Resumption};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ConfigBuilder, RootCertStore, WantsVerifier};

use super::HttpConfig;
use crate::Secret;
use crate::error::Error;

/// A certificate that the client presents to the server, with its key.
#[derive(Debug, Clone)]
pub struct ClientCertificate {
    /// The certificate and those between it and its authority, in PEM, its own first.
    pub chain: String,
    /// Its private key, in PEM.
    pub key: Secret,
}

/// How many TLS sessions are remembered, so that reconnecting is cheap.
const SESSIONS: usize = 32;

/// A TLS configuration that is built at the first https call, and then shared: reading the
/// system's trusted roots takes milliseconds.
#[derive(Default)]
pub(crate) struct LazyTls(OnceLock<Result<Arc<ClientConfig>, String>>);

impl LazyTls {
    /// The configuration, or why there is none.
    pub(crate) fn get(&self, config: &HttpConfig) -> Result<Arc<ClientConfig>, String> {
        self.0
            .get_or_init(|| {
                build(config)
                    .map(Arc::new)
                    .map_err(|error| error.message.clone())
            })
            .clone()
    }

    /// The same trust with fresh locks, for a process that was forked while they were held.
    pub(crate) fn reopen(&self) -> Self {
        let fresh = OnceLock::new();
        if let Some(Ok(built)) = self.0.get() {
            let mut copy = ClientConfig::clone(built);
            copy.resumption = Resumption::in_memory_sessions(SESSIONS);
            let _ = fresh.set(Ok(Arc::new(copy)));
        }
        Self(fresh)
    }
}

/// Refuses certificates that cannot be read, so that a client with a wrong one is never built.
pub(crate) fn check(config: &HttpConfig) -> Result<(), Error> {
    add_own_authorities(&mut RootCertStore::empty(), config)?;
    identity(config).map(drop)
}

fn add_own_authorities(roots: &mut RootCertStore, config: &HttpConfig) -> Result<(), Error> {
    let Some(pem) = &config.ca_certificates else {
        return Ok(());
    };
    let found = CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .ok()
        .filter(|found| !found.is_empty())
        .ok_or_else(|| Error::config("ca_certificates", "holds no PEM certificate"))?;
    for authority in found {
        roots.add(authority).map_err(|_| {
            Error::config(
                "ca_certificates",
                "holds a certificate that cannot be a trust root",
            )
        })?;
    }
    Ok(())
}

fn identity(config: &HttpConfig) -> Result<Option<CertifiedKey>, Error> {
    let Some(certificate) = &config.client_certificate else {
        return Ok(None);
    };
    let chain = CertificateDer::pem_slice_iter(certificate.chain.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .ok()
        .filter(|chain| !chain.is_empty())
        .ok_or_else(|| Error::config("client_certificate", "has no PEM certificate in `chain`"))?;
    let key = PrivateKeyDer::from_pem_slice(certificate.key.reveal().as_bytes())
        .map_err(|_| Error::config("client_certificate", "has no PEM private key in `key`"))?;
    CertifiedKey::from_der(chain, key, &ring::default_provider())
        .map(Some)
        .map_err(|_| {
            Error::config(
                "client_certificate",
                "has a key that does not belong to its certificate",
            )
        })
}

fn roots(config: &HttpConfig) -> Result<RootCertStore, Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    #[cfg(feature = "bundled-roots")]
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    add_own_authorities(&mut roots, config)?;
    if roots.is_empty() {
        return Err(Error::config(
            "ca_certificates",
            "must be given: this system has no trusted root certificates. Or install its bundle, or \
             build with the feature `bundled-roots`",
        ));
    }
    Ok(roots)
}

/// The provider is named, since a program that links two of them has no default one.
fn builder() -> ConfigBuilder<ClientConfig, WantsVerifier> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring serves every protocol version of rustls")
}

fn build(config: &HttpConfig) -> Result<ClientConfig, Error> {
    let trusting = builder().with_root_certificates(roots(config)?);
    let mut tls = match identity(config)? {
        Some(own) => trusting.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(own))),
        None => trusting.with_no_client_auth(),
    };
    tls.resumption = Resumption::in_memory_sessions(SESSIONS);
    tls.alpn_protocols = if config.http2 {
        vec![b"h2".to_vec(), b"http/1.1".to_vec()]
    } else {
        vec![b"http/1.1".to_vec()]
    };
    Ok(tls)
}
