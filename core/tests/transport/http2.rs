//! Which version of HTTP is spoken, and what that means for connections.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use authloom::{ErrorKind, HttpConfig, Outcome};
use http::Version;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::support::authority::Authority;
use crate::support::frames::{CANCEL, INTERNAL_ERROR, REFUSED_STREAM, Reply, Scripted};
use crate::support::https::Https;
use crate::support::{client, get, once, post, request, run, run_on_each, trusting};

fn built_in(authority: &Authority, http2: bool) -> HttpConfig {
    HttpConfig {
        http2,
        ..trusting(authority, &once())
    }
}

#[test]
fn the_version_is_what_both_can_speak() {
    run(async || {
        let authority = Authority::new();
        for (offered, http2, version) in [
            (&["h2", "http/1.1"][..], true, Version::HTTP_2),
            (&["h2"], true, Version::HTTP_2),
            (&["http/1.1"], true, Version::HTTP_11),
            (&[], true, Version::HTTP_11),
            (&["h2", "http/1.1"], false, Version::HTTP_11),
            (&[], false, Version::HTTP_11),
        ] {
            let server = Https::start(authority.server(offered));
            let client = client(server.url(), built_in(&authority, http2));
            get(&client).await.expect("they understand each other");
            let seen = server.next();
            assert_eq!(seen.version, version, "{offered:?} {http2}");
            if version == Version::HTTP_2 {
                let authority = server.address.to_string();
                assert_eq!(
                    seen.uri.authority().map(http::uri::Authority::as_str),
                    Some(&*authority)
                );
                assert_eq!(seen.headers.get("host"), None, "it has `:authority`");
            }
        }
    });
}

#[test]
fn a_server_that_speaks_http2_alone_is_refused_by_a_client_that_does_not() {
    run(async || {
        let authority = Authority::new();
        let server = Https::start(authority.server(&["h2"]));
        let client = client(server.url(), built_in(&authority, false));
        let error = get(&client).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Transport);
        assert_eq!(error.outcome, Outcome::NotSent);
        assert!(server.is_quiet());
    });
}

#[test]
fn calls_in_flight_share_one_connection() {
    const CALLS: usize = 8;
    run_on_each(async |http| {
        let authority = Authority::new();
        // No call gets a response before all have asked, but for the first, which comes alone.
        let all = Arc::new(Barrier::new(CALLS));
        let first = AtomicBool::new(true);
        let server = Https::start_with(authority.server(&["h2"]), move || {
            let alone = first.swap(false, Relaxed);
            let all = Arc::clone(&all);
            async move {
                if !alone {
                    all.wait().await;
                }
            }
        });
        let client = client(server.url(), trusting(&authority, &http));
        get(&client).await.expect("the first");
        assert_eq!(server.next().connection, 0);

        let mut calls = JoinSet::new();
        for _ in 0..CALLS {
            let client = client.clone();
            calls.spawn(async move { get(&client).await.map(|response| response.status) });
        }
        for result in calls.join_all().await {
            assert_eq!(result.expect("all got a response"), 200);
        }
        for _ in 0..CALLS {
            assert_eq!(server.next().connection, 0);
        }
    });
}

#[test]
fn calls_that_come_before_there_is_a_connection_all_get_a_response() {
    const CALLS: usize = 8;
    run_on_each(async |http| {
        let authority = Authority::new();
        let server = Https::start(authority.server(&["h2"]));
        let client = client(server.url(), trusting(&authority, &http));
        let mut calls = JoinSet::new();
        for _ in 0..CALLS {
            let client = client.clone();
            calls.spawn(async move { get(&client).await.map(|response| response.status) });
        }
        for result in calls.join_all().await {
            assert_eq!(result.expect("none loses a race"), 200);
        }
        for _ in 0..CALLS {
            server.next();
        }
        assert!(server.is_quiet(), "a request was sent twice");
    });
}

#[test]
fn a_connection_that_breaks_is_replaced_for_what_may_be_repeated() {
    run_on_each(async |http| {
        let authority = Authority::new();
        for (method, repeated) in [("GET", true), ("POST", false)] {
            // The first request never gets a response.
            let count = AtomicUsize::new(0);
            let server = Https::start_with(authority.server(&["h2"]), move || {
                let never = count.fetch_add(1, Relaxed) == 0;
                async move {
                    if never {
                        pending::<()>().await;
                    }
                }
            });
            let config = HttpConfig {
                max_attempts: 2,
                ..trusting(&authority, &http)
            };
            let client = client(server.url(), config);
            let breaking = tokio::task::spawn_blocking(move || {
                assert_eq!(server.next().connection, 0);
                server.close_connection();
                server
            });
            let result = match method {
                "GET" => get(&client).await,
                _ => post(&client).await,
            };
            let server = breaking.await.expect("the server was asked");
            match result {
                Ok(response) => assert_eq!((response.status, method), (200, "GET")),
                Err(error) => {
                    assert_eq!((error.kind, method), (ErrorKind::Transport, "POST"));
                    assert_eq!(error.outcome, Outcome::Unknown);
                    assert_eq!(error.attempts, 1);
                }
            }
            if repeated {
                assert_eq!(server.next().connection, 1);
            }
            assert!(server.is_quiet());
        }
    });
}

fn twice(authority: &Authority, http: &HttpConfig) -> HttpConfig {
    HttpConfig {
        max_attempts: 2,
        ..trusting(authority, http)
    }
}

#[test]
fn what_a_server_says_it_did_not_process_is_repeated_whatever_it_is() {
    const REFUSED: &[Reply] = &[Reply::Reset(REFUSED_STREAM), Reply::Response];
    const GONE: &[Reply] = &[Reply::GoneBefore, Reply::Response];
    run_on_each(async |http| {
        let authority = Authority::new();
        // A stream is refused alone; a GOAWAY ends its connection.
        for (replies, connections) in [(REFUSED, [0, 0]), (GONE, [0, 1])] {
            for method in ["GET", "POST"] {
                let server = Scripted::start(authority.server(&["h2"]), replies);
                let client = client(server.url(), twice(&authority, &http));
                let response = request(&client, method).await;
                let response = response.unwrap_or_else(|error| panic!("{method}: {error:?}"));
                assert_eq!(response.status, 200);
                assert_eq!(server.seen(), connections, "{method}");
            }
        }
    });
}

#[test]
fn what_a_server_says_it_did_not_process_was_not_sent() {
    run_on_each(async |http| {
        let authority = Authority::new();
        for replies in [&[Reply::Reset(REFUSED_STREAM)], &[Reply::GoneBefore]] {
            let server = Scripted::start(authority.server(&["h2"]), replies);
            let client = client(server.url(), trusting(&authority, &http));
            let error = post(&client).await.expect_err("it was not processed");
            assert_eq!(error.kind, ErrorKind::Transport);
            assert_eq!(error.outcome, Outcome::NotSent);
            assert!(error.retryable);
        }
    });
}

#[test]
fn what_a_server_may_have_processed_is_repeated_only_where_that_does_no_harm() {
    const CANCELED: &[Reply] = &[Reply::Reset(CANCEL), Reply::Response];
    const FAILED: &[Reply] = &[Reply::Reset(INTERNAL_ERROR), Reply::Response];
    const GONE: &[Reply] = &[Reply::GoneAfter, Reply::Response];
    run_on_each(async |http| {
        let authority = Authority::new();
        for replies in [CANCELED, FAILED, GONE] {
            let server = Scripted::start(authority.server(&["h2"]), replies);
            let client = client(server.url(), twice(&authority, &http));
            let error = post(&client).await.expect_err("it was broken off");
            assert_eq!(error.kind, ErrorKind::Transport);
            assert_eq!(error.outcome, Outcome::Unknown);
            assert_eq!(error.attempts, 1);
            assert_eq!(server.seen().len(), 1);

            let server = Scripted::start(authority.server(&["h2"]), replies);
            let client = self::client(server.url(), twice(&authority, &http));
            let response = get(&client).await.expect("it changes nothing");
            assert_eq!(response.status, 200);
            assert_eq!(server.seen().len(), 2);
        }
    });
}

#[test]
fn what_a_goaway_left_out_costs_no_attempt_where_another_request_was_completed() {
    run(async || {
        let authority = Authority::new();
        let replies = &[Reply::Later, Reply::GoneBetween, Reply::Response];
        let server = Scripted::start(authority.server(&["h2"]), replies);
        let client = client(server.url(), trusting(&authority, &once()));
        let mut calls = JoinSet::new();
        let mut seen = Vec::new();
        for number in 1..=2 {
            let client = client.clone();
            calls.spawn(async move { post(&client).await.map(|response| response.status) });
            while seen.len() < number {
                tokio::task::yield_now().await;
                seen.extend(server.seen());
            }
        }
        // All arrives together: the connection has closed before anybody reads the response.
        server.meet();
        server.meet();
        for result in calls.join_all().await {
            assert_eq!(result.expect("one attempt is enough"), 200);
        }
        seen.extend(server.seen());
        assert_eq!(seen, [0, 0, 1]);
    });
}
