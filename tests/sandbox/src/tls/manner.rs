//! How a port does TLS: as it should, or wrong in one of the ways that a script may ask for.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use serde::Deserialize;

use super::authority::{Authority, CertificatePem, Certified, OWN_NAMES, Validity, self_signed};
use super::refusal;
use crate::faults::Performance;

/// How TLS fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsMode {
    /// The certificate signs itself.
    SelfSigned,
    /// The certificate is for `elsewhere.test`.
    WrongName,
    /// The certificate was valid until yesterday.
    Expired,
    /// The server chooses TLS 1.0.
    OldVersion,
    /// The server refuses each version that is offered, by the alert `protocol_version`.
    RefusedVersion,
    /// The server speaks HTTP without TLS and says 400.
    NotTls,
    /// The server says nothing.
    Hang,
    /// The connection is reset.
    Reset,
    /// The connection is closed.
    Close,
}

/// What is done about a connection that begins TLS.
pub(crate) enum Manner {
    /// The handshake, with a certificate good or bad.
    Handshake(Arc<ServerConfig>),
    /// Something else, after which the connection is over.
    Instead(Performance),
}

/// What a sandbox needs for TLS; made when it is first needed.
#[derive(Default)]
pub(crate) struct Tls {
    authority: OnceLock<Authority>,
    configs: [OnceLock<Arc<ServerConfig>>; 4],
}

impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl Tls {
    /// The authority's certificate.
    pub(crate) fn authority_pem(&self) -> String {
        self.authority().pem()
    }

    /// Another certificate for loopback, of the same authority.
    pub(crate) fn certificate_pem(&self) -> CertificatePem {
        let certified = self.authority().certify(&OWN_NAMES, Validity::NOW);
        certified.pem()
    }

    /// What is done about a connection that begins TLS.
    pub(crate) fn manner(&self, mode: Option<TlsMode>) -> Manner {
        let authority = || self.authority();
        let handshake = |place: usize, certified: &dyn Fn() -> Certified| {
            let config = self.configs[place].get_or_init(|| config(certified()));
            Manner::Handshake(Arc::clone(config))
        };
        match mode {
            None => handshake(0, &|| authority().certify(&OWN_NAMES, Validity::NOW)),
            Some(TlsMode::SelfSigned) => handshake(1, &|| self_signed(&OWN_NAMES)),
            Some(TlsMode::WrongName) => handshake(2, &|| {
                authority().certify(&["elsewhere.test"], Validity::NOW)
            }),
            Some(TlsMode::Expired) => {
                handshake(3, &|| authority().certify(&OWN_NAMES, Validity::OVER))
            }
            Some(TlsMode::OldVersion) => Manner::Instead(refusal::old_version()),
            Some(TlsMode::RefusedVersion) => Manner::Instead(refusal::refused_version()),
            Some(TlsMode::NotTls) => Manner::Instead(refusal::not_tls()),
            Some(TlsMode::Hang) => Manner::Instead(refusal::hang()),
            Some(TlsMode::Reset) => Manner::Instead(refusal::reset()),
            Some(TlsMode::Close) => Manner::Instead(refusal::close()),
        }
    }

    fn authority(&self) -> &Authority {
        self.authority.get_or_init(Authority::new)
    }
}

fn config(certified: Certified) -> Arc<ServerConfig> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_no_client_auth()
        .with_single_cert(vec![certified.certificate], certified.key)
        .expect("the key is the certificate's");
    // The ports speak nothing else.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Arc::new(config)
}
