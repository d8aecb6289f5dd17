//! An https server that is nothing but HTTP/2 frames, for what servers do to single streams.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex};

use rustls::server::ServerConfig;
use rustls::{ServerConnection, StreamOwned};

use super::raw::serve;

/// What becomes of a request once it has arrived whole.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reply {
    /// A success.
    Answer,
    /// `RST_STREAM` with this code.
    Reset(u32),
    /// A GOAWAY whose last stream comes before the request's.
    GoneBefore,
    /// A GOAWAY whose last stream is the request's, and then the end of the connection.
    GoneAfter,
    /// Nothing yet.
    Later,
    /// Between two meetings: a GOAWAY whose last stream is the one before, the response to that,
    /// and the end of the connection.
    GoneBetween,
}

// RFC 9113, section 7.
pub(crate) const INTERNAL_ERROR: u32 = 2;
pub(crate) const REFUSED_STREAM: u32 = 7;
pub(crate) const CANCEL: u32 = 8;

// RFC 9113, section 6.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// `:status: 200` by its place in the static table (RFC 7541, appendix A).
const STATUS_200: &[u8] = &[0x88];
const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();

/// A server that replies to its first request with the first reply, and so on.
pub(crate) struct Scripted {
    address: SocketAddr,
    seen: Mutex<Receiver<usize>>,
    meeting: Arc<Barrier>,
}

impl Scripted {
    pub(crate) fn start(tls: Arc<ServerConfig>, replies: &'static [Reply]) -> Self {
        let (tell, seen) = channel();
        let tell = Mutex::new(tell);
        let next = Arc::new(AtomicUsize::new(0));
        let meeting = Arc::new(Barrier::new(2));
        let met = Arc::clone(&meeting);
        let address = serve(move |connection, number| {
            let tell = tell.lock().expect("nobody panics with it").clone();
            let session = ServerConnection::new(Arc::clone(&tls)).expect("it can be used");
            let mut connection = Connection {
                stream: StreamOwned::new(session, connection.into_stream()),
                number,
                tell,
                meeting: Arc::clone(&met),
            };
            // How a connection ends is the client's affair, but for what is in the script.
            let _ = connection.serve(replies, &next);
        });
        Self {
            address,
            seen: Mutex::new(seen),
            meeting,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// On which connections requests have come that were not taken yet.
    pub(crate) fn seen(&self) -> Vec<usize> {
        let seen = self.seen.lock().expect("nobody panics with it");
        seen.try_iter().collect()
    }

    /// Lets the server go on that waits for this, and blocks the thread until it does.
    pub(crate) fn meet(&self) {
        self.meeting.wait();
    }
}

struct Connection {
    stream: StreamOwned<ServerConnection, TcpStream>,
    number: usize,
    tell: Sender<usize>,
    meeting: Arc<Barrier>,
}

impl Connection {
    fn serve(&mut self, replies: &[Reply], next: &AtomicUsize) -> io::Result<()> {
        self.stream.read_exact(&mut [0; PREFACE])?;
        self.send(SETTINGS, 0, 0, &[])?;
        loop {
            let (kind, flags, stream, body) = self.receive()?;
            match kind {
                SETTINGS | PING if flags & ACK == 0 => {
                    let echoed = if kind == PING { &body[..] } else { &[] };
                    self.send(kind, ACK, 0, echoed)?;
                }
                HEADERS | DATA if flags & END_STREAM != 0 => {
                    let _ = self.tell.send(self.number);
                    match replies[next.fetch_add(1, Relaxed)] {
                        Reply::Answer => self.answer(stream)?,
                        Reply::Reset(code) => {
                            self.send(RST_STREAM, 0, stream, &code.to_be_bytes())?;
                        }
                        Reply::GoneBefore => self.go_away(stream - 1)?,
                        Reply::GoneAfter => return self.go_away(stream),
                        Reply::Later => {}
                        Reply::GoneBetween => {
                            self.meeting.wait();
                            self.go_away(stream - 2)?;
                            self.answer(stream - 2)?;
                            self.stream.sock.shutdown(Shutdown::Write)?;
                            self.meeting.wait();
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn answer(&mut self, stream: u32) -> io::Result<()> {
        self.send(HEADERS, END_HEADERS, stream, STATUS_200)?;
        self.send(DATA, END_STREAM, stream, b"{}")
    }

    /// Says that this was the last stream, and that nothing is wrong.
    fn go_away(&mut self, last: u32) -> io::Result<()> {
        let body = [last.to_be_bytes(), 0_u32.to_be_bytes()].concat();
        self.send(GOAWAY, 0, 0, &body)
    }

    fn receive(&mut self) -> io::Result<(u8, u8, u32, Vec<u8>)> {
        let mut head = [0; 9];
        self.stream.read_exact(&mut head)?;
        let [high, middle, low, kind, flags, stream @ ..] = head;
        let length = u32::from_be_bytes([0, high, middle, low]);
        let mut body = vec![0; usize::try_from(length).expect("24 bits")];
        self.stream.read_exact(&mut body)?;
        Ok((kind, flags, u32::from_be_bytes(stream), body))
    }

    fn send(&mut self, kind: u8, flags: u8, stream: u32, body: &[u8]) -> io::Result<()> {
        let [_, length @ ..] = u32::try_from(body.len()).expect("small").to_be_bytes();
        let head = [&length[..], &[kind, flags], &stream.to_be_bytes()].concat();
        self.stream.write_all(&[&head, body].concat())?;
        self.stream.flush()
    }
}
