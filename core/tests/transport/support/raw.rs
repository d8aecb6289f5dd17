//! A server that is nothing but sockets, for what is about bytes and connections.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// A success that leaves the connection open.
pub(crate) const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// Serves each connection on a thread of its own, numbered from 0, and returns the address.
pub(crate) fn serve(connection: impl Fn(Connection, usize) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr().expect("it is bound");
    let connection = Arc::new(connection);
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let Ok(stream) = stream else { return };
            let connection = Arc::clone(&connection);
            thread::spawn(move || connection(Connection(stream), number));
        }
    });
    address
}

/// One connection, as its server sees it. Dropping it closes it.
pub(crate) struct Connection(TcpStream);

impl Connection {
    /// The next request with head and body, or none once the client has closed.
    pub(crate) fn request(&mut self) -> Option<String> {
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
                let body = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "))
                    .map_or(0, |length| length.parse().expect("a number"));
                if bytes.len() >= end + 4 + body {
                    return Some(String::from_utf8(bytes).expect("all our requests are UTF-8"));
                }
            }
            let mut piece = [0; 4096];
            match self.0.read(&mut piece) {
                Ok(0) => return None,
                Ok(count) => bytes.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
    }

    /// Sends bytes; `false` once the client has closed.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.0.write_all(bytes.as_ref()).is_ok()
    }

    /// The bare socket.
    pub(crate) fn into_stream(self) -> TcpStream {
        self.0
    }

    /// What closes it from elsewhere.
    pub(crate) fn closer(&self) -> Closer {
        Closer(
            self.0
                .try_clone()
                .expect("a socket can have a second handle"),
        )
    }

    /// Responds to every request with the same until the client closes.
    pub(crate) fn respond_all(&mut self, response: &str) {
        while self.request().is_some() && self.send(response) {}
    }
}

/// Closes a connection that its server waits on.
pub(crate) struct Closer(TcpStream);

impl Closer {
    /// Closes it now: when this returns, its end stands in the client's socket.
    pub(crate) fn close(&self) {
        self.0.shutdown(Shutdown::Both).expect("it stands");
    }
}
