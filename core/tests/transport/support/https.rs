//! An https server that tells what it saw.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use http::{HeaderMap, Request, Response, Uri, Version};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::CertificateDer;
use rustls::server::ServerConfig;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use super::runtime;

/// A request, as the server saw it.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Which connection it came on, from 0.
    pub(crate) connection: usize,
    pub(crate) version: Version,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    /// The host that the client named in its handshake.
    pub(crate) server_name: Option<String>,
    /// What the client showed, its own certificate first.
    pub(crate) shown: Vec<CertificateDer<'static>>,
}

/// A server that runs on a thread of its own.
pub(crate) struct Https {
    pub(crate) address: SocketAddr,
    seen: Receiver<Seen>,
    closing: watch::Sender<()>,
    closed: Receiver<()>,
}

impl Https {
    /// Responds to each request with `{}`.
    pub(crate) fn start(tls: Arc<ServerConfig>) -> Self {
        Self::start_with(tls, async || ())
    }

    /// The same, after `pause` is over.
    pub(crate) fn start_with<F>(
        tls: Arc<ServerConfig>,
        pause: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (tell, seen) = channel();
        let (started, address) = channel();
        let (closing, close) = watch::channel(());
        let (tell_closed, closed) = channel();
        thread::spawn(move || {
            runtime().block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await;
                let listener = listener.expect("loopback has a free port");
                let address = listener.local_addr().expect("it is bound");
                started.send(address).expect("the test waits");
                let pause = Arc::new(pause);
                for connection in 0.. {
                    let (stream, _) = listener.accept().await.expect("it listens");
                    let tls = TlsAcceptor::from(Arc::clone(&tls));
                    let server = serve(stream, connection, tls, tell.clone(), Arc::clone(&pause));
                    let (mut close, tell_closed) = (close.clone(), tell_closed.clone());
                    // Earlier closings were not meant for this connection.
                    close.mark_unchanged();
                    tokio::spawn(async move {
                        tokio::select! {
                            () = server => {}
                            _ = close.changed() => {}
                        }
                        let _ = tell_closed.send(());
                    });
                }
            });
        });
        Self {
            address: super::next(&address),
            seen,
            closing,
            closed,
        }
    }

    /// Closes the one connection that is open, and returns when it is closed.
    pub(crate) fn close_connection(&self) {
        self.closing.send_replace(());
        super::next(&self.closed);
    }

    /// Returns once the client has closed a connection.
    pub(crate) fn closed_by_client(&self) {
        super::next(&self.closed);
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The same server by a name.
    pub(crate) fn url_at(&self, name: &str) -> String {
        format!("https://{name}:{}", self.address.port())
    }

    pub(crate) fn next(&self) -> Seen {
        super::next(&self.seen)
    }

    /// Whether no request has come that was not taken yet.
    pub(crate) fn is_quiet(&self) -> bool {
        self.seen.try_recv().is_err()
    }
}

async fn serve<F>(
    stream: tokio::net::TcpStream,
    connection: usize,
    tls: TlsAcceptor,
    tell: Sender<Seen>,
    pause: Arc<impl Fn() -> F + Send + Sync + 'static>,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let stream = match tls.accept(stream).into_fallible().await {
        Ok(stream) => stream,
        Err((_, mut refused)) => {
            // A close over unread bytes is a reset, which may overtake the alert.
            let _ = refused.read_to_end(&mut Vec::new()).await;
            return;
        }
    };
    let session = stream.get_ref().1;
    let server_name = session.server_name().map(str::to_owned);
    let shown = session.peer_certificates().unwrap_or_default().to_vec();
    let is_h2 = session.alpn_protocol() == Some(b"h2");
    let service = service_fn(move |request: Request<Incoming>| {
        let seen = Seen {
            connection,
            version: request.version(),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
            server_name: server_name.clone(),
            shown: shown.clone(),
        };
        let _ = tell.send(seen);
        let pause = pause();
        async move {
            pause.await;
            Ok::<_, std::convert::Infallible>(Response::new(Full::new(Bytes::from_static(b"{}"))))
        }
    });
    let stream = TokioIo::new(stream);
    // How a connection ends is the client's affair here.
    if is_h2 {
        let builder = http2::Builder::new(TokioExecutor::new());
        let _ = builder.serve_connection(stream, service).await;
    } else {
        let _ = http1::Builder::new()
            .serve_connection(stream, service)
            .await;
    }
}
