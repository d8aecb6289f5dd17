//! One port of the sandbox: a listener, and a thread for each connection.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use crate::connections::{Connection, Connections};
use crate::exchange::{Answer, Request, Response};
use crate::wire::{CONTINUE, Reader, Refusal, Terms, Unreadable, encode};

/// A client that reads nothing for so long is given up.
const WRITE_LIMIT: Duration = Duration::from_secs(30);
/// How long, and for how many bytes, a refused client may go on sending.
const LINGER: (Duration, usize) = (Duration::from_millis(500), 1024 * 1024);

/// What a server serves.
pub(crate) trait Service: Send + Sync + 'static {
    /// Answers a request that came on a connection.
    fn serve(&self, request: &Request, connection: u64) -> Answer;

    /// The time for the `Date` field.
    fn now(&self) -> SystemTime;

    /// A number for a new connection.
    fn next_connection(&self) -> u64;
}

/// A listening server; dropping it closes its port and its connections.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    connections: Arc<Connections>,
    ended: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a port of its own on loopback.
    pub(crate) fn start(name: &str, service: Arc<dyn Service>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let connections = Arc::new(Connections::default());
        let ended = Arc::new(AtomicBool::new(false));
        let listening = thread::Builder::new().name(name.to_owned()).spawn({
            let (connections, ended) = (Arc::clone(&connections), Arc::clone(&ended));
            move || listen(&listener, &service, &connections, &ended)
        })?;
        Ok(Self {
            address,
            connections,
            ended,
            listening: Some(listening),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn connections(&self) -> &Arc<Connections> {
        &self.connections
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        self.connections.end();
        // Wakes the listener, which then sees that it has ended.
        let woken = TcpStream::connect(self.address).is_ok();
        if let Some(listening) = self.listening.take()
            && woken
        {
            let _ = listening.join();
        }
    }
}

fn listen(
    listener: &TcpListener,
    service: &Arc<dyn Service>,
    connections: &Arc<Connections>,
    ended: &AtomicBool,
) {
    loop {
        let accepted = listener.accept();
        if ended.load(Ordering::SeqCst) {
            return;
        }
        let Ok((stream, _)) = accepted else {
            // Out of file descriptors, most likely: some will come free.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let id = service.next_connection();
        let Ok(connection) = register(&stream, connections, id) else {
            continue;
        };
        let (service, connections) = (Arc::clone(service), Arc::clone(connections));
        let spawned = thread::Builder::new()
            .name(format!("connection-{id}"))
            .spawn({
                let connections = Arc::clone(&connections);
                move || {
                    let _leaving = Leaving(&connections, &connection);
                    // How a connection ends is its client's affair.
                    let _ = converse(&connection, &stream, service.as_ref());
                }
            });
        if spawned.is_err() {
            connections.leave(id);
        }
    }
}

fn register(stream: &TcpStream, open: &Connections, id: u64) -> io::Result<Arc<Connection>> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(WRITE_LIMIT))?;
    open.enter(id, stream.try_clone()?)
        .ok_or_else(|| io::ErrorKind::ConnectionAborted.into())
}

/// Strikes a connection off and closes it, also when its thread panics.
struct Leaving<'a>(&'a Connections, &'a Connection);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.leave(self.1.id);
        self.1.close();
    }
}

/// Answers request after request until one side has had enough.
fn converse(
    connection: &Connection,
    stream: &TcpStream,
    service: &dyn Service,
) -> Result<(), Unreadable> {
    let mut reader = Reader::new(stream);
    loop {
        reader.wait()?;
        if !connection.begin() {
            return Ok(());
        }
        let (request, keep_alive) = match receive(&mut reader, stream) {
            Ok(received) => received,
            Err(Unreadable::Refused(refusal)) => {
                return Ok(turn_away(connection, stream, refusal, service.now())?);
            }
            Err(gone) => return Err(gone),
        };
        match service.serve(&request, connection.id) {
            Answer::Respond(response) => {
                let terms = Terms {
                    head: request.method == "HEAD",
                    keep_alive,
                    now: service.now(),
                };
                connection.finish(&encode(&response, terms), keep_alive)?;
            }
            Answer::Close => return Ok(()),
        }
        if !keep_alive {
            return Ok(());
        }
    }
}

fn receive(
    reader: &mut Reader<&TcpStream>,
    mut stream: &TcpStream,
) -> Result<(Request, bool), Unreadable> {
    let mut head = reader.head()?;
    if head.waits {
        stream.write_all(CONTINUE)?;
    }
    head.request.body = reader.body(&head)?;
    Ok((head.request, head.keep_alive))
}

/// Tells a client why its bytes are no request. What it still sends is read for a while: closing
/// before that would reset the connection and could take the answer with it.
fn turn_away(
    connection: &Connection,
    mut stream: &TcpStream,
    refusal: Refusal,
    now: SystemTime,
) -> io::Result<()> {
    let response = Response::new(
        refusal.status,
        "text/plain; charset=utf-8",
        format!("{}\n", refusal.reason),
    );
    let terms = Terms {
        head: false,
        keep_alive: false,
        now,
    };
    connection.finish(&encode(&response, terms), false)?;
    stream.shutdown(Shutdown::Write)?;
    let (wait, mut left) = LINGER;
    stream.set_read_timeout(Some(wait))?;
    let mut unread = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut unread) {
        if count >= left {
            break;
        }
        left -= count;
    }
    Ok(())
}
