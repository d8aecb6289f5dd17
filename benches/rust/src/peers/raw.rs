//! A bare socket, which is the limit: a request that was written beforehand, and a response that is
//! read to its end and not decoded.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::tls;
use crate::calls::{INSTANCE, TOKEN, UpsertAuthConfig};
use crate::peer::Peer;

pub(super) struct Raw {
    address: String,
    tls: Option<TlsConnector>,
    get: String,
    upsert: String,
    idle: Mutex<Vec<Connection>>,
}

/// A connection that no call uses, with the buffer that its responses are read into.
struct Connection {
    stream: Box<dyn Stream>,
    buffer: Vec<u8>,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

impl Raw {
    async fn connect(&self) -> Connection {
        let tcp = TcpStream::connect(&self.address).await;
        let tcp = tcp.expect("the server accepts a connection");
        tcp.set_nodelay(true).expect("a socket can be set up");
        let stream: Box<dyn Stream> = match &self.tls {
            None => Box::new(tcp),
            Some(tls) => {
                let name = ServerName::try_from("localhost").expect("it is a name");
                let tls = tls.connect(name, tcp).await;
                Box::new(tls.expect("the server's certificate is trusted"))
            }
        };
        let buffer = Vec::with_capacity(4096);
        Connection { stream, buffer }
    }

    async fn exchange(&self, request: &str) {
        let idle = self.idle().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.connect().await,
        };
        let Connection { stream, buffer } = &mut connection;
        buffer.clear();
        let sent = stream.write_all(request.as_bytes()).await;
        sent.expect("the server reads");
        stream.flush().await.expect("the server reads");
        while !is_whole(buffer) {
            let read = stream.read_buf(buffer).await.expect("the server responds");
            assert!(read > 0, "the server closed the connection");
        }
        self.idle().push(connection);
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a response stands there whole. Its length is the server's own, so that nothing has to be
/// parsed.
fn is_whole(buffer: &[u8]) -> bool {
    const STARTS: &[u8] = b"HTTP/1.1 200 OK\r\n";
    const BODY: usize = 304;
    let starts_well = buffer.len() < STARTS.len() || buffer.starts_with(STARTS);
    assert!(starts_well, "the server refuses");
    let head = buffer.windows(4).position(|window| window == b"\r\n\r\n");
    head.is_some_and(|head| buffer.len() >= head + 4 + BODY)
}

impl Peer for Raw {
    fn new(base_url: &str) -> Self {
        let (scheme, address) = base_url.split_once("://").expect("it is a URL");
        let body = serde_json::to_string(&UpsertAuthConfig::new()).expect("it is JSON");
        let request = |method: &str, body: &str| {
            format!(
                "{method} /v1/integration-instances/{INSTANCE}/auth-config HTTP/1.1\r\n\
                 host: {address}\r\nauthorization: Bearer {TOKEN}\r\n\
                 content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        Self {
            address: address.to_owned(),
            tls: (scheme == "https").then(|| Arc::new(tls::client_config()).into()),
            get: request("GET", ""),
            upsert: request("PUT", &body),
            idle: Mutex::default(),
        }
    }

    async fn get(&self) {
        self.exchange(&self.get).await;
    }

    async fn upsert(&self) {
        self.exchange(&self.upsert).await;
    }
}
