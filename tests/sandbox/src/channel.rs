//! A connection's bytes, to and from its client, in TLS or not.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, Stream};
use socket2::SockRef;

/// How many bytes are read from the socket at once, in TLS.
const CHUNK: usize = 16 * 1024;

/// A connection's bytes. Its own thread reads them. Another may write while that waits for a
/// request.
#[derive(Debug)]
pub(crate) struct Channel {
    stream: TcpStream,
    /// Not held while the socket is waited for, so that a write does not wait for a read.
    tls: OnceLock<Box<Mutex<ServerConnection>>>,
}

impl Channel {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            tls: OnceLock::new(),
        }
    }

    /// Takes part in a TLS handshake, whose first bytes were read already. From then on all bytes
    /// go through TLS.
    pub(crate) fn secure(&self, config: Arc<ServerConfig>, first: &[u8]) -> io::Result<()> {
        let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
        let mut stream = &self.stream;
        let mut bytes = first.chain(stream);
        while tls.is_handshaking() {
            while tls.wants_write() {
                tls.write_tls(&mut stream)?;
            }
            if tls.wants_read() {
                if tls.read_tls(&mut bytes)? == 0 {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
                if let Err(error) = tls.process_new_packets() {
                    // An alert says to the client what is wrong.
                    tls.write_tls(&mut stream)?;
                    return Err(io::Error::other(error));
                }
            }
        }
        while tls.wants_write() {
            tls.write_tls(&mut stream)?;
        }
        self.tls.get_or_init(|| Box::new(Mutex::new(tls)));
        Ok(())
    }

    /// How long a read waits at most.
    pub(crate) fn limit_reads(&self, limit: Option<Duration>) -> io::Result<()> {
        self.stream.set_read_timeout(limit)
    }

    /// How long a write waits at most.
    pub(crate) fn limit_writes(&self, limit: Duration) -> io::Result<()> {
        self.stream.set_write_timeout(Some(limit))
    }

    /// Tells the client that nothing follows.
    pub(crate) fn end_writes(&self) -> io::Result<()> {
        if let Some(tls) = self.tls.get() {
            let (mut tls, mut stream) = (lock(tls), &self.stream);
            tls.send_close_notify();
            while tls.wants_write() {
                tls.write_tls(&mut stream)?;
            }
        }
        self.stream.shutdown(Shutdown::Write)
    }

    /// Closes the connection without a word of TLS.
    pub(crate) fn close(&self) {
        // An error says that the peer was faster.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// Has the connection end in a reset once nobody holds it, and what is not sent be forgotten.
    pub(crate) fn reset_when_left(&self) -> io::Result<()> {
        SockRef::from(&self.stream).set_linger(Some(Duration::ZERO))
    }

    fn read_tls(&self, tls: &Mutex<ServerConnection>, into: &mut [u8]) -> io::Result<usize> {
        let mut stream = &self.stream;
        let mut chunk = [0; CHUNK];
        loop {
            match lock(tls).reader().read(into) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                read => return read,
            }
            let count = stream.read(&mut chunk)?;
            let mut unread = &chunk[..count];
            let mut tls = lock(tls);
            loop {
                // Of no bytes it learns that the stream has ended.
                tls.read_tls(&mut unread)?;
                tls.process_new_packets().map_err(io::Error::other)?;
                if unread.is_empty() {
                    break;
                }
            }
            while tls.wants_write() {
                tls.write_tls(&mut stream)?;
            }
        }
    }
}

impl Read for &Channel {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.tls.get() {
            None => (&self.stream).read(into),
            Some(tls) => self.read_tls(tls, into),
        }
    }
}

impl Write for &Channel {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut stream = &self.stream;
        match self.tls.get() {
            None => stream.write(bytes),
            Some(tls) => Stream::new(&mut *lock(tls), &mut stream).write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut stream = &self.stream;
        match self.tls.get() {
            None => stream.flush(),
            Some(tls) => Stream::new(&mut *lock(tls), &mut stream).flush(),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
