//! HTTP/2 frames that are about no request, without end.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Frames of the connection (RFC 9113, section 6), with their heads. The client replies to the
/// first two, and to the third it need not.
const FRAMES: [&[u8]; 3] = [
    // SETTINGS without any.
    &[0, 0, 0, 4, 0, 0, 0, 0, 0],
    // PING.
    &[0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8],
    // WINDOW_UPDATE by one byte.
    &[0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1],
];
/// How many of them are sent before the client's replies are read.
const AT_ONCE: usize = 1 << 10;

/// Sends frames of one kind, which is another on the next connection, until that fails.
pub(super) fn send(stream: TcpStream, number: usize, tls: &Arc<ServerConfig>) -> io::Result<()> {
    let session = ServerConnection::new(Arc::clone(tls)).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(session, stream);
    // The first frame must be SETTINGS (RFC 9113, section 3.4).
    stream.write_all(FRAMES[0])?;
    let frames = FRAMES[number % FRAMES.len()].repeat(AT_ONCE);
    loop {
        stream.write_all(&frames)?;
        read_what_is_there(&mut stream)?;
    }
}

/// A client that cannot send its replies would read no further.
fn read_what_is_there(stream: &mut StreamOwned<ServerConnection, TcpStream>) -> io::Result<()> {
    stream.sock.set_nonblocking(true)?;
    let read = loop {
        match stream.read(&mut [0; 4 << 10]) {
            Ok(0) => break Err(ErrorKind::UnexpectedEof.into()),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    stream.sock.set_nonblocking(false)?;
    read
}
