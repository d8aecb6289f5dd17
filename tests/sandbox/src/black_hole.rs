//! An address that swallows connections.

use std::fs;
use std::io;
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use socket2::Socket;

use crate::loopback;

/// How many connections may wait to be accepted.
const BACKLOG: i32 = 1;
/// Only guards against hanging.
const LIMIT: Duration = Duration::from_secs(30);

/// A listener on loopback that never accepts and whose backlog is full: who connects to it hears
/// nothing, neither yes nor no, for as long as it is kept. On Linux only.
#[derive(Debug)]
pub struct BlackHole {
    address: SocketAddr,
    _listener: Socket,
    _waiting: Vec<TcpStream>,
}

impl BlackHole {
    /// Opens one.
    pub fn open() -> io::Result<Self> {
        let (listener, address) = loopback::listen(BACKLOG)?;
        let mut waiting = Vec::new();
        // Linux takes one more than the backlog.
        for count in 1..=BACKLOG.unsigned_abs() + 1 {
            waiting.push(TcpStream::connect(address)?);
            // The client is connected before the listener knows it. Without waiting for that,
            // one connection too many could still get in.
            await_backlog(address, count)?;
        }
        Ok(Self {
            address,
            _listener: listener,
            _waiting: waiting,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Waits until that many connections wait to be accepted.
fn await_backlog(address: SocketAddr, count: u32) -> io::Result<()> {
    let start = Instant::now();
    while backlog(&fs::read_to_string("/proc/net/tcp")?, address.port()) != Some(count) {
        if start.elapsed() > LIMIT {
            return Err(io::ErrorKind::TimedOut.into());
        }
        thread::yield_now();
    }
    Ok(())
}

/// How many connections wait at a listening port, by the system's table of sockets: of a listener
/// the column `rx_queue` is just that.
fn backlog(table: &str, port: u16) -> Option<u32> {
    const LISTENS: &str = "0A";
    let port = format!(":{port:04X}");
    table.lines().find_map(|line| {
        let mut columns = line.split_ascii_whitespace().skip(1);
        let (local, _remote) = (columns.next()?, columns.next()?);
        let (state, queues) = (columns.next()?, columns.next()?);
        if !local.ends_with(&port) || state != LISTENS {
            return None;
        }
        u32::from_str_radix(queues.split_once(':')?.1, 16).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listeners_queue_is_found_in_the_table() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when\n\
             0: 0100007F:1F90 0100007F:9C40 01 00000000:00000007 00:00000000 0\n\
             1: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 0\n";
        assert_eq!(backlog(table, 8080), Some(2));
        assert_eq!(backlog(table, 8081), None);
    }
}
