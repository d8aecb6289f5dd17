//! A private authority, and what it certifies.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer,
    PKCS_ECDSA_P256_SHA256, PublicKeyData, SanType, SerialNumber, SignatureAlgorithm, SigningKey,
    date_time_ymd,
};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use rustls::RootCertStore;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ServerConfig, WebPkiClientVerifier};

/// A key that certificates are made for, and signed with. `rcgen` has its own, but only together
/// with a parser of certificates and a second `syn`.
struct Key {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
}

impl Key {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random)
            .expect("the system gives random bytes");
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random)
                .expect("a key that was just made is one");
        Self {
            pair,
            pkcs8: pkcs8.as_ref().to_vec(),
        }
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

impl SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let signature = self.pair.sign(&SystemRandom::new(), message);
        Ok(signature
            .expect("the system gives random bytes")
            .as_ref()
            .to_vec())
    }
}

/// An authority that nobody knows but whom it is given to.
pub(crate) struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, Key>,
}

/// A certificate with its key.
pub(crate) struct Certified {
    pub(crate) certificate: CertificateDer<'static>,
    key: Key,
}

/// When a certificate is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    Now,
    Past,
    Future,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = params("a private authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = Key::new();
        let certificate = params.self_signed(&key).expect("it is complete");
        Self {
            certificate: certificate.der().clone(),
            issuer: Issuer::new(params, key),
        }
    }

    pub(crate) fn pem(&self) -> String {
        pem("CERTIFICATE", &self.certificate)
    }

    /// What trusts it and no other.
    pub(crate) fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots
            .add(self.certificate.clone())
            .expect("an authority's certificate");
        roots
    }

    /// Certifies a host name, beside 127.0.0.1 if `loopback`.
    pub(crate) fn certify(&self, name: &str, loopback: bool, validity: Validity) -> Certified {
        let mut params = params(name);
        let dns = name.try_into().expect("a host name");
        params.subject_alt_names = vec![SanType::DnsName(dns)];
        if loopback {
            let address = SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST));
            params.subject_alt_names.push(address);
        }
        let (from, to) = match validity {
            Validity::Now => (2020, 4096),
            Validity::Past => (2020, 2021),
            Validity::Future => (4095, 4096),
        };
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        let key = Key::new();
        let certificate = params.signed_by(&key, &self.issuer);
        Certified {
            certificate: certificate.expect("it is complete").der().clone(),
            key,
        }
    }

    /// A server on 127.0.0.1 and `localhost` that this authority certifies.
    pub(crate) fn server(&self, alpn: &[&str]) -> Arc<ServerConfig> {
        self.certify("localhost", true, Validity::Now).server(alpn)
    }

    /// The same, where whoever has no certificate of this authority is turned away.
    pub(crate) fn strict_server(
        &self,
        version: &'static rustls::SupportedProtocolVersion,
    ) -> Arc<ServerConfig> {
        let roots = self.roots();
        let provider = Arc::new(default_provider());
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
                .build()
                .expect("there is one authority to trust");
        let own = self.certify("localhost", true, Validity::Now);
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .expect("ring serves it")
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![own.certificate.clone()], own.private_key())
            .expect("the key belongs to the certificate");
        Arc::new(config)
    }
}

impl Certified {
    pub(crate) fn chain_pem(&self) -> String {
        pem("CERTIFICATE", &self.certificate)
    }

    pub(crate) fn key_pem(&self) -> String {
        pem("PRIVATE KEY", &self.key.pkcs8)
    }

    fn private_key(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.pkcs8.clone()).into()
    }

    /// A server that shows this certificate.
    pub(crate) fn server(&self, alpn: &[&str]) -> Arc<ServerConfig> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring serves every version")
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], self.private_key())
            .expect("the key belongs to the certificate");
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        Arc::new(config)
    }
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.serial_number = Some(SerialNumber::from(1));
    params
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}
