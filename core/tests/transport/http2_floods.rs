//! Floods of HTTP/2 frames: a connection on which too much comes that is of use to no stream is
//! closed, and no other call waits meanwhile. The built-in transport alone has these bounds.

use authloom::{Error, ErrorKind, HttpConfig, Outcome};

use crate::support::authority::Authority;
use crate::support::flood::Flood;
use crate::support::frames::{LONGEST_FLOOD, Reply, Scripted};
use crate::support::raw::{self, OK};
use crate::support::{client, get, once, request, run, trusting};

/// A safe request, an idempotent one, and one that is neither.
const METHODS: [&str; 3] = ["GET", "PUT", "POST"];

fn patient(authority: &Authority) -> HttpConfig {
    HttpConfig {
        max_attempts: 3,
        ..trusting(authority, &once())
    }
}

/// A server that floods in place of its second response, and responds to what comes then.
fn flooding(authority: &Authority, flood: Flood) -> Scripted {
    let replies: &'static [Reply] = Box::leak(Box::new([
        Reply::Response,
        Reply::Flood(flood),
        Reply::Response,
    ]));
    Scripted::start(authority.server(&["h2"]), replies)
}

fn judge(error: &Error, what: &str) {
    assert_eq!(error.kind, ErrorKind::Transport, "{what}: {error:?}");
    assert_eq!(error.outcome, Outcome::Unknown, "{what}: {error:?}");
    assert_eq!(error.attempts, 1, "{what}: {error:?}");
    assert!(!error.retryable, "{what}: {error:?}");
}

#[test]
fn a_flood_of_frames_ends_the_call_and_the_connection() {
    for flood in Flood::ALL {
        for method in METHODS {
            run(async move || {
                let what = format!("{flood:?}, {method}");
                eprintln!("{what}");
                let authority = Authority::new();
                let mut server = flooding(&authority, flood);
                let client = client(server.url(), patient(&authority));
                get(&client).await.expect("the first gets a response");
                let error = request(&client, method).await.expect_err("no response");
                judge(&error, &what);
                let count = server.flooded().await;
                assert_ne!(count, LONGEST_FLOOD, "{what}: all of it was borne");
                assert_eq!(server.seen(), [0, 0], "{what}");
                // The client is as good as before.
                let response = request(&client, method).await.expect("a success");
                assert_eq!((response.status, server.seen()), (200, vec![1]), "{what}");
            });
        }
    }
}

#[test]
fn while_frames_flood_a_call_to_another_server_is_served() {
    for flood in Flood::ALL {
        for method in METHODS {
            run(async move || {
                let what = format!("{flood:?}, {method}");
                eprintln!("{what}");
                let authority = Authority::new();
                let server = flooding(&authority, flood);
                let flooded = client(server.url(), patient(&authority));
                get(&flooded).await.expect("the first gets a response");
                assert_eq!(server.seen(), [0]);
                let flooded = tokio::spawn(async move { request(&flooded, method).await });
                while server.seen().is_empty() {
                    tokio::task::yield_now().await;
                }
                let address = raw::serve(|mut connection, _| connection.respond_all(OK));
                let other = client(format!("http://{address}"), once());
                for _ in 0..3 {
                    let response = request(&other, method).await;
                    let response = response.unwrap_or_else(|error| panic!("{what}: {error:?}"));
                    assert_eq!(response.status, 200);
                }
                let ended = flooded.await.expect("it does not panic");
                judge(&ended.expect_err("no response"), &what);
            });
        }
    }
}

#[test]
fn so_many_interim_responses_are_borne_on_a_stream_and_no_more() {
    const BORNE: [Reply; 2] = [Reply::AfterInterim(16), Reply::Response];
    const REFUSED: [Reply; 2] = [Reply::AfterInterim(17), Reply::Response];
    run(async || {
        let authority = Authority::new();
        for method in METHODS {
            let server = Scripted::start(authority.server(&["h2"]), &BORNE);
            let borne = client(server.url(), patient(&authority));
            let response = request(&borne, method).await.expect("16 are borne");
            assert_eq!(response.status, 200, "{method}");

            let server = Scripted::start(authority.server(&["h2"]), &REFUSED);
            let refused = client(server.url(), patient(&authority));
            let error = request(&refused, method).await.expect_err("17 are not");
            judge(&error, method);
            assert_eq!(server.seen(), [0], "{method}");
            // The client is as good as before, on this connection or another.
            let response = request(&refused, method).await.expect("a success");
            assert_eq!(response.status, 200, "{method}");
        }
    });
}

/// Each stream has its own count: what many streams bear together is no flood.
#[test]
fn interim_responses_of_other_streams_do_not_count() {
    const REPLIES: &[Reply] = &[Reply::AfterInterim(16); 8];
    run(async || {
        let authority = Authority::new();
        let server = Scripted::start(authority.server(&["h2"]), REPLIES);
        let client = client(server.url(), patient(&authority));
        for _ in 0..8 {
            assert_eq!(get(&client).await.expect("a success").status, 200);
        }
        assert_eq!(server.seen(), [0; 8]);
    });
}
