//! Proxies that tell what they were asked, and lead where the test says.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use rustls::server::ServerConfig;
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufStream,
    copy_bidirectional,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::{next, runtime};

/// A proxy that runs on a thread of its own.
pub(crate) struct Proxy<T> {
    pub(crate) address: SocketAddr,
    asked: Receiver<T>,
}

impl<T> Proxy<T> {
    /// What it was asked next.
    pub(crate) fn next(&self) -> T {
        next(&self.asked)
    }

    /// Whether it was asked nothing that was not taken yet.
    pub(crate) fn is_quiet(&self) -> bool {
        self.asked.try_recv().is_err()
    }
}

/// How an http proxy treats those who ask.
#[derive(Clone)]
pub(crate) enum Manner {
    /// Responds to forwarded requests itself, and leads each tunnel to this address.
    Serve(SocketAddr),
    /// Responds to a CONNECT with this.
    Refuse(&'static str),
}

/// An http proxy, spoken to by TLS if it has a certificate. It tells the head of each request.
pub(crate) fn http(manner: Manner, tls: Option<Arc<ServerConfig>>) -> Proxy<String> {
    start(move |stream, tell| {
        let (manner, tls) = (manner.clone(), tls.clone());
        async move {
            match tls {
                None => forward_or_tunnel(stream, manner, tell).await,
                Some(tls) => {
                    let stream = TlsAcceptor::from(tls).accept(stream).await?;
                    forward_or_tunnel(stream, manner, tell).await
                }
            }
        }
    })
}

/// A request to a SOCKS 5 proxy.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// User and password, if the client offered to give them.
    pub(crate) login: Option<(String, String)>,
    /// The target's name or address.
    pub(crate) host: String,
    pub(crate) port: u16,
}

/// A SOCKS 5 proxy (RFC 1928) that leads to one address, whatever it is asked for.
pub(crate) fn socks(target: SocketAddr) -> Proxy<Asked> {
    start(move |mut stream, tell| async move {
        let asked = greet(&mut stream).await?;
        let _ = tell.send(asked);
        let mut beyond = TcpStream::connect(target).await?;
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
        copy_bidirectional(&mut stream, &mut beyond).await.map(drop)
    })
}

fn start<T, F>(serve: impl Fn(TcpStream, Sender<T>) -> F + Send + 'static) -> Proxy<T>
where
    T: Send + 'static,
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let (tell, asked) = channel();
    let (started, address) = channel();
    thread::spawn(move || {
        runtime().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await;
            let listener = listener.expect("loopback has a free port");
            let address = listener.local_addr().expect("it is bound");
            started.send(address).expect("the test waits");
            loop {
                let (stream, _) = listener.accept().await.expect("it listens");
                tokio::spawn(serve(stream, tell.clone()));
            }
        });
    });
    Proxy {
        address: next(&address),
        asked,
    }
}

async fn forward_or_tunnel(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    manner: Manner,
    tell: Sender<String>,
) -> io::Result<()> {
    let mut stream = BufStream::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await? == 0 {
                return Ok(());
            }
        }
        let tunnel = head.starts_with("CONNECT ");
        let _ = tell.send(head);
        match manner {
            Manner::Refuse(response) if tunnel => {
                stream.write_all(response.as_bytes()).await?;
                return stream.shutdown().await;
            }
            Manner::Serve(target) if tunnel => {
                let mut beyond = TcpStream::connect(target).await?;
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
                stream.flush().await?;
                return copy_bidirectional(&mut stream, &mut beyond).await.map(drop);
            }
            _ => {
                stream.write_all(super::raw::OK.as_bytes()).await?;
                stream.flush().await?;
            }
        }
    }
}

async fn greet(stream: &mut TcpStream) -> io::Result<Asked> {
    const WITH_PASSWORD: u8 = 2;
    assert_eq!(stream.read_u8().await?, 5, "the version of SOCKS");
    let count = stream.read_u8().await?;
    let methods = bytes(stream, count).await?;
    let mut login = None;
    if methods.contains(&WITH_PASSWORD) {
        stream.write_all(&[5, WITH_PASSWORD]).await?;
        assert_eq!(stream.read_u8().await?, 1, "the version of RFC 1929");
        let user = text(stream).await?;
        login = Some((user, text(stream).await?));
        stream.write_all(&[1, 0]).await?;
    } else {
        stream.write_all(&[5, 0]).await?;
    }
    let [_version, command, _reserved, kind] = *bytes(stream, 4).await? else {
        unreachable!("four were asked for");
    };
    assert_eq!(command, 1, "CONNECT");
    let host = match kind {
        1 => {
            let parts = bytes(stream, 4).await?;
            let parts: Vec<_> = parts.iter().map(u8::to_string).collect();
            parts.join(".")
        }
        3 => text(stream).await?,
        other => panic!("an address of kind {other}"),
    };
    let port = stream.read_u16().await?;
    Ok(Asked { login, host, port })
}

async fn bytes(stream: &mut TcpStream, count: u8) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; count.into()];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

async fn text(stream: &mut TcpStream) -> io::Result<String> {
    let length = stream.read_u8().await?;
    let bytes = bytes(stream, length).await?;
    Ok(String::from_utf8(bytes).expect("the tests' strings are UTF-8"))
}
