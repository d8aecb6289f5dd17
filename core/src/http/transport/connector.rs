//! A connection to a server: directly or by a proxy, in the clear or by TLS.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ::http::Uri;
use ::http::uri::InvalidUri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::dns::GaiResolver;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower_service::Service;

use super::Phase;
use super::breakage::find;
use super::proxy::Proxies;
use super::resolver::{Names, ResolveError};
use crate::config::HttpConfig;
use crate::config::tls::LazyTls;

type BoxError = Box<dyn StdError + Send + Sync>;
/// The first hop: the server, or a proxy that may itself be spoken to by TLS.
type Hop = MaybeHttpsStream<TokioIo<TcpStream>>;

/// Why there is no connection, and how far it came.
#[derive(Debug)]
pub(super) struct ConnectError {
    pub(super) phase: Phase,
    source: BoxError,
}

impl ConnectError {
    fn new(source: BoxError) -> Self {
        let phase = if find::<ResolveError>(&*source).is_some() {
            Phase::Resolve
        } else if find::<rustls::Error>(&*source).is_some() {
            Phase::Tls
        } else {
            Phase::Connect
        };
        Self { phase, source }
    }

    fn tls(why: String) -> Self {
        Self {
            phase: Phase::Tls,
            source: why.into(),
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl StdError for ConnectError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// Makes connections. Hyper's client clones it several times a call, so that is one count.
#[derive(Clone)]
pub(super) struct Connector(Arc<Dialer>);

/// What a connection is made with; its own copy, since connectors change as they connect.
#[derive(Clone)]
struct Dialer {
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
            None => Names::System(GaiResolver::new()),
        };
        let mut tcp = HttpConnector::new_with_resolver(names.clone());
        tcp.enforce_http(false);
        // What is written in pieces would wait for acknowledgements between them.
        tcp.set_nodelay(true);
        Self(Arc::new(Dialer {
            names,
            tcp,
            proxies,
            config,
            tls,
        }))
    }
}

impl Dialer {
    fn tls(&self) -> Result<Arc<ClientConfig>, ConnectError> {
        self.tls.get(&self.config).map_err(ConnectError::tls)
    }

    async fn connect(mut self, server: Uri) -> Result<Stream, ConnectError> {
        let proxy = self.proxies.intercept(&server);
        let secure = server.scheme_str() == Some("https");
        let forwarded = proxy
            .as_ref()
            .is_some_and(|proxy| !secure && !is_socks(proxy));
        let hop = match &proxy {
            None => self.tcp(server.clone()).await?,
            Some(proxy) if is_socks(proxy) => self.by_socks(proxy, server.clone()).await?,
            Some(proxy) if forwarded => self.hop_to_proxy(proxy).await?,
            Some(proxy) => self.by_tunnel(proxy, server.clone()).await?,
        };
        let inner = if secure {
            self.by_tls(hop, server).await?
        } else {
            MaybeHttpsStream::Http(hop)
        };
        Ok(Stream { inner, forwarded })
    }

    async fn tcp(&mut self, server: Uri) -> Result<Hop, ConnectError> {
        let stream = self.tcp.call(server).await;
        stream
            .map(MaybeHttpsStream::Http)
            .map_err(|error| ConnectError::new(error.into()))
    }

    /// Reaches the proxy itself, by TLS if its URL says so.
    async fn hop_to_proxy(&mut self, proxy: &Intercept) -> Result<Hop, ConnectError> {
        let mut reach = self.reach_proxy(proxy)?;
        reach
            .call(proxy.uri().clone())
            .await
            .map_err(ConnectError::new)
    }

    fn reach_proxy(
        &self,
        proxy: &Intercept,
    ) -> Result<HttpsConnector<HttpConnector<Names>>, ConnectError> {
        let tls = if proxy.uri().scheme_str() == Some("https") {
            // To the proxy we speak HTTP/1.1, whatever the server beyond it offers.
            let mut tls = ClientConfig::clone(&*self.tls()?);
            tls.alpn_protocols.clear();
            Arc::new(tls)
        } else {
            plain_tls()
        };
        Ok(HttpsConnector::from((self.tcp.clone(), tls)))
    }

    async fn by_tunnel(&mut self, proxy: &Intercept, server: Uri) -> Result<Hop, ConnectError> {
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.reach_proxy(proxy)?);
        if let Some(authorization) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(authorization.clone());
        }
        let hop = tunnel.call(server).await;
        hop.map_err(|error| ConnectError::new(error.into()))
    }

    async fn by_socks(&mut self, proxy: &Intercept, server: Uri) -> Result<Hop, ConnectError> {
        let target = match proxy.uri().scheme_str() {
            Some("socks5") => self.looked_up(&server).await?,
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
        stream
            .map(MaybeHttpsStream::Http)
            .map_err(|error| ConnectError::new(error.into()))
    }

    /// The server's address as a URL writes it. `SocksV5` would block the thread to look it up,
    /// and ask the system whatever the configuration says.
    async fn looked_up(&mut self, server: &Uri) -> Result<String, ConnectError> {
        let host = server.host().unwrap_or_default();
        if host.starts_with('[') || host.parse::<IpAddr>().is_ok() {
            return Ok(host.to_owned());
        }
        let name = host
            .parse()
            .map_err(|error| ConnectError::new(Box::new(error)))?;
        let found = self.names.call(name).await;
        let mut found = found.map_err(|error| ConnectError::new(error.into()))?;
        let address = found
            .next()
            .expect("a name without an address is not found");
        Ok(match address.ip() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        })
    }

    async fn by_tls(&self, hop: Hop, server: Uri) -> Result<MaybeHttpsStream<Hop>, ConnectError> {
        let mut handshake = HttpsConnector::from((Ready(Some(hop)), self.tls()?));
        handshake.call(server).await.map_err(ConnectError::new)
    }
}

/// What stands in for a TLS configuration where none is used: nothing is trusted.
fn plain_tls() -> Arc<ClientConfig> {
    Arc::new(crate::config::tls::trusting_nobody())
}

/// Where a SOCKS proxy listens whose URL names no port (RFC 1928, section 3).
const SOCKS_PORT: u16 = 1080;

/// A host and port as a URI, for connectors that look at nothing else of it.
fn at(host: &str, port: u16) -> Result<Uri, ConnectError> {
    let uri = format!("http://{host}:{port}/").parse();
    uri.map_err(|error: InvalidUri| ConnectError::new(error.into()))
}

fn is_socks(proxy: &Intercept) -> bool {
    proxy
        .uri()
        .scheme_str()
        .is_some_and(|scheme| scheme.starts_with("socks"))
}

/// A stream that stands already, as a connector, so that `HttpsConnector` does the handshake.
struct Ready(Option<Hop>);

impl Service<Uri> for Ready {
    type Response = Hop;
    type Error = io::Error;
    type Future = std::future::Ready<Result<Hop, io::Error>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _server: Uri) -> Self::Future {
        let stream = self.0.take();
        std::future::ready(stream.ok_or_else(|| io::Error::other("a stream is used once")))
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = ConnectError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, ConnectError>> + Send>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        Box::pin(Dialer::clone(&self.0).connect(server))
    }
}

/// A connection that stands.
pub(super) struct Stream {
    inner: MaybeHttpsStream<Hop>,
    /// Whether a proxy forwards the requests, which then name their target in full.
    forwarded: bool,
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        // Not the addresses that the inner one adds: every answer would get a copy of them.
        let connected = Connected::new().proxy(self.forwarded);
        if self.inner.connected().is_negotiated_h2() {
            connected.negotiated_h2()
        } else {
            connected
        }
    }
}

impl hyper::rt::Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: hyper::rt::ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl hyper::rt::Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, slices)
    }
}
