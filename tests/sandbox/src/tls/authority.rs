//! An authority that nobody knows but whom it is given to, and the certificates that it signs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyIdMethod, KeyUsagePurpose, PublicKeyData, SerialNumber,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use super::key::Key;

/// The names that the ports go by.
pub(crate) const OWN_NAMES: [&str; 2] = ["localhost", "127.0.0.1"];

/// For how many days certificates are valid: no client takes this for too long.
const DAYS: i64 = 365;

/// An authority of one sandbox's own.
pub(crate) struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, Key>,
}

/// A server's certificate with its key.
pub(crate) struct Certified {
    pub(crate) certificate: CertificateDer<'static>,
    pub(crate) key: PrivateKeyDer<'static>,
}

impl Certified {
    /// Certificate and key, as programs are given them.
    pub(crate) fn pem(&self) -> CertificatePem {
        CertificatePem {
            certificate: pem("CERTIFICATE", &self.certificate),
            key: pem("PRIVATE KEY", self.key.secret_der()),
        }
    }
}

/// A server's certificate and its private key (PKCS #8), in PEM.
#[derive(Clone)]
pub struct CertificatePem {
    /// The certificate.
    pub certificate: String,
    /// Its private key.
    pub key: String,
}

/// The time in which a certificate is valid, in days from now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Validity {
    from: i64,
    to: i64,
}

impl Validity {
    /// From yesterday on, since clocks differ.
    pub(crate) const NOW: Self = Self { from: -1, to: DAYS };
    /// It is over since yesterday.
    pub(crate) const OVER: Self = Self {
        from: -DAYS,
        to: -1,
    };
}

impl Authority {
    pub(crate) fn new() -> Self {
        let key = Key::new();
        let mut params = parameters("Authloom sandbox authority", &[], Validity::NOW, &key);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key).expect("it can be signed");
        Self {
            certificate: certificate.into(),
            issuer: Issuer::new(params, key),
        }
    }

    /// Its certificate, in the form that programs get it.
    pub(crate) fn pem(&self) -> String {
        pem("CERTIFICATE", &self.certificate)
    }

    /// A server's certificate of this authority.
    pub(crate) fn certify(&self, names: &[&str], validity: Validity) -> Certified {
        let key = Key::new();
        let certificate = server_parameters(names, validity, &key)
            .signed_by(&key, &self.issuer)
            .expect("it can be signed");
        Certified {
            certificate: certificate.into(),
            key: key.into_private(),
        }
    }
}

/// A server's certificate that no authority signed.
pub(crate) fn self_signed(names: &[&str]) -> Certified {
    let key = Key::new();
    let certificate = server_parameters(names, Validity::NOW, &key)
        .self_signed(&key)
        .expect("it can be signed");
    Certified {
        certificate: certificate.into(),
        key: key.into_private(),
    }
}

/// DER as text (RFC 7468).
fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        pem.extend(line.iter().copied().map(char::from));
        pem.push('\n');
    }
    pem + &format!("-----END {label}-----\n")
}

fn server_parameters(names: &[&str], validity: Validity, key: &Key) -> CertificateParams {
    let mut params = parameters("Authloom sandbox", names, validity, key);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params
}

fn parameters(subject: &str, names: &[&str], validity: Validity, key: &Key) -> CertificateParams {
    let names: Vec<_> = names.iter().copied().map(str::to_owned).collect();
    let mut params = CertificateParams::new(names).expect("names are ASCII");
    params.distinguished_name.push(DnType::CommonName, subject);
    // Every key is made for one certificate, so what tells the keys apart tells these apart too.
    let id = Sha256::digest(key.der_bytes());
    params.serial_number = Some(SerialNumber::from_slice(&id[..16]));
    params.key_identifier_method = KeyIdMethod::PreSpecified(id[..20].to_vec());
    let now = OffsetDateTime::now_utc();
    params.not_before = now + Duration::days(validity.from);
    params.not_after = now + Duration::days(validity.to);
    params
}
