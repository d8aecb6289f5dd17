//! A connection's bytes, to and from its client, in TLS or not.

use std::cell::{OnceCell, RefCell};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, Stream};
use socket2::SockRef;

/// A connection's bytes. Only its own thread reads and writes them.
#[derive(Debug)]
pub(crate) struct Channel<'a> {
    stream: &'a TcpStream,
    tls: OnceCell<Box<RefCell<ServerConnection>>>,
}

impl<'a> Channel<'a> {
    pub(crate) fn new(stream: &'a TcpStream) -> Self {
        Self {
            stream,
            tls: OnceCell::new(),
        }
    }

    /// Takes part in a TLS handshake, whose first bytes were read already. From then on all bytes
    /// go through TLS.
    pub(crate) fn secure(&self, config: Arc<ServerConfig>, first: &[u8]) -> io::Result<()> {
        let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
        let mut stream = self.stream;
        let mut bytes = first.chain(stream);
        while tls.is_handshaking() {
            while tls.wants_write() {
                tls.write_tls(&mut stream)?;
            }
            if tls.wants_read() {
                if tls.read_tls(&mut bytes)? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                if let Err(error) = tls.process_new_packets() {
                    // What is wrong, the client is told.
                    tls.write_tls(&mut stream)?;
                    return Err(io::Error::other(error));
                }
            }
        }
        while tls.wants_write() {
            tls.write_tls(&mut stream)?;
        }
        self.tls.get_or_init(|| Box::new(RefCell::new(tls)));
        Ok(())
    }

    /// How long a read waits at most.
    pub(crate) fn limit_reads(&self, limit: Option<Duration>) -> io::Result<()> {
        self.stream.set_read_timeout(limit)
    }

    /// Tells the client that nothing follows.
    pub(crate) fn end_writes(&self) -> io::Result<()> {
        if let Some(tls) = self.tls.get() {
            let (mut tls, mut stream) = (tls.borrow_mut(), self.stream);
            tls.send_close_notify();
            while tls.wants_write() {
                tls.write_tls(&mut stream)?;
            }
        }
        self.stream.shutdown(Shutdown::Write)
    }

    /// Has the connection end in a reset once nobody holds it, and what is not sent be forgotten.
    pub(crate) fn reset_when_left(&self) -> io::Result<()> {
        SockRef::from(self.stream).set_linger(Some(Duration::ZERO))
    }
}

impl Read for &Channel<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut stream = self.stream;
        match self.tls.get() {
            None => stream.read(into),
            Some(tls) => Stream::new(&mut *tls.borrow_mut(), &mut stream).read(into),
        }
    }
}

impl Write for &Channel<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut stream = self.stream;
        match self.tls.get() {
            None => stream.write(bytes),
            Some(tls) => Stream::new(&mut *tls.borrow_mut(), &mut stream).write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut stream = self.stream;
        match self.tls.get() {
            None => stream.flush(),
            Some(tls) => Stream::new(&mut *tls.borrow_mut(), &mut stream).flush(),
        }
    }
}
