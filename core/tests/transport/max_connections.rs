//! How many connections there are, and who waits for one.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use authloom::{CallOptions, Error, ErrorKind, HttpConfig, Konnect, Outcome, RawRequest};
use tokio::task::JoinSet;

use crate::support::raw::{self, OK};
use crate::support::{client, once, run};

/// A server that responds on command, and reports each request's path.
struct Server {
    address: SocketAddr,
    asked: Receiver<String>,
    respond: Sender<()>,
    most_open: Arc<AtomicUsize>,
}

impl Server {
    fn start() -> Self {
        let (tell, asked) = channel();
        let (respond, may_respond) = channel();
        let may_respond = Mutex::new(may_respond);
        let open = AtomicUsize::new(0);
        let most_open = Arc::new(AtomicUsize::new(0));
        let most = Arc::clone(&most_open);
        let address = raw::serve(move |mut connection, _| {
            most.fetch_max(open.fetch_add(1, Relaxed) + 1, Relaxed);
            while let Some(request) = connection.request() {
                let path = request.split(' ').nth(1).expect("a target");
                let _ = tell.send(path.to_owned());
                let may = may_respond.lock().expect("nobody panics with it").recv();
                // It is counted no more before the client can see that it ended.
                if may.is_err() || !connection.send(OK) {
                    break;
                }
            }
            open.fetch_sub(1, Relaxed);
        });
        Self {
            address,
            asked,
            respond,
            most_open,
        }
    }

    fn client(&self, http: HttpConfig) -> Konnect {
        client(format!("http://{}", self.address), http)
    }

    fn respond(&self) {
        self.respond.send(()).expect("it serves");
    }
}

/// A call that can be distinguished from others by its path, and must not be repeated.
fn call(
    client: &Konnect,
    path: String,
) -> Pin<Box<dyn Future<Output = Result<i32, Error>> + Send + 'static>> {
    let client = client.clone();
    Box::pin(async move {
        let request = RawRequest {
            method: "POST".to_owned(),
            path,
            ..RawRequest::default()
        };
        let response = client.request(request).await?;
        Ok(response.status)
    })
}

/// Polls a call that does not end yet, so that it has its turn.
fn begin<T: std::fmt::Debug>(call: &mut Pin<Box<dyn Future<Output = T> + Send>>) {
    let polled = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending(), "{polled:?}");
}

fn at_most(max_connections: i32) -> HttpConfig {
    HttpConfig {
        max_connections,
        ..once()
    }
}

#[test]
fn a_thousand_calls_at_once_share_as_many_connections_as_are_allowed() {
    const CALLS: usize = 1024;
    run(async || {
        let server = Server::start();
        let client = server.client(once());
        let mut calls = JoinSet::new();
        for number in 0..CALLS {
            calls.spawn(call(&client, format!("/{number}")));
            server.respond();
        }
        for status in calls.join_all().await {
            assert_eq!(status.expect("it has its turn"), 200);
        }
        let most = server.most_open.load(Relaxed);
        assert!((2..=128).contains(&most), "{most} connections");
        assert_eq!(server.asked.try_iter().count(), CALLS);
    });
}

#[test]
fn who_comes_first_is_served_first() {
    const CALLS: usize = 50;
    run(async || {
        let server = Server::start();
        let client = server.client(at_most(1));
        let mut calls = JoinSet::new();
        for number in 0..CALLS {
            calls.spawn(call(&client, format!("/{number}")));
            server.respond();
        }
        for status in calls.join_all().await {
            assert_eq!(status.expect("it has its turn"), 200);
        }
        let asked: Vec<_> = server.asked.try_iter().collect();
        let in_order: Vec<_> = (0..CALLS).map(|number| format!("/{number}")).collect();
        assert_eq!(asked, in_order);
        assert_eq!(server.most_open.load(Relaxed), 1);
    });
}

#[test]
fn who_waits_no_more_passes_its_turn_on() {
    run(async || {
        // What the first call leaves: its connection, or, where that was closed, its place.
        for closes in [false, true] {
            let server = Server::start();
            let client = server.client(at_most(1));
            let mut first = call(&client, "/first".to_owned());
            let mut gone = call(&client, "/gone".to_owned());
            let mut granted = call(&client, "/granted".to_owned());
            let mut last = call(&client, "/last".to_owned());
            begin(&mut first);
            for waiting in [&mut gone, &mut granted, &mut last] {
                begin(waiting);
            }
            // One that goes while it waits, and one that goes when it has been granted its turn.
            drop(gone);
            if closes {
                drop(first);
            } else {
                server.respond();
                assert_eq!(first.await.expect("a success"), 200);
            }
            drop(granted);
            server.respond();
            assert_eq!(last.await.expect("a success"), 200);
            let asked: Vec<_> = server.asked.try_iter().collect();
            let expected: &[&str] = if closes {
                &["/last"]
            } else {
                &["/first", "/last"]
            };
            assert_eq!(asked, expected, "closes: {closes}");
        }
    });
}

#[test]
fn who_waits_too_long_was_not_sent_and_is_told_why() {
    run(async || {
        for (attempt, total) in [(50, 60_000), (60_000, 50)] {
            let server = Server::start();
            let client = server.client(HttpConfig {
                attempt_timeout: Duration::from_millis(attempt),
                total_timeout: Duration::from_millis(total),
                ..at_most(1)
            });
            let mut first = call(&client, "/first".to_owned());
            // It is sent, and then waits for its response without being polled.
            begin(&mut first);
            while server.asked.try_recv().is_err() {
                if let Poll::Ready(ended) =
                    first.as_mut().poll(&mut Context::from_waker(Waker::noop()))
                {
                    panic!("it ended: {ended:?}");
                }
                tokio::task::yield_now().await;
            }
            let error = call(&client, "/late".to_owned()).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::Timeout, "{error}");
            assert_eq!(error.outcome, Outcome::NotSent, "{error}");
            assert!(error.retryable);
            assert!(error.message.contains("`max_connections`"), "{error}");
            assert!(error.message.contains("within 0.05 s"), "{error}");
        }
    });
}

#[test]
fn to_connect_may_take_its_time_after_the_wait() {
    run(async || {
        let server = Server::start();
        let client = server.client(HttpConfig {
            connect_timeout: Duration::from_millis(200),
            ..at_most(1)
        });
        let mut first = call(&client, "/first".to_owned());
        begin(&mut first);
        let second = tokio::spawn(call(&client, "/second".to_owned()));
        let first = tokio::spawn(first);
        while server.asked.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        // Longer than a connection may take: what was waited for before does not count.
        tokio::time::sleep(Duration::from_millis(300)).await;
        server.respond();
        server.respond();
        for call in [first, second] {
            assert_eq!(call.await.expect("no panic").expect("a success"), 200);
        }
    });
}

#[test]
fn each_server_has_connections_of_its_own() {
    run(async || {
        let (one, other) = (Server::start(), raw::serve(|mut it, _| it.respond_all(OK)));
        let client = one.client(at_most(1));
        let mut waits = call(&client, "/waits".to_owned());
        begin(&mut waits);
        let options = CallOptions {
            base_url: Some(format!("http://{other}")),
            token: Some("another".into()),
            ..CallOptions::default()
        };
        let request = RawRequest {
            method: "GET".to_owned(),
            path: "/".to_owned(),
            ..RawRequest::default()
        };
        let elsewhere = client.request(request).options(options).await;
        assert_eq!(elsewhere.expect("a connection is free there").status, 200);
    });
}
