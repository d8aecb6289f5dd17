//! What lies below an error, layer by layer, for bindings: each language has errors of its own for
//! what the operating system, the resolver or TLS reports.

use std::error::Error as StdError;
use std::io;

use rustls::CertificateError;

use super::Error;
use crate::http::ResolveError;

/// One layer below an error. For bindings: it may change at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// What the layer says.
    pub text: String,
    /// The operating system's number, if it is one of its errors.
    pub os_error: Option<i32>,
    /// What went wrong, where no number of the operating system says it.
    pub reason: Option<Reason>,
}

/// What a layer reports that is no error of the operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The host name does not exist.
    NameNotFound,
    /// The host name could not be resolved, and may be later.
    NameUnresolved,
    /// The connection ended too early.
    ConnectionClosed,
    /// The certificate has expired.
    CertificateExpired,
    /// The certificate is not valid yet.
    CertificateNotYetValid,
    /// The certificate is for another name.
    CertificateNameMismatch,
    /// The certificate was revoked.
    CertificateRevoked,
    /// No trusted authority signed the certificate.
    CertificateUntrusted,
    /// TLS failed in another way.
    Tls,
}

impl Error {
    /// What lies below this error, from the top down; a layer that only repeats what the one below
    /// says is left out.
    #[doc(hidden)]
    pub fn layers(&self) -> Vec<Layer> {
        let mut layers: Vec<Layer> = Vec::new();
        let mut next = self.source();
        while let Some(source) = next {
            next = source.source();
            let text = source.to_string();
            let is_repeated = next.is_some_and(|below| below.to_string() == text);
            if !is_repeated {
                layers.push(Layer {
                    os_error: os_error(source),
                    reason: reason(source),
                    text,
                });
            }
        }
        layers
    }
}

fn os_error(source: &(dyn StdError + 'static)) -> Option<i32> {
    source
        .downcast_ref::<io::Error>()
        .and_then(io::Error::raw_os_error)
}

fn reason(source: &(dyn StdError + 'static)) -> Option<Reason> {
    if let Some(error) = source.downcast_ref::<io::Error>() {
        let carried = error.get_ref().and_then(|carried| reason(carried));
        let is_end = error.kind() == io::ErrorKind::UnexpectedEof;
        return carried.or(is_end.then_some(Reason::ConnectionClosed));
    }
    if let Some(error) = source.downcast_ref::<ResolveError>() {
        return Some(if error.is_unknown_name() {
            Reason::NameNotFound
        } else {
            Reason::NameUnresolved
        });
    }
    let tls = source.downcast_ref::<rustls::Error>()?;
    Some(match tls {
        rustls::Error::InvalidCertificate(error) => match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                Reason::CertificateExpired
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Reason::CertificateNotYetValid
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Reason::CertificateNameMismatch
            }
            CertificateError::Revoked => Reason::CertificateRevoked,
            _ => Reason::CertificateUntrusted,
        },
        _ => Reason::Tls,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn layers(source: impl StdError + Send + Sync + 'static) -> Vec<Layer> {
        Error::new(ErrorKind::Transport, "it failed")
            .caused_by(Box::new(source))
            .layers()
    }

    #[test]
    fn a_layer_that_repeats_the_one_below_is_left_out() {
        let inner = io::Error::from_raw_os_error(2);
        let text = inner.to_string();
        let outer = crate::TransportError {
            phase: crate::Phase::Connect,
            may_have_left: false,
            cause: crate::Cause::Other,
            source: Box::new(inner),
        };
        let found = layers(outer);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].os_error, Some(2));
        assert_eq!(found[1].text, text);
    }

    #[test]
    fn a_certificate_names_its_reason() {
        let error = rustls::Error::InvalidCertificate(CertificateError::Expired);
        let carried = io::Error::new(io::ErrorKind::InvalidData, error);
        assert_eq!(layers(carried)[0].reason, Some(Reason::CertificateExpired));
    }
}
