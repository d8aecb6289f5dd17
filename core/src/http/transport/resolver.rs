//! Host names into addresses.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use tower_service::Service;

use crate::http::runtime::BoxFuture;

/// Resolves host names in place of the system's resolver.
pub trait Resolve: fmt::Debug + Send + Sync + 'static {
    /// The addresses of a host, in the order in which to try them; their ports do not count.
    fn resolve(&self, host: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;
}

/// The system's resolver or the caller's own, with its errors marked as such.
#[derive(Debug, Clone)]
pub(super) enum Names {
    System(GaiResolver),
    Own(Arc<dyn Resolve>),
}

/// A name that could not be resolved, so that the connector's error can be told apart.
#[derive(Debug)]
pub(super) struct ResolveError(io::Error);

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
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
        let found: BoxFuture<'static, io::Result<Vec<SocketAddr>>> = match self {
            Self::System(system) => {
                let found = system.call(name);
                Box::pin(async move { Ok(found.await?.collect()) })
            }
            Self::Own(own) => own.resolve(name.as_str()),
        };
        Box::pin(async move {
            let addresses = found.await.map_err(ResolveError)?;
            if addresses.is_empty() {
                return Err(ResolveError(io::Error::other("it has no address")));
            }
            Ok(addresses.into_iter())
        })
    }
}
