//! An https server that is nothing but HTTP/2 frames, for what servers do to single streams.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use rustls::server::ServerConfig;
use rustls::{ServerConnection, StreamOwned};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::flood::Flood;
use super::raw::serve;

/// What becomes of a request once it has arrived whole.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reply {
    /// A success.
    Response,
    /// `RST_STREAM` with this code.
    Reset(u32),
    /// A GOAWAY whose last stream comes before the request's.
    GoneBefore,
    /// A GOAWAY whose last stream is the request's, and then the end of the connection.
    GoneAfter,
    /// A GOAWAY with the last stream that there can be, which announces one whose last stream comes
    /// before the request's.
    AnnouncedBefore,
    /// A GOAWAY with the last stream that there can be, a success, and a GOAWAY whose last stream is
    /// the request's.
    AnnouncedAfter,
    /// So many interim responses, and then a success.
    AfterInterim(usize),
    /// Frames without end, until the client closes the connection.
    Flood(Flood),
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
pub(super) const DATA: u8 = 0;
pub(super) const HEADERS: u8 = 1;
pub(super) const PRIORITY: u8 = 2;
pub(super) const RST_STREAM: u8 = 3;
pub(super) const SETTINGS: u8 = 4;
pub(super) const PING: u8 = 6;
const GOAWAY: u8 = 7;
pub(super) const WINDOW_UPDATE: u8 = 8;
pub(super) const CONTINUATION: u8 = 9;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
pub(super) const END_HEADERS: u8 = 4;
/// `:status: 200` by its place in the static table (RFC 7541, appendix A).
pub(super) const STATUS_200: &[u8] = &[0x88];
/// `:status: 103` by the place of the name there, the value not to be kept.
pub(super) const STATUS_103: &[u8] = b"\x08\x03103";
/// The last stream of a GOAWAY that is not the last GOAWAY (RFC 9113, section 6.8).
const ANY_STREAM: u32 = (1 << 31) - 1;
/// How many bytes of a flood are written at once.
const BATCH: usize = 16 << 10;
/// How many bytes of a flood are written at most, so that a client that bears them all is found
/// out. It is far more than the sockets hold of what a client no longer reads.
pub(crate) const LONGEST_FLOOD: usize = 32 << 20;
const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();

/// A server that replies to its first request with the first reply, and so on.
pub(crate) struct Scripted {
    address: SocketAddr,
    seen: Mutex<Receiver<usize>>,
    flooded: UnboundedReceiver<usize>,
    meeting: Arc<Barrier>,
}

impl Scripted {
    pub(crate) fn start(tls: Arc<ServerConfig>, replies: &'static [Reply]) -> Self {
        let (tell, seen) = channel();
        let tell = Mutex::new(tell);
        let (tell_flooded, flooded) = unbounded_channel();
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
                tell_flooded: tell_flooded.clone(),
                meeting: Arc::clone(&met),
            };
            // How a connection ends is the client's affair, but for what is in the script.
            let _ = connection.serve(replies, &next);
        });
        Self {
            address,
            seen: Mutex::new(seen),
            flooded,
            meeting,
        }
    }

    /// How many bytes of a flood were written until the client closed the connection, once it has.
    /// It has not if they are [`LONGEST_FLOOD`].
    pub(crate) async fn flooded(&mut self) -> usize {
        let flooded = self.flooded.recv().await;
        flooded.expect("the server serves on")
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
    tell_flooded: UnboundedSender<usize>,
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
                    // The client's streams are odd.
                    let before = stream.saturating_sub(2);
                    match replies[next.fetch_add(1, Relaxed)] {
                        Reply::Response => self.respond(stream)?,
                        Reply::Reset(code) => {
                            self.send(RST_STREAM, 0, stream, &code.to_be_bytes())?;
                        }
                        Reply::GoneBefore => self.go_away(before)?,
                        Reply::GoneAfter => return self.go_away(stream),
                        Reply::AnnouncedBefore => {
                            self.go_away(ANY_STREAM)?;
                            self.go_away(before)?;
                        }
                        Reply::AnnouncedAfter => {
                            self.go_away(ANY_STREAM)?;
                            self.respond(stream)?;
                            self.go_away(stream)?;
                        }
                        Reply::AfterInterim(count) => {
                            for _ in 0..count {
                                self.send(HEADERS, END_HEADERS, stream, STATUS_103)?;
                            }
                            self.respond(stream)?;
                        }
                        Reply::Flood(flood) => return self.flood(flood, stream),
                        Reply::Later => {}
                        Reply::GoneBetween => {
                            self.meeting.wait();
                            self.go_away(stream - 2)?;
                            self.respond(stream - 2)?;
                            self.stream.sock.shutdown(Shutdown::Write)?;
                            self.meeting.wait();
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn respond(&mut self, stream: u32) -> io::Result<()> {
        self.send(HEADERS, END_HEADERS, stream, STATUS_200)?;
        self.send(DATA, END_STREAM, stream, b"{}")
    }

    /// Sends frames until the client closes the connection.
    fn flood(&mut self, flood: Flood, stream: u32) -> io::Result<()> {
        let (first, again) = flood.frames(stream);
        self.stream.write_all(&first)?;
        // What the client has to say is taken in: otherwise it might wait for that, and not read.
        let mut said = self.stream.sock.try_clone()?;
        thread::spawn(move || io::copy(&mut said, &mut io::sink()));
        let batch = again.repeat((BATCH / again.len()).max(1));
        let mut count = first.len();
        while count < LONGEST_FLOOD && self.stream.write_all(&batch).is_ok() {
            count += batch.len();
        }
        // An error says that the client was faster.
        let _ = self.stream.sock.shutdown(Shutdown::Both);
        let _ = self.tell_flooded.send(count.min(LONGEST_FLOOD));
        Ok(())
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
        self.stream.write_all(&frame(kind, flags, stream, body))?;
        self.stream.flush()
    }
}

/// The bytes of a frame.
pub(super) fn frame(kind: u8, flags: u8, stream: u32, body: &[u8]) -> Vec<u8> {
    let [_, length @ ..] = u32::try_from(body.len()).expect("small").to_be_bytes();
    let head = [&length[..], &[kind, flags], &stream.to_be_bytes()].concat();
    [&head, body].concat()
}
