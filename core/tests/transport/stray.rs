//! What a server sends before it is asked is never a response, below TLS either.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use rustls::ServerConnection;
use rustls::server::ServerConfig;

use crate::support::authority::Authority;
use crate::support::https::Https;
use crate::support::raw::{self, OK};
use crate::support::{client, get, guarded, next, once, post, run, runtime, trusting};

const STRAY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nSTRAY";

/// A TLS session over a socket, its records in the hands of the test.
struct Session {
    tls: ServerConnection,
    socket: TcpStream,
}

impl Session {
    /// Reads until a request has arrived; false once the client has closed.
    fn request(&mut self) -> bool {
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") && !request.ends_with(b"}") {
            self.flush();
            match self.tls.read_tls(&mut self.socket) {
                Ok(0) | Err(_) => return false,
                Ok(_) => {}
            }
            if self.tls.process_new_packets().is_err() {
                return false;
            }
            let _ = self.tls.reader().read_to_end(&mut request);
        }
        true
    }

    /// What the session wants to send.
    fn records(&mut self) -> Vec<u8> {
        let mut records = Vec::new();
        while self.tls.wants_write() {
            self.tls.write_tls(&mut records).expect("a vector takes it");
        }
        records
    }

    fn flush(&mut self) {
        let records = self.records();
        let _ = self.socket.write_all(&records);
    }

    fn encrypted(&mut self, text: &str) -> Vec<u8> {
        self.tls.writer().write_all(text.as_bytes()).expect("room");
        self.records()
    }
}

/// A server that sends a stray response after its first true one: as many bytes of its record as
/// are given, and the rest once it has been asked again. It reports when the first part was sent,
/// and on which connection each request came.
fn server(
    tls: Arc<ServerConfig>,
    sent_early: usize,
) -> (SocketAddr, Receiver<()>, Receiver<usize>) {
    let (tell_sent, sent) = channel();
    let (tell_asked, asked) = channel();
    let address = raw::serve(move |connection, number| {
        let mut session = Session {
            tls: ServerConnection::new(Arc::clone(&tls)).expect("it can be used"),
            socket: connection.into_stream(),
        };
        // Otherwise the early part waits for the response to be acknowledged.
        session.socket.set_nodelay(true).expect("it is open");
        let mut rest = Vec::new();
        while session.request() {
            let _ = tell_asked.send(number);
            if number == 0 {
                let _ = session.socket.write_all(&rest);
            }
            let response = session.encrypted(OK);
            let stray = session.encrypted(STRAY);
            let _ = session.socket.write_all(&response);
            if number == 0 {
                let early = sent_early.min(stray.len());
                let _ = session.socket.write_all(&stray[..early]);
                rest = stray[early..].to_vec();
                let _ = tell_sent.send(());
            }
        }
    });
    (address, sent, asked)
}

#[test]
fn a_stray_record_closes_the_connection_also_by_halves() {
    guarded(|| {
        let authority = Authority::new();
        for early in [1, 4, 5, 6, 40, usize::MAX] {
            let (address, sent, asked) = server(authority.server(&["http/1.1"]), early);
            let client = client(format!("https://{address}"), trusting(&authority, &once()));
            let runtime = runtime();
            runtime.block_on(get(&client)).expect("a success");
            next(&sent);
            let response = runtime.block_on(post(&client)).expect("its only attempt");
            assert_eq!(response.body, "{}", "{early} bytes early");
            assert_eq!([next(&asked), next(&asked)], [0, 1], "{early} bytes early");
        }
    });
}

#[test]
fn a_session_ticket_is_no_response() {
    run(async || {
        // rustls sends two of them after the handshake.
        let authority = Authority::new();
        let server = Https::start(authority.server(&["http/1.1"]));
        let client = client(server.url(), trusting(&authority, &once()));
        for _ in 0..3 {
            post(&client).await.expect("its only attempt");
            assert_eq!(server.next().connection, 0);
        }
    });
}
