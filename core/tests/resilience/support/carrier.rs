//! The transports that the tests run on.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use authloom::{BoxFuture, HttpConfig, Proxy};

use super::hasty::Hasty;

/// What carries the requests of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Hyper,
    #[cfg(feature = "reqwest")]
    Reqwest,
}

/// How host names are resolved, where the system is not to be asked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Names {
    /// There is no such name.
    Unknown,
    /// Nobody responds.
    Silent,
}

impl Carrier {
    /// Each that this build has.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [
            Self::Hyper,
            #[cfg(feature = "reqwest")]
            Self::Reqwest,
        ]
        .into_iter()
    }

    /// How calls travel by it: in everything else as they do by default, but by no proxy of the
    /// environment in which the tests run.
    pub(crate) fn http(self) -> HttpConfig {
        let http = HttpConfig {
            proxy: Proxy::Direct,
            ..HttpConfig::default()
        };
        match self {
            Self::Hyper => http,
            #[cfg(feature = "reqwest")]
            Self::Reqwest => HttpConfig {
                transport: Some(over_reqwest::plain()),
                ..http
            },
        }
    }

    /// The same, and no retry is waited for.
    pub(crate) fn hasty(self) -> HttpConfig {
        HttpConfig {
            runtime: Some(Arc::new(Hasty)),
            ..self.http()
        }
    }

    /// The same, and an authority is trusted.
    pub(crate) fn trusting(self, authority_pem: &str) -> HttpConfig {
        let http = self.hasty();
        match self {
            Self::Hyper => HttpConfig {
                ca_certificates: Some(authority_pem.to_owned()),
                ..http
            },
            #[cfg(feature = "reqwest")]
            Self::Reqwest => HttpConfig {
                transport: Some(over_reqwest::trusting(authority_pem)),
                ..http
            },
        }
    }

    /// The same, where names are resolved so.
    pub(crate) fn naming(self, names: Names) -> HttpConfig {
        let http = HttpConfig {
            allow_http: true,
            ..self.hasty()
        };
        match self {
            Self::Hyper => HttpConfig {
                resolver: Some(Arc::new(names)),
                ..http
            },
            #[cfg(feature = "reqwest")]
            Self::Reqwest => HttpConfig {
                transport: Some(over_reqwest::naming(names)),
                ..http
            },
        }
    }
}

impl authloom::Resolve for Names {
    fn resolve(&self, _host: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        match self {
            Self::Unknown => Box::pin(async { Err(io::Error::other("no such name")) }),
            Self::Silent => Box::pin(std::future::pending()),
        }
    }
}

#[cfg(feature = "reqwest")]
mod over_reqwest {
    use std::io;
    use std::sync::Arc;

    use authloom::Transport;
    use reqwest::dns::{Addrs, Name, Resolve, Resolving};
    use rustls::RootCertStore;
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;

    use super::Names;
    use crate::over_reqwest;

    pub(super) fn plain() -> Arc<dyn Transport> {
        over_reqwest::transport(|| over_reqwest::trusting(RootCertStore::empty()))
    }

    pub(super) fn trusting(authority_pem: &str) -> Arc<dyn Transport> {
        let authority = CertificateDer::from_pem_slice(authority_pem.as_bytes());
        let mut roots = RootCertStore::empty();
        roots
            .add(authority.expect("a certificate"))
            .expect("an authority's certificate");
        over_reqwest::transport(move || over_reqwest::trusting(roots.clone()))
    }

    pub(super) fn naming(names: Names) -> Arc<dyn Transport> {
        over_reqwest::transport(move || {
            over_reqwest::trusting(RootCertStore::empty()).dns_resolver(names)
        })
    }

    impl Resolve for Names {
        fn resolve(&self, _name: Name) -> Resolving {
            match self {
                Self::Unknown => {
                    Box::pin(async { Err::<Addrs, _>(io::Error::other("no such name").into()) })
                }
                Self::Silent => Box::pin(std::future::pending()),
            }
        }
    }
}
