//! A server that keeps talking and never comes to an end: each piece of a body is a sign of life,
//! and the wider deadlines end the call all the same.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use authloom::{CallOptions, ErrorKind, HttpConfig, Outcome};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::operations::{self, Arguments, Clients, Credentials};
use crate::support::{Clock, on_each, until, within};

/// Shorter than the silence that is borne.
const PAUSE: Duration = Duration::from_secs(15);

/// Takes a connection and reads the head of its request.
async fn accept(listener: &TcpListener) -> TcpStream {
    let (mut stream, _) = listener.accept().await.expect("a connection");
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let read = stream.read_buf(&mut head).await.expect("a request");
        assert_ne!(read, 0, "the client hangs up");
    }
    stream
}

async fn send(stream: &mut TcpStream, bytes: &str) {
    stream.write_all(bytes.as_bytes()).await.expect("it stands");
}

#[test]
fn an_endless_body_ends_at_each_deadline() {
    on_each(async |carrier, _| {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("loopback has a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        for (attempt, said, turns) in [
            (30, "the attempt took longer than 30 s", 2),
            (600, "the call took longer than 60 s", 4),
        ] {
            for operation in operations::all() {
                let clock = Clock::default();
                let http = HttpConfig {
                    attempt_timeout: Duration::from_secs(attempt),
                    runtime: Some(Arc::new(clock.clone())),
                    ..carrier.http()
                };
                let clients = Clients::at(|_| url.clone(), &Credentials::default(), &http);
                let arguments = Arguments {
                    call: CallOptions {
                        max_attempts: Some(1),
                        ..CallOptions::default()
                    },
                    ..Arguments::default()
                };
                let mut call = operation.call(&clients, &arguments);
                let mut stream = tokio::select! {
                    early = &mut call => panic!("{operation:?} ends early: {early:?}"),
                    stream = within(accept(&listener)) => stream,
                };
                let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
                for piece in [head].into_iter().chain(vec![" "; turns]) {
                    // Whoever was woken has looked at the clock, so that the next look is for the
                    // piece.
                    until(&mut call, || clock.is_settled()).await;
                    let looks = clock.looks();
                    send(&mut stream, piece).await;
                    until(&mut call, || clock.looks() > looks).await;
                    if piece != head {
                        clock.turn(PAUSE);
                    }
                }
                let error = within(call).await.expect_err("it never ends");
                let what = format!("{carrier:?}, {operation:?}: {error:?}");
                assert_eq!(error.kind, ErrorKind::Timeout, "{what}");
                assert!(error.message.contains(said), "{what}");
                assert_eq!(error.outcome, Outcome::Unknown, "{what}");
                // The connection goes with the call. What is left to read is the request's body.
                let _ = within(stream.read_to_end(&mut Vec::new())).await;
            }
        }
    });
}

#[test]
fn half_a_head_is_silence() {
    on_each(async |carrier, _| {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("loopback has a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let clock = Clock::default();
        let http = HttpConfig {
            max_attempts: 1,
            runtime: Some(Arc::new(clock.clone())),
            ..carrier.http()
        };
        let clients = Clients::at(|_| url.clone(), &Credentials::default(), &http);
        let arguments = Arguments::default();
        let get = operations::named(authloom_sandbox::ApiName::Konnect, "get_auth_config");
        let mut call = get.call(&clients, &arguments);
        let mut stream = tokio::select! {
            early = &mut call => panic!("it ends early: {early:?}"),
            stream = within(accept(&listener)) => stream,
        };
        send(&mut stream, "HTTP/1.1 200 OK\r\n").await;
        clock.turn(PAUSE);
        send(&mut stream, "Content-Length: 2\r\n").await;
        clock.turn(PAUSE);
        let error = within(call).await.expect_err("it never ends");
        assert!(
            error.message.contains("the server was silent for 20 s"),
            "{error:?}"
        );
    });
}
