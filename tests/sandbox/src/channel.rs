//! A connection's bytes, to and from its client.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use socket2::SockRef;

/// A connection's bytes. Only its own thread reads and writes them.
#[derive(Debug)]
pub(crate) struct Channel<'a> {
    stream: &'a TcpStream,
}

impl<'a> Channel<'a> {
    pub(crate) fn new(stream: &'a TcpStream) -> Self {
        Self { stream }
    }

    /// How long a read waits at most.
    pub(crate) fn limit_reads(&self, limit: Option<Duration>) -> io::Result<()> {
        self.stream.set_read_timeout(limit)
    }

    /// Tells the client that nothing follows.
    pub(crate) fn end_writes(&self) -> io::Result<()> {
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
        stream.read(into)
    }
}

impl Write for &Channel<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut stream = self.stream;
        stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut stream = self.stream;
        stream.flush()
    }
}
