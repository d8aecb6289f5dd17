//! What a client sees of the servers on its socket.

mod support;

use authloom_sandbox::{ApiName, Sandbox};
use support::{Client, call};

fn sandbox() -> Sandbox {
    Sandbox::builder().start().expect("a sandbox")
}

/// Its response is not what these tests look at.
const PATH: &str = "/nowhere";

#[test]
fn a_connection_serves_many_requests() {
    let sandbox = sandbox();
    let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
    for _ in 0..3 {
        client.call("POST", PATH, &[], "{}");
    }
    let log = sandbox.log(0);
    assert_eq!(log.len(), 3);
    assert!(
        log.iter()
            .all(|entry| entry.connection == log[0].connection)
    );
    assert_eq!(sandbox.stats()["konnect"], 1);
    assert_eq!(sandbox.stats()["tyk"], 0);
}

#[test]
fn a_client_that_asks_for_it_is_closed_on() {
    let sandbox = sandbox();
    let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
    let response = client.call("GET", PATH, &[("Connection", "close")], "");
    assert_eq!(response.header("connection"), Some("close"));
    assert!(client.is_closed());
}

#[test]
fn chunks_and_a_client_that_waits_are_understood() {
    let sandbox = sandbox();
    let mut client = Client::new(&sandbox.base_url(ApiName::Tyk));
    client.send_raw(
        b"POST /chunks HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
          Transfer-Encoding: chunked\r\n\r\n2\r\na=\r\n1\r\nb\r\n0\r\n\r\n",
    );
    client.receive("POST").expect("a response");
    client.send_raw(
        b"POST /waits HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n",
    );
    let interim = client.receive("HEAD").expect("leave to go on");
    assert_eq!(interim.status, 100);
    client.send_raw(b"{}");
    client.receive("POST").expect("a response");
    let log = sandbox.log(0);
    assert_eq!(log[0].body, "a=b");
    assert_eq!(log[1].body, serde_json::json!({}));
}

#[test]
fn head_has_the_length_and_no_body() {
    let sandbox = sandbox();
    let mut client = Client::new(&sandbox.base_url(ApiName::FitbitPlus));
    let head = client.call("HEAD", PATH, &[], "");
    let get = client.call("GET", PATH, &[], "");
    assert_eq!(head.status, get.status);
    assert!(!get.body.is_empty());
    assert!(
        head.header("content-length")
            .is_some_and(|length| length != "0")
    );
}

#[test]
fn what_is_no_request_is_refused_and_closed_on() {
    let sandbox = sandbox();
    let long = format!(
        "GET / HTTP/1.1\r\nHost: x\r\nA: {}\r\n",
        "a".repeat(600_000)
    );
    let many = format!(
        "GET / HTTP/1.1\r\nHost: x\r\n{}\r\n",
        "A: b\r\n".repeat(200)
    );
    for (bytes, status) in [
        ("\u{1}\u{2}\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        (long.as_str(), 431),
        (many.as_str(), 431),
        (
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\nhi",
            413,
        ),
    ] {
        let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
        client.send_raw(bytes.as_bytes());
        let response = client.receive("GET").expect("a response");
        assert_eq!(response.status, status);
        assert_eq!(response.header("connection"), Some("close"));
        assert!(client.is_closed());
    }
    assert_eq!(sandbox.log(0), []);
}

#[test]
fn the_servers_time_is_the_sandboxs() {
    let sandbox = sandbox();
    assert!(sandbox.advance(std::time::Duration::from_secs(3600 * 24 * 365 * 1000)));
    let response = call(&sandbox.base_url(ApiName::Konnect), "GET", PATH, &[], "");
    let date = response.header("date").expect("a date");
    assert!(date.contains(" 302"), "{date}");
    assert!(!sandbox.advance(std::time::Duration::MAX));
}

#[test]
fn idle_connections_close_and_new_ones_do_not() {
    let sandbox = sandbox();
    let url = sandbox.base_url(ApiName::Konnect);
    let mut used = Client::new(&url);
    used.call("GET", PATH, &[], "");
    let mut fresh = Client::new(&url);
    assert_eq!(sandbox.close_idle(), 1);
    assert!(used.is_closed());
    assert_eq!(fresh.call("GET", PATH, &[], "").status, 404);
    assert_eq!(sandbox.stats()["konnect"], 1);
}

#[test]
fn a_dropped_sandbox_is_gone() {
    let sandbox = sandbox();
    let url = sandbox.base_url(ApiName::Konnect);
    let mut used = Client::new(&url);
    used.call("GET", PATH, &[], "");
    drop(sandbox);
    assert!(used.is_closed());
    let address = url.strip_prefix("http://").expect("plain http");
    assert!(std::net::TcpStream::connect(address).is_err());
}
