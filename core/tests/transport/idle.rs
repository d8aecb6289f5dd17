//! Connections that no call uses: how long they stay, and what ends them.

use std::io::Read;
use std::net::{Shutdown, SocketAddr};
use std::time::Duration;

use authloom::{HttpConfig, Konnect};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::support::authority::Authority;
use crate::support::https::Https;
use crate::support::raw::{self, OK};
use crate::support::{client, get, guarded, once, run, runtime, trusting};

/// A server that closes its half of each connection after a response if `closes`, and reports the
/// connections that the client closed.
fn server(closes: bool) -> (SocketAddr, UnboundedReceiver<usize>) {
    let (tell, ended) = unbounded_channel();
    let address = raw::serve(move |mut connection, number| {
        while connection.request().is_some() && connection.send(OK) && !closes {}
        if closes {
            let mut stream = connection.into_stream();
            stream.shutdown(Shutdown::Write).expect("it is open");
            let _ = stream.read(&mut [0]);
        }
        let _ = tell.send(number);
    });
    (address, ended)
}

fn plain(address: SocketAddr, http: HttpConfig) -> Konnect {
    client(format!("http://{address}"), http)
}

#[test]
fn what_the_server_closed_does_not_linger() {
    run(async || {
        let (address, mut ended) = server(true);
        let client = plain(address, once());
        get(&client).await.expect("a success");
        // Nothing but the task that looks after it sees the end.
        assert_eq!(ended.recv().await, Some(0));
        get(&client).await.expect("a success");
    });
}

#[test]
fn a_connection_is_closed_when_it_was_idle_too_long() {
    run(async || {
        let (address, mut ended) = server(false);
        let client = plain(
            address,
            HttpConfig {
                idle_timeout: Duration::from_millis(20),
                ..once()
            },
        );
        for number in 0..2 {
            get(&client).await.expect("a success");
            assert_eq!(ended.recv().await, Some(number));
        }
    });
}

#[test]
fn a_client_that_only_blocks_closes_what_is_too_old_at_its_next_call() {
    guarded(|| {
        let (address, mut ended) = server(false);
        let client = plain(
            address,
            HttpConfig {
                idle_timeout: Duration::from_nanos(1),
                ..once()
            },
        );
        let runtime = runtime();
        runtime.block_on(get(&client)).expect("a success");
        assert!(ended.try_recv().is_err(), "nobody has looked");
        runtime.block_on(get(&client)).expect("a success");
        assert_eq!(ended.blocking_recv(), Some(0));
    });
}

#[test]
fn a_client_that_is_dropped_or_closed_leaves_no_connection() {
    const CLIENTS: usize = 100;
    guarded(|| {
        for closes in [false, true] {
            let (address, mut ended) = server(false);
            let runtime = runtime();
            let clients: Vec<_> = (0..CLIENTS).map(|_| plain(address, once())).collect();
            for client in &clients {
                runtime.block_on(get(client)).expect("a success");
            }
            if closes {
                clients.iter().for_each(Konnect::close);
            }
            let kept = closes.then_some(clients);
            // Nobody drives the runtime.
            for _ in 0..CLIENTS {
                ended.blocking_recv().expect("the server serves on");
            }
            drop(kept);
        }
    });
}

#[test]
fn nor_does_it_below_tls() {
    guarded(|| {
        let authority = Authority::new();
        for offered in ["http/1.1", "h2"] {
            for closes in [false, true] {
                let server = Https::start(authority.server(&[offered]));
                let client = client(server.url(), trusting(&authority, &once()));
                let runtime = runtime();
                runtime.block_on(get(&client)).expect("a success");
                let kept = if closes {
                    client.close();
                    Some(client)
                } else {
                    drop(client);
                    None
                };
                // Nobody drives the runtime.
                server.closed_by_client();
                drop(kept);
            }
        }
    });
}
