//! Responses of the script's own, and responses that come late, slowly or after others.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use authloom_sandbox::ApiName;
use authloom_sandbox::faults::{Kind, Part, Place, Reply, RetryAfter};
use serde_json::json;

use crate::rig::{
    BEARER, Ending, INSTANCE, connect, exchange, get, plain_response, read_to_end, request, strike,
    struck, undated,
};
use crate::support::{Client, call};

#[test]
fn a_status_comes_instead_of_the_apis_response_and_nothing_is_done() {
    let reply = Reply::new(503)
        .reason("Not Now")
        .header("X-One", "1")
        .header("x-one", "2")
        .header("Content-Length", "9999")
        .json(json!({"a": 1}));
    let sandbox = struck(Kind::Status(reply));
    let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
    let path = format!("{INSTANCE}/auth-credential");
    for _ in 0..2 {
        let response = client.call("DELETE", &path, &[BEARER], "");
        assert_eq!(
            undated(&response.head),
            "HTTP/1.1 503 Not Now\r\nX-One: 1\r\nx-one: 2\r\nContent-Type: application/json\r\n\
             Content-Length: 7\r\n"
        );
        assert_eq!(response.json(), json!({"a": 1}));
    }
    assert_eq!(sandbox.log(0)[1].status, Some(503));
    sandbox.faults(Vec::new()).expect("none");
    assert_eq!(client.call("GET", &path, &[BEARER], "").status, 200);
}

#[test]
fn retry_after_has_both_forms() {
    let sandbox = struck(Kind::Status(
        Reply::new(429).retry_after(RetryAfter::Seconds(-7)),
    ));
    let url = sandbox.base_url(ApiName::Konnect);
    let response = call(&url, "GET", "/", &[], "");
    assert_eq!(response.header("retry-after"), Some("-7"));
    let in_a_day = Reply::new(503).retry_after(RetryAfter::DateInSeconds(86400));
    strike(&sandbox, Kind::Status(in_a_day));
    let response = call(&url, "GET", "/", &[], "");
    let now = response.header("date").expect("a date");
    let then = response.header("retry-after").expect("a date");
    // Another weekday, the same time of day.
    assert_ne!(now[..3], then[..3]);
    assert_eq!(now[17..], then[17..]);
}

#[test]
fn an_echo_holds_what_was_sent() {
    let sandbox = struck(Kind::Echo(Reply::new(400)));
    let url = sandbox.base_url(ApiName::Konnect);
    let response = call(&url, "PUT", "/p?q=1", &[BEARER], "{\"s\":\n\"hush\"}");
    let phrase = response.head.lines().next().expect("a line");
    let body = String::from_utf8(response.body.clone()).expect("text");
    for place in [phrase, response.header("x-echo").expect("a field"), &body] {
        for sent in ["/p?q=1", "Authorization: Bearer kpat_example", "\"hush\""] {
            assert!(place.contains(sent), "{sent}: {place}");
        }
    }
    let chosen = Reply::new(302)
        .header("Location", "https://elsewhere.test/?t={authorization}")
        .json(json!({"error": {"detail": "{body}|{x-absent}|{no name}"}}));
    strike(&sandbox, Kind::Echo(chosen));
    let response = call(&url, "PUT", "/p", &[BEARER], "{\"s\":1}");
    assert_eq!(
        response.header("location"),
        Some("https://elsewhere.test/?t=Bearer kpat_example")
    );
    assert_eq!(
        response.json(),
        json!({"error": {"detail": "{\"s\":1}||{no name}"}})
    );
    assert!(response.head.starts_with("HTTP/1.1 302 Found\r\n"));
}

#[test]
fn an_early_response_does_not_wait_for_the_body() {
    let sandbox = struck(Kind::EarlyResponse(Reply::new(413).text("too much")));
    let head = request("PUT", "/auth-config", "").replace("Content-Length: 0", "Content-Length: 5");
    // Not a byte of the body is sent before the response is there.
    let (response, ending) = exchange(&sandbox, &head);
    assert_eq!(ending, Ending::Closed);
    assert_eq!(
        undated(&response),
        "HTTP/1.1 413 Content Too Large\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: 8\r\nConnection: close\r\n\r\ntoo much"
    );
    // It does not keep a client from waiting for leave to send.
    let waits = head.replace("Host: x", "Host: x\r\nExpect: 100-continue");
    assert!(exchange(&sandbox, &waits).0.starts_with("HTTP/1.1 413 "));
    let log = sandbox.log(0);
    assert_eq!((log[0].status, log[0].body_read), (Some(413), false));
    assert!(log[0].body.is_null());
}

#[test]
fn an_early_response_does_not_reset_a_client_that_still_sends() {
    let sandbox = struck(Kind::EarlyResponse(Reply::new(401)));
    let piece = [b'b'; 1000];
    let head =
        request("PUT", "/auth-config", "").replace("Content-Length: 0", "Content-Length: 100000");
    let mut stream = connect(&sandbox);
    stream.write_all(head.as_bytes()).expect("sent");
    let (response, ending) = read_to_end(&mut stream);
    assert!(response.starts_with("HTTP/1.1 401 "), "{response}");
    assert_eq!(ending, Ending::Closed);
    for _ in 0..100 {
        stream.write_all(&piece).expect("the server reads on");
    }
}

#[test]
fn redirects_keep_path_and_query() {
    let sandbox = struck(Kind::Redirect {
        status: 307,
        origin: None,
    });
    let url = sandbox.base_url(ApiName::Konnect);
    let response = call(&url, "GET", "/a%2Fb?c=%20", &[], "");
    assert_eq!(response.status, 307);
    assert_eq!(response.header("location"), Some("/a%2Fb?c=%20"));
    strike(
        &sandbox,
        Kind::Redirect {
            status: 303,
            origin: Some("http://127.0.0.1:9/".to_owned()),
        },
    );
    let response = call(&url, "GET", "/a", &[], "");
    assert_eq!(response.status, 303);
    assert_eq!(response.header("location"), Some("http://127.0.0.1:9/a"));
}

#[test]
fn latency_delays_and_interim_responses_precede() {
    let sandbox = struck(Kind::Latency { ms: 30 });
    let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
    let start = Instant::now();
    // The second one was sent ahead: it waits for its turn.
    client.send_raw(get().repeat(2).as_bytes());
    for requests in 1..=2 {
        let response = client.receive("GET").expect("a response");
        assert_eq!(response.status, 200);
        assert!(start.elapsed() >= Duration::from_millis(30) * requests);
    }

    strike(
        &sandbox,
        Kind::Interim {
            statuses: vec![100, 102, 103, 199],
        },
    );
    let mut stream = connect(&sandbox);
    stream.write_all(get().as_bytes()).expect("sent");
    let wanted = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n\
                  HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 199 Interim\r\n\r\nHTTP/1.1 200 OK\r\n";
    let mut came = vec![0; wanted.len()];
    stream.read_exact(&mut came).expect("responses");
    assert_eq!(String::from_utf8_lossy(&came), wanted);
}

#[test]
fn a_client_that_leaves_does_not_keep_its_connection() {
    let sandbox = struck(Kind::Latency { ms: 3_600_000 });
    let mut stream = connect(&sandbox);
    stream.write_all(get().as_bytes()).expect("sent");
    crate::rig::log_of(&sandbox, 1);
    drop(stream);
    crate::rig::await_no_connection(&sandbox);
}

#[test]
fn a_drip_is_the_same_response_in_pieces() {
    let plain = plain_response(&get());
    for part in [Part::Response, Part::Body] {
        let sandbox = struck(Kind::Drip {
            bytes: 100,
            interval_ms: 3,
            part,
        });
        let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
        let start = Instant::now();
        client.send_raw(get().as_bytes());
        let response = client.receive("GET").expect("a response");
        let dripped = match part {
            Part::Response => response.head.len() + 2 + response.body.len(),
            Part::Body => response.body.len(),
        };
        let pauses = u32::try_from(dripped.div_ceil(100) - 1).expect("few");
        assert!(pauses > 0);
        assert!(start.elapsed() >= Duration::from_millis(3) * pauses);
        let body = String::from_utf8(response.body).expect("text");
        assert_eq!(undated(&response.head) + "\r\n" + &body, plain);
        assert_eq!(sandbox.close_idle(), 1, "the connection stays");
    }
}

#[test]
fn a_fault_does_not_make_a_response_of_none() {
    let sandbox = struck(Kind::Nested {
        levels: 1,
        status: None,
    });
    let headers = [("X-Tyk-Authorization", "key-1")];
    let mut tyk = Client::new(&sandbox.base_url(ApiName::Tyk));
    tyk.send("GET", "/tyk/oauth/clients/plain-api/x/tokens", &headers, "");
    assert!(tyk.receive("GET").is_none());
    assert_eq!(sandbox.log(0)[0].status, None);
    strike(&sandbox, Kind::Close { at: Place::Before });
}
