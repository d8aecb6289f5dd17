//! A connection to a server: directly or by a proxy, in the clear or by TLS.

use std::error::Error as StdError;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ::http::Uri;
use ::http::uri::InvalidUri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::SocksV5;
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::classify::{find, of_connecting};
use super::error::{Cause, Phase, TransportError};
use super::proxy::{Proxies, is_socks};
use super::resolver::{Names, ResolveError};
use super::socket::Socket;
use super::stream::{Stream, Tls};
use super::tls_records::TlsRecords;
use super::tunnel;
use crate::config::HttpConfig;
use crate::config::tls::LazyTls;

type BoxError = Box<dyn StdError + Send + Sync>;
/// Makes connections.
pub(super) struct Connector {
    names: Names,
    tcp: HttpConnector<Names>,
    proxies: Arc<Proxies>,
    config: Arc<HttpConfig>,
    tls: Arc<LazyTls>,
}

impl Connector {
    pub(super) fn new(config: Arc<HttpConfig>, tls: Arc<LazyTls>, proxies: Arc<Proxies>) -> Self {
        let names = match &config.resolver {
            Some(own) => Names::Own(Arc::clone(own)),
            None => Names::System,
        };
        let mut tcp = HttpConnector::new_with_resolver(names.clone());
        tcp.enforce_http(false);
        // What is written in pieces would wait for acknowledgements between them.
        tcp.set_nodelay(true);
        Self {
            names,
            tcp,
            proxies,
            config,
            tls,
        }
    }

    fn tls(&self) -> Result<Arc<ClientConfig>, TransportError> {
        let tls = self.tls.get(&self.config);
        tls.map_err(|why| of_connecting(Phase::Tls, why.into()))
    }

    /// Connects to a server, with all that lies between.
    pub(super) async fn connect(&self, server: &Uri) -> Result<Stream, TransportError> {
        let proxy = self.proxies.intercept(server);
        let is_secure = server.scheme_str() == Some("https");
        // What leads to the server: a socket, or a proxy that is spoken to by TLS.
        let hop = match &proxy {
            None => Stream::Plain(self.tcp(server.clone()).await?),
            Some(proxy) if is_socks(proxy) => Stream::Plain(self.by_socks(proxy, server).await?),
            Some(proxy) if is_secure => self.by_tunnel(proxy, server).await?,
            Some(proxy) => self
                .reach(proxy)?
                .call(proxy.uri().clone())
                .await?
                .into_inner(),
        };
        Ok(match hop {
            Stream::Plain(socket) if is_secure => {
                Stream::Tls(Box::new(handshake(socket, self.tls()?, server).await?))
            }
            Stream::Tls(stream) if is_secure => {
                Stream::Nested(Box::new(handshake(*stream, self.tls()?, server).await?))
            }
            hop => hop,
        })
    }

    async fn tcp(&self, server: Uri) -> Result<Socket, TransportError> {
        let stream = self.tcp.clone().call(server).await;
        let stream = stream.map_err(|error| failed(error.into()))?;
        Ok(Socket::new(stream.into_inner()))
    }

    /// What reaches a proxy, by TLS if its URL says so.
    fn reach(&self, proxy: &Intercept) -> Result<Reach, TransportError> {
        let tls = if proxy.uri().scheme_str() == Some("https") {
            // To the proxy we speak HTTP/1.1, whatever the server beyond it offers.
            let mut tls = ClientConfig::clone(&*self.tls()?);
            tls.alpn_protocols.clear();
            Some(Arc::new(tls))
        } else {
            None
        };
        let tcp = self.tcp.clone();
        Ok(Reach { tcp, tls })
    }

    async fn by_tunnel(&self, proxy: &Intercept, server: &Uri) -> Result<Stream, TransportError> {
        let hop = self.reach(proxy)?.call(proxy.uri().clone()).await?;
        tunnel::open(hop.into_inner(), server, proxy.basic_auth()).await
    }

    async fn by_socks(&self, proxy: &Intercept, server: &Uri) -> Result<Socket, TransportError> {
        let target = match proxy.uri().scheme_str() {
            Some("socks5") => self.looked_up(server).await?,
            _ => server.host().unwrap_or_default().to_owned(),
        };
        let default = if server.scheme_str() == Some("https") {
            443
        } else {
            80
        };
        let target = at(&target, server.port_u16().unwrap_or(default))?;
        let reached = proxy.uri();
        let reached = at(
            reached.host().unwrap_or_default(),
            reached.port_u16().unwrap_or(SOCKS_PORT),
        )?;
        let mut socks = SocksV5::new(reached, self.tcp.clone());
        if let Some((user, password)) = proxy.raw_auth() {
            socks = socks.with_auth(user.to_owned(), password.to_owned());
        }
        let stream = socks.call(target).await;
        let stream = stream.map_err(|error| failed(error.into()))?;
        Ok(Socket::new(stream.into_inner()))
    }

    /// The server's address as a URL writes it. `SocksV5` would block the thread to look it up,
    /// and ask the system whatever the configuration says.
    async fn looked_up(&self, server: &Uri) -> Result<String, TransportError> {
        let host = server.host().unwrap_or_default();
        if host.starts_with('[') || host.parse::<IpAddr>().is_ok() {
            return Ok(host.to_owned());
        }
        let name = host.parse();
        let name = name.map_err(|_| failed("the host is not a name".into()))?;
        let found = self.names.clone().call(name).await;
        let mut found = found.map_err(|error| failed(error.into()))?;
        let address = found
            .next()
            .expect("a name without an address is not found");
        Ok(match address.ip() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        })
    }
}

/// Why there is no connection, by what the chain of causes holds.
fn failed(source: BoxError) -> TransportError {
    let (phase, cause) = if let Some(error) = find::<TransportError>(&*source) {
        (error.phase, error.cause)
    } else if let Some(error) = find::<ResolveError>(&*source) {
        let cause = if error.is_unknown_name() {
            Cause::Refused
        } else {
            Cause::Other
        };
        (Phase::Resolve, cause)
    } else if find::<rustls::Error>(&*source).is_some() {
        // A handshake that broke or timed out is an error of the stream, not one of TLS.
        (Phase::Tls, Cause::Refused)
    } else {
        (Phase::Connect, Cause::Other)
    };
    TransportError {
        cause,
        ..of_connecting(phase, source)
    }
}

/// Agrees on TLS with a server.
async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    tls: Arc<ClientConfig>,
    server: &Uri,
) -> Result<Tls<S>, TransportError> {
    let host = server.host().unwrap_or_default();
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(name.to_owned());
    let name = name.map_err(|error| of_connecting(Phase::Tls, error.into()))?;
    let stream = TlsRecords::new(stream);
    let stream = TlsConnector::from(tls).connect(name, stream).await;
    stream.map_err(|error| failed(error.into()))
}

/// Where a SOCKS proxy listens whose URL names no port (RFC 1928, section 3).
const SOCKS_PORT: u16 = 1080;

/// A host and port as a URI, for connectors that look at nothing else of it.
fn at(host: &str, port: u16) -> Result<Uri, TransportError> {
    let uri = format!("http://{host}:{port}/").parse();
    uri.map_err(|error: InvalidUri| failed(error.into()))
}

/// Reaches a proxy.
#[derive(Clone)]
struct Reach {
    tcp: HttpConnector<Names>,
    tls: Option<Arc<ClientConfig>>,
}

impl Service<Uri> for Reach {
    type Response = TokioIo<Stream>;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, TransportError>> + Send>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, proxy: Uri) -> Self::Future {
        let Self { mut tcp, tls } = self.clone();
        Box::pin(async move {
            let stream = tcp.call(proxy.clone()).await;
            let stream: TokioIo<TcpStream> = stream.map_err(|error| failed(error.into()))?;
            let socket = Socket::new(stream.into_inner());
            Ok(TokioIo::new(match tls {
                None => Stream::Plain(socket),
                Some(tls) => Stream::Tls(Box::new(handshake(socket, tls, &proxy).await?)),
            }))
        })
    }
}
