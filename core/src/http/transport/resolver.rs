//! Host names into addresses.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use dns_lookup::{LookupError, LookupErrorKind, getaddrinfo};
use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

use crate::http::runtime::BoxFuture;

/// Resolves host names in place of the system's resolver.
pub trait Resolve: fmt::Debug + Send + Sync + 'static {
    /// The addresses of a host, in the order in which to try them; their ports do not count.
    fn resolve(&self, host: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;
}

/// The system's resolver or the caller's own.
#[derive(Debug, Clone)]
pub(super) enum Names {
    System,
    Own(Arc<dyn Resolve>),
}

/// A name that could not be resolved. It keeps the resolver's code, which an `io::Error` has no
/// place for.
#[derive(Debug)]
pub(crate) enum ResolveError {
    System(LookupErrorKind, io::Error),
    Other(io::Error),
}

impl ResolveError {
    /// Whether the name does not exist, so that asking again does not help.
    pub(crate) fn is_unknown_name(&self) -> bool {
        let kind = match self {
            Self::System(kind, _) => kind,
            Self::Other(_) => return false,
        };
        matches!(kind, LookupErrorKind::NoName | LookupErrorKind::NoData)
    }
}

impl From<LookupError> for ResolveError {
    fn from(error: LookupError) -> Self {
        Self::System(error.kind(), error.into())
    }
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::System(_, error) | Self::Other(error)) = self;
        error.fmt(f)
    }
}

impl std::error::Error for ResolveError {}

impl Service<Name> for Names {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = ResolveError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, ResolveError>> + Send>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), ResolveError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let own = match self {
            Self::System => None,
            Self::Own(own) => Some(own.resolve(name.as_str())),
        };
        Box::pin(async move {
            let addresses = match own {
                Some(found) => found.await.map_err(ResolveError::Other)?,
                // The system's resolver blocks.
                None => tokio::task::spawn_blocking(move || of_system(name.as_str()))
                    .await
                    .map_err(|error| ResolveError::Other(error.into()))??,
            };
            if addresses.is_empty() {
                return Err(ResolveError::Other(io::Error::other("it has no address")));
            }
            Ok(addresses.into_iter())
        })
    }
}

fn of_system(host: &str) -> Result<Vec<SocketAddr>, ResolveError> {
    let hints = dns_lookup::AddrInfoHints {
        socktype: dns_lookup::SockType::Stream.into(),
        ..dns_lookup::AddrInfoHints::default()
    };
    let found = getaddrinfo(Some(host), None, Some(hints))?;
    let addresses = found.map(|one| one.map(|one| one.sockaddr));
    addresses
        .collect::<io::Result<_>>()
        .map_err(ResolveError::Other)
}
