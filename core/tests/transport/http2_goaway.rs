//! A GOAWAY that leaves a request out proves that it was not processed, also where the request has
//! no body. Where the connection had served before, the request is repeated at once, without cost.
//! The built-in transport alone does so.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use authloom::{
    Error, ErrorKind, Event, EventKind, Hook, HttpConfig, Konnect, Outcome, RawRequest, RawResponse,
};

use crate::support::authority::Authority;
use crate::support::frames::{Reply, Scripted};
use crate::support::{client, get, once, run, trusting};

/// Counts attempts.
#[derive(Debug, Default)]
struct Attempts(AtomicUsize);

impl Hook for Attempts {
    fn on_event(&self, event: &Event) {
        if event.kind == EventKind::Sending {
            self.0.fetch_add(1, Relaxed);
        }
    }
}

impl Attempts {
    /// How many there were since they were asked for.
    fn take(&self) -> usize {
        self.0.swap(0, Relaxed)
    }
}

/// Each kind of request, with and without a body.
const REQUESTS: [(&str, bool); 5] = [
    ("GET", false),
    ("DELETE", false),
    ("PUT", true),
    ("POST", false),
    ("POST", true),
];

async fn ask(client: &Konnect, method: &str, has_body: bool) -> Result<RawResponse, Error> {
    let request = RawRequest {
        method: method.to_owned(),
        path: "/v1/thing".to_owned(),
        json: has_body.then(|| serde_json::json!({"a": 1})),
        ..RawRequest::default()
    };
    client.request(request).await
}

/// A server with a script, and a client that has so many attempts.
fn stage(
    authority: &Authority,
    replies: &'static [Reply],
    max_attempts: i32,
) -> (Scripted, Konnect, Arc<Attempts>) {
    let server = Scripted::start(authority.server(&["h2"]), replies);
    let attempts = Arc::new(Attempts::default());
    let http = HttpConfig {
        max_attempts,
        hooks: vec![attempts.clone()],
        ..trusting(authority, &once())
    };
    let client = client(server.url(), http);
    (server, client, attempts)
}

#[test]
fn on_a_connection_that_served_before_it_is_repeated_at_once_in_the_same_attempt() {
    const GONE: &[Reply] = &[Reply::Response, Reply::GoneBefore, Reply::Response];
    const ANNOUNCED: &[Reply] = &[Reply::Response, Reply::AnnouncedBefore, Reply::Response];
    run(async || {
        let authority = Authority::new();
        for replies in [GONE, ANNOUNCED] {
            for (method, has_body) in REQUESTS {
                for max_attempts in [1, 3] {
                    let what = format!("{replies:?}, {method}, {has_body}, {max_attempts}");
                    let (server, client, attempts) = stage(&authority, replies, max_attempts);
                    get(&client).await.expect("the first gets a response");
                    assert_eq!(attempts.take(), 1);
                    let response = ask(&client, method, has_body).await;
                    let response = response.unwrap_or_else(|error| panic!("{what}: {error:?}"));
                    assert_eq!(response.status, 200, "{what}");
                    assert_eq!(attempts.take(), 1, "{what}");
                    assert_eq!(server.seen(), [0, 0, 1], "{what}");
                }
            }
        }
    });
}

#[test]
fn on_a_fresh_connection_it_is_an_ordinary_retry() {
    const GONE: &[Reply] = &[Reply::GoneBefore, Reply::Response];
    const ANNOUNCED: &[Reply] = &[Reply::AnnouncedBefore, Reply::Response];
    run(async || {
        let authority = Authority::new();
        for replies in [GONE, ANNOUNCED] {
            for (method, has_body) in REQUESTS {
                let what = format!("{replies:?}, {method}, {has_body}");
                let (server, client, attempts) = stage(&authority, replies, 2);
                let response = ask(&client, method, has_body).await;
                let response = response.unwrap_or_else(|error| panic!("{what}: {error:?}"));
                assert_eq!(response.status, 200, "{what}");
                assert_eq!(attempts.take(), 2, "{what}");
                assert_eq!(server.seen(), [0, 1], "{what}");
            }
        }
    });
}

fn judge(error: &Error, what: &str) {
    assert_eq!(error.kind, ErrorKind::Transport, "{what}: {error:?}");
    assert_eq!(error.outcome, Outcome::NotSent, "{what}: {error:?}");
    assert_eq!(error.attempts, 1, "{what}: {error:?}");
    assert!(error.retryable, "{what}: {error:?}");
}

#[test]
fn on_a_fresh_connection_the_only_attempt_was_not_sent() {
    const GONE: &[Reply] = &[Reply::GoneBefore];
    const ANNOUNCED: &[Reply] = &[Reply::AnnouncedBefore];
    run(async || {
        let authority = Authority::new();
        for replies in [GONE, ANNOUNCED] {
            for (method, has_body) in REQUESTS {
                let what = format!("{replies:?}, {method}, {has_body}");
                let (server, client, _) = stage(&authority, replies, 1);
                let error = ask(&client, method, has_body).await;
                judge(&error.expect_err("it was left out"), &what);
                assert_eq!(server.seen(), [0], "{what}");
            }
        }
    });
}

/// It is repeated at once as long as that proves something: the fresh connection served nothing.
#[test]
fn it_is_not_repeated_at_once_for_ever() {
    const REPLIES: &[Reply] = &[Reply::Response, Reply::GoneBefore, Reply::GoneBefore];
    run(async || {
        let authority = Authority::new();
        for (method, has_body) in REQUESTS {
            let what = format!("{method}, {has_body}");
            let (server, client, attempts) = stage(&authority, REPLIES, 1);
            get(&client).await.expect("the first gets a response");
            attempts.take();
            let error = ask(&client, method, has_body).await;
            judge(&error.expect_err("it was left out twice"), &what);
            assert_eq!(attempts.take(), 1, "{what}");
            assert_eq!(server.seen(), [0, 0, 1], "{what}");
        }
    });
}

#[test]
fn a_connection_whose_end_is_announced_responds_to_what_it_has_and_gets_no_more() {
    const REPLIES: &[Reply] = &[Reply::AnnouncedAfter, Reply::Response];
    run(async || {
        let authority = Authority::new();
        for (method, has_body) in REQUESTS {
            let what = format!("{method}, {has_body}");
            let (server, client, attempts) = stage(&authority, REPLIES, 1);
            for connection in 0..2 {
                let response = ask(&client, method, has_body).await;
                let response = response.unwrap_or_else(|error| panic!("{what}: {error:?}"));
                assert_eq!(response.status, 200, "{what}");
                assert_eq!(attempts.take(), 1, "{what}");
                assert_eq!(server.seen(), [connection], "{what}");
            }
        }
    });
}

#[test]
fn a_goaway_that_names_the_request_proves_nothing() {
    const REPLIES: &[Reply] = &[Reply::Response, Reply::GoneAfter];
    run(async || {
        let authority = Authority::new();
        for has_body in [false, true] {
            let (server, client, _) = stage(&authority, REPLIES, 3);
            get(&client).await.expect("the first gets a response");
            let error = ask(&client, "POST", has_body).await;
            let error = error.expect_err("it may have been processed");
            assert_eq!(error.kind, ErrorKind::Transport, "{error:?}");
            assert_eq!(error.outcome, Outcome::Unknown, "{error:?}");
            assert_eq!(error.attempts, 1, "{error:?}");
            assert_eq!(server.seen(), [0, 0]);
        }
    });
}
