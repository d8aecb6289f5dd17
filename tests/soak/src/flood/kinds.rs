//! What a server may send without end. A new kind is a new row.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::ServerConfig;

use super::frames;

/// A way in which a server sends without end.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Whether it speaks HTTP/2, and so TLS.
    pub(super) is_secure: bool,
    /// Sends on a connection of this number until that fails.
    pub(super) send: fn(TcpStream, usize, &Arc<ServerConfig>) -> io::Result<()>,
}

pub(super) const KINDS: [Kind; 4] = [
    Kind {
        name: "interim",
        is_secure: false,
        send: |stream, _, _| after_request(stream, b"", &b"HTTP/1.1 103 \r\n\r\n".repeat(4 << 10)),
    },
    Kind {
        name: "body",
        is_secure: false,
        send: |stream, _, _| {
            let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\
                Transfer-Encoding: chunked\r\n\r\n1\r\n\"\r\n";
            after_request(stream, head, &b"1\r\nx\r\n".repeat(10 << 10))
        },
    },
    Kind {
        name: "head",
        is_secure: false,
        send: |stream, _, _| {
            // Each piece leaves as it is.
            stream.set_nodelay(true)?;
            after_request(stream, b"HTTP/1.1 200 OK\r\nX-Endless: ", b"endless")
        },
    },
    Kind {
        name: "frames",
        is_secure: true,
        send: frames::send,
    },
];

/// Reads a request, and sends a beginning, and then the same piece again and again.
fn after_request(mut stream: TcpStream, beginning: &[u8], piece: &[u8]) -> io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut part = [0; 1024];
        match stream.read(&mut part)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => request.extend_from_slice(&part[..count]),
        }
    }
    stream.write_all(beginning)?;
    loop {
        stream.write_all(piece)?;
    }
}
