//! One port of the sandbox: a listener, and a thread for each connection.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use socket2::{SockRef, TcpKeepalive};

use crate::channel::Channel;
use crate::connections::{Connection, Connections, Next};
use crate::exchange::{Action, Request, Response};
use crate::faults::{After, Performance, Plan, compose, deliver, drain};
use crate::loopback;
use crate::tls::{self, Manner};
use crate::wire::{CONTINUE, Reader, Refusal, Terms, Unreadable, encode};

/// A client that reads nothing for so long is given up.
pub(crate) const WRITE_LIMIT: Duration = Duration::from_secs(30);
/// How many connections may wait to be accepted. Where there is no room the system forgets one
/// that its client holds for open, and the two disagree for good on whether it is.
const BACKLOG: i32 = 4096;
/// After so long in silence the system asks whether the client still has the connection: its
/// goodbye can get lost where a thousand of them end at once.
const PROBED_AFTER: Duration = Duration::from_secs(1);

/// What a server serves.
pub(crate) trait Service: Send + Sync + 'static {
    /// Responds to a request that came on a connection.
    fn serve(&self, request: &Request, connection: u64) -> Action;

    /// Looks at a request whose body is still to be read: what befalls it, if anything does.
    fn plan(&self, _request: &Request) -> Option<Box<Plan>> {
        None
    }

    /// The number of the script of faults in force.
    fn script(&self) -> u64 {
        0
    }

    /// Looks at a connection that begins TLS: what is done about it, if the service speaks it.
    fn tls(&self) -> Option<Manner> {
        None
    }

    /// Says what is done about a request that a plan befalls.
    fn serve_by(
        &self,
        plan: &Plan,
        request: &Request,
        connection: u64,
        terms: Terms,
    ) -> Performance {
        compose(plan, request, Some(self.serve(request, connection)), terms)
    }

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
        let (socket, address) = loopback::listen(BACKLOG)?;
        let listener = TcpListener::from(socket);
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
        let Ok(connection) = register(stream, connections, id) else {
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
                    let _ = converse(&connection, service.as_ref());
                }
            });
        if spawned.is_err() {
            connections.leave(id);
        }
    }
}

fn register(stream: TcpStream, open: &Connections, id: u64) -> io::Result<Arc<Connection>> {
    stream.set_nodelay(true)?;
    SockRef::from(&stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(PROBED_AFTER))?;
    stream.set_write_timeout(Some(WRITE_LIMIT))?;
    open.enter(id, stream)
        .ok_or_else(|| io::ErrorKind::ConnectionAborted.into())
}

/// Strikes a connection off and closes it, also when its thread panics.
struct Leaving<'a>(&'a Connections, &'a Connection);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.leave(self.1.id);
        self.1.end();
    }
}

/// Responds to request after request until one side has had enough.
fn converse(connection: &Connection, service: &dyn Service) -> Result<(), Unreadable> {
    let channel = &connection.channel;
    let mut reader = Reader::new(channel);
    reader.wait()?;
    if let Some(first) = reader.take_if_first(tls::FIRST_BYTE) {
        match service.tls() {
            Some(Manner::Handshake(config)) => channel.secure(config, &first)?,
            Some(Manner::Instead(performance)) => {
                deliver(performance, connection, &mut reader, &|| false)?;
                return Ok(());
            }
            None => return Ok(()),
        }
    }
    loop {
        reader.wait()?;
        if !connection.begin() {
            return Ok(());
        }
        let received = match receive(&mut reader, channel, service) {
            Ok(received) => received,
            Err(Unreadable::Refused(refusal)) => {
                return Ok(turn_away(connection, refusal, service.now())?);
            }
            Err(gone) => return Err(gone),
        };
        let Received {
            request,
            keep_alive,
            plan,
        } = received;
        let terms = Terms {
            head: request.method == "HEAD",
            keep_alive,
            now: service.now(),
        };
        if let Some(plan) = plan {
            let performance = service.serve_by(&plan, &request, connection.id, terms);
            let is_over = || service.script() != plan.script;
            match deliver(performance, connection, &mut reader, &is_over)? {
                After::Another => continue,
                After::End => return Ok(()),
            }
        }
        match service.serve(&request, connection.id) {
            Action::Respond(response) => {
                let next = if keep_alive {
                    Next::Request
                } else {
                    Next::Nothing
                };
                connection.finish(&encode(&response, terms), next)?;
            }
            Action::Close => return Ok(()),
        }
        if !keep_alive {
            return Ok(channel.end_writes()?);
        }
    }
}

/// A request, and what a script of faults has in store for it.
struct Received {
    request: Request,
    keep_alive: bool,
    plan: Option<Box<Plan>>,
}

fn receive(
    reader: &mut Reader<&Channel>,
    mut channel: &Channel,
    service: &dyn Service,
) -> Result<Received, Unreadable> {
    let mut head = reader.head()?;
    let plan = service.plan(&head.request);
    if plan.as_ref().is_none_or(|plan| plan.reads_body()) {
        if head.waits {
            channel.write_all(CONTINUE)?;
        }
        head.request.body = reader.body(&head)?;
    }
    Ok(Received {
        request: head.request,
        keep_alive: head.keep_alive,
        plan,
    })
}

/// Tells a client why its bytes are no request.
fn turn_away(connection: &Connection, refusal: Refusal, now: SystemTime) -> io::Result<()> {
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
    connection.finish(&encode(&response, terms), Next::Nothing)?;
    drain(&connection.channel)
}
