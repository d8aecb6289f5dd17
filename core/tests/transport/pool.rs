//! Which connections are kept, and which are used again.

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use authloom::{ErrorKind, HttpConfig, Konnect};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinSet;

use crate::support::authority::Authority;
use crate::support::https::Https;
use crate::support::raw::{self, Closer, OK};
use crate::support::{
    client, get, guarded_on_each, next, once, post, run, run_on_each, runtime, trusting,
};

/// A server that tells the number of the connection of each request.
struct Server {
    address: SocketAddr,
    used: Receiver<usize>,
    /// Each connection, as it is made.
    made: Receiver<Closer>,
    /// The number of each connection that the client closes.
    ended: UnboundedReceiver<usize>,
}

impl Server {
    fn start() -> Self {
        let (tell_used, used) = channel();
        let (tell_made, made) = channel();
        let (tell_ended, ended) = unbounded_channel();
        let address = raw::serve(move |mut connection, number| {
            let _ = tell_made.send(connection.closer());
            while connection.request().is_some() {
                let _ = tell_used.send(number);
                connection.send(OK);
            }
            let _ = tell_ended.send(number);
        });
        Self {
            address,
            used,
            made,
            ended,
        }
    }

    fn client(&self, http: HttpConfig) -> Konnect {
        client(format!("http://{}", self.address), http)
    }

    /// The connection that the client closes next, and that not because it was idle too long.
    async fn ended_soon(&mut self) -> usize {
        let ended = tokio::time::timeout(Duration::from_secs(10), self.ended.recv()).await;
        let number = ended.expect("the client closes a connection at once");
        number.expect("the server serves on")
    }

    /// The connections of the requests so far.
    fn used(&self) -> Vec<usize> {
        self.used.try_iter().collect()
    }
}

/// Lets the least time pass after which a client counts as idle. More of it changes nothing.
fn grow_idle() {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(2) {
        std::thread::yield_now();
    }
}

#[test]
fn calls_one_after_another_share_a_connection() {
    run_on_each(async |http| {
        let server = Server::start();
        let client = server.client(http.clone());
        for _ in 0..3 {
            get(&client).await.expect("a success");
            post(&client.clone()).await.expect("a success");
        }
        assert_eq!(server.used(), [0; 6]);
    });
}

#[test]
fn no_connection_is_kept_for_longer_than_is_said() {
    run(async || {
        let server = Server::start();
        let client = server.client(HttpConfig {
            idle_timeout: Duration::from_nanos(1),
            ..once()
        });
        for _ in 0..3 {
            get(&client).await.expect("a success");
        }
        assert_eq!(server.used(), [0, 1, 2]);
    });
}

#[test]
fn a_connection_that_closed_while_nobody_looked_is_not_used() {
    guarded_on_each(|http| {
        let server = Server::start();
        let client = server.client(http.clone());
        let runtime = runtime();
        runtime.block_on(post(&client)).expect("a success");
        next(&server.made).close();
        grow_idle();
        // Its only attempt succeeds, so that it went out once, on a connection that stood.
        runtime.block_on(post(&client)).expect("its only attempt");
        assert_eq!(server.used(), [0, 1]);
    });
}

#[test]
fn calls_that_begin_together_all_learn_of_a_closed_connection() {
    guarded_on_each(|http| {
        let server = Server::start();
        let client = server.client(http.clone());
        let runtime = runtime();
        runtime.block_on(post(&client)).expect("a success");
        next(&server.made).close();
        grow_idle();
        runtime.block_on(async {
            let (one, other) = tokio::join!(post(&client), post(&client));
            one.expect("its only attempt");
            other.expect("its only attempt");
        });
        assert!(!server.used()[1..].contains(&0));
    });
}

#[test]
fn many_closed_connections_are_all_noticed() {
    const CALLS: usize = 64;
    guarded_on_each(|http| {
        // In each round no call gets a response before all have asked, each on its own connection.
        let all = Arc::new(Barrier::new(CALLS));
        let (tell_made, made) = channel();
        let address = raw::serve(move |mut connection, _| {
            let _ = tell_made.send(connection.closer());
            while connection.request().is_some() {
                all.wait();
                connection.send(OK);
            }
        });
        let client = client(format!("http://{address}"), http.clone());
        let runtime = runtime();
        for _ in 0..2 {
            runtime.block_on(async {
                let mut calls = JoinSet::new();
                for _ in 0..CALLS {
                    let client = client.clone();
                    calls.spawn(async move { post(&client).await.map(|response| response.status) });
                }
                for result in calls.join_all().await {
                    assert_eq!(result.expect("its only attempt"), 200);
                }
            });
            for connection in made.try_iter() {
                connection.close();
            }
            grow_idle();
        }
    });
}

#[test]
fn a_closed_connection_is_noticed_below_tls_too() {
    guarded_on_each(|http| {
        let authority = Authority::new();
        for offered in [&["http/1.1"][..], &["h2"]] {
            let server = Https::start(authority.server(offered));
            let trusting = trusting(&authority, &http);
            let client = client(server.url(), trusting);
            let runtime = runtime();
            for connection in 0..4 {
                runtime
                    .block_on(post(&client))
                    .unwrap_or_else(|error| panic!("{offered:?}, {connection}: {error}"));
                assert_eq!(server.next().connection, connection);
                server.close_connection();
                grow_idle();
            }
        }
    });
}

#[test]
fn a_client_outlives_the_runtime_that_it_was_used_on() {
    guarded_on_each(|http| {
        let mut server = Server::start();
        let client = server.client(http.clone());
        let first = runtime();
        first.block_on(post(&client)).expect("a success");
        drop(first);
        assert_eq!(server.ended.blocking_recv(), Some(0));
        let second = runtime();
        second.block_on(post(&client)).expect("its only attempt");
        second.block_on(post(&client)).expect("its only attempt");
        assert_eq!(server.used(), [0, 1, 1]);
    });
}

#[test]
fn each_runtime_keeps_its_own_connections() {
    guarded_on_each(|http| {
        let server = Server::start();
        let client = server.client(http.clone());
        let runtimes = [runtime(), runtime()];
        for _ in 0..2 {
            for runtime in &runtimes {
                runtime.block_on(post(&client)).expect("its only attempt");
            }
        }
        assert_eq!(server.used(), [0, 1, 0, 1]);

        // That one of them was busy is no news of the other's connections.
        next(&server.made).close();
        grow_idle();
        for (runtime, connection) in [(&runtimes[1], 1), (&runtimes[0], 2)] {
            runtime.block_on(post(&client)).expect("its only attempt");
            assert_eq!(server.used(), [connection]);
        }
    });
}

#[test]
fn a_closed_client_calls_no_more_and_keeps_no_connection() {
    run_on_each(async |http| {
        let mut server = Server::start();
        let client = server.client(http.clone());
        let clone = client.clone();
        get(&client).await.expect("a success");
        client.close();
        assert_eq!(server.ended_soon().await, 0);
        for closed in [client, clone] {
            let error = get(&closed).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::Closed);
            assert_eq!(error.attempts, 0);
        }
        assert_eq!(server.used(), [0]);
    });
}

#[test]
fn a_reopened_client_has_connections_of_its_own() {
    run_on_each(async |http| {
        let mut server = Server::start();
        let client = server.client(http.clone());
        get(&client).await.expect("a success");
        let reopened = client.reopen();
        get(&reopened).await.expect("the same credential and base");
        get(&client).await.expect("the old one goes on");
        assert_eq!(server.used(), [0, 1, 0]);

        client.close();
        assert_eq!(server.ended_soon().await, 0);
        get(&reopened).await.expect("it was not closed");
        assert_eq!(server.used(), [1]);
    });
}

#[test]
fn a_reopened_client_trusts_the_same_authorities() {
    run(async || {
        let authority = Authority::new();
        let server = Https::start(authority.server(&["h2"]));
        let trusting = HttpConfig {
            ca_certificates: Some(authority.pem()),
            ..once()
        };
        let unused = client(server.url(), trusting);
        get(&unused.reopen()).await.expect("trusted before a call");
        get(&unused).await.expect("a success");
        get(&unused.reopen()).await.expect("trusted after one");
        let connections: Vec<_> = (0..3).map(|_| server.next().connection).collect();
        assert_eq!(connections, [0, 1, 2]);
    });
}
