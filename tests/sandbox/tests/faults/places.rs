//! Connections that are reset, closed or left to hang somewhere in a response.

use std::io::Write;

use authloom_sandbox::faults::{Kind, Place};

use crate::rig::{
    Ending, connect, exchange, get, log_of, plain_response, read_to_end, request, strike, struck,
    undated,
};

/// What comes of a response that breaks off at a place, undated, and the status in the log.
fn expected(at: Place) -> (String, Option<u16>) {
    let whole = plain_response(&get());
    let (head, body) = whole.split_once("\r\n\r\n").expect("a head");
    match at {
        Place::Before => (String::new(), None),
        Place::Head => ("HTTP/1.1 200 OK\r\n".to_owned(), None),
        Place::Between => (format!("{head}\r\n\r\n"), Some(200)),
        Place::Body => (
            format!("{head}\r\n\r\n{}", &body[..body.len() / 2]),
            Some(200),
        ),
    }
}

const PLACES: [Place; 4] = [Place::Before, Place::Head, Place::Between, Place::Body];

#[test]
fn a_connection_ends_where_it_is_told_to() {
    for at in PLACES {
        for (kind, ending) in [
            (Kind::Reset { at }, Ending::Reset),
            (Kind::Close { at }, Ending::Closed),
        ] {
            let sandbox = struck(kind);
            let (response, found) = exchange(&sandbox, &get());
            assert_eq!(found, ending, "{at:?}");
            let (wanted, status) = expected(at);
            if at == Place::Head {
                assert!(response.starts_with(&wanted), "{response}");
                assert!(!response.contains("\r\n\r\n"), "{response}");
            } else {
                assert_eq!(undated(&response), wanted, "{at:?}");
            }
            let log = sandbox.log(0);
            assert_eq!((log.len(), log[0].status), (1, status), "{at:?}");
            assert!(log[0].body_read);
        }
    }
}

#[test]
fn what_hangs_sends_nothing_more_and_stays_open() {
    for at in PLACES {
        let sandbox = struck(Kind::Hang { at });
        let mut stream = connect(&sandbox);
        stream.write_all(get().as_bytes()).expect("sent");
        let (wanted, status) = expected(at);
        assert_eq!(log_of(&sandbox, 1)[0].status, status);
        if !wanted.is_empty() {
            // It waits behind the bytes that come.
            stream.peek(&mut [0]).expect("the beginning");
        }
        assert_eq!(sandbox.stats()["konnect"], 1);
        // A sandbox that is gone closes what it had open, and only that ends it.
        drop(sandbox);
        let (response, ending) = read_to_end(&mut stream);
        assert_eq!(ending, Ending::Closed);
        assert!(
            undated(&response).len() <= wanted.len().max(200),
            "{response}"
        );
        assert!(undated(&response).starts_with(&wanted), "{response}");
    }
}

#[test]
fn a_lost_response_is_the_response_to_something_done() {
    let delete = request("DELETE", "/auth-credential", "");
    let read = request("GET", "/auth-credential", "");
    for at in PLACES {
        let sandbox = struck(Kind::Reset { at });
        exchange(&sandbox, &delete);
        strike(&sandbox, Kind::Close { at: Place::Between });
        let (response, _) = exchange(&sandbox, &read);
        assert!(response.starts_with("HTTP/1.1 404 "), "{response}");
    }
}
