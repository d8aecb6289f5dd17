//! Heads that lie about their body, and bodies that no client wants.

use std::io::{BufRead, BufReader, Read, Write};

use authloom_sandbox::faults::{BodyFraming, Kind, Malformation};
use authloom_sandbox::{ApiName, Fault};

use crate::rig::{
    BEARER, Ending, INSTANCE, connect, exchange, get, plain_response, strike, struck, undated,
};
use crate::support::Client;

const CONFIG: &str = "/v1/integration-instances/2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506/auth-config";

#[test]
fn a_content_type_is_another() {
    let sandbox = struck(Kind::WrongContentType {
        content_type: "text/html".to_owned(),
    });
    let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
    let response = client.call("GET", CONFIG, &[BEARER], "");
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), Some("text/html"));
    assert!(response.json().is_object());
}

#[test]
fn a_content_length_is_too_long_or_too_short() {
    let plain = plain_response(&get());
    let (_, body) = plain.split_once("\r\n\r\n").expect("a head");
    let length = |of: usize| format!("Content-Length: {of}\r\n");
    let sandbox = struck(Kind::WrongContentLength { by: 7 });
    let (response, ending) = exchange(&sandbox, &get());
    let wanted = plain.replace(&length(body.len()), &length(body.len() + 7));
    assert_eq!((undated(&response), ending), (wanted, Ending::Closed));

    strike(&sandbox, Kind::WrongContentLength { by: -7 });
    let (_, close) = (get(), "Host: x\r\nConnection: close");
    let (response, _) = exchange(&sandbox, &get().replace("Host: x", close));
    let wanted = plain.replace(&length(body.len()), &length(body.len() - 7));
    let wanted = wanted.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    assert_eq!(undated(&response), wanted);
    // Left open, the surplus comes before the next response.
    let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
    client.call("GET", CONFIG, &[BEARER], "");
    assert_eq!(sandbox.close_idle(), 1);

    strike(&sandbox, Kind::WrongContentLength { by: i64::MIN });
    let (response, _) = exchange(&sandbox, &get().replace("Host: x", close));
    assert!(response.contains("Content-Length: 0\r\n"), "{response}");
    assert!(response.ends_with(body), "{response}");
}

#[test]
fn malformed_responses_are_malformed_where_they_say() {
    let plain = plain_response(&get());
    let (head, body) = plain.split_once("\r\n\r\n").expect("a head");
    let chunked = head.replace(
        &format!("Content-Length: {}", body.len()),
        "Transfer-Encoding: chunked",
    );
    for (part, wanted, status) in [
        (
            Malformation::StatusLine,
            plain.replace("HTTP/1.1 200 OK", "HTTP/1.1 two hundred"),
            None,
        ),
        (
            Malformation::Header,
            plain.replace("HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nno field at all"),
            None,
        ),
        (
            Malformation::Chunk,
            format!("{chunked}\r\n\r\nzz\r\n{body}"),
            Some(200),
        ),
    ] {
        let sandbox = struck(Kind::Malformed { part });
        let (response, ending) = exchange(&sandbox, &get());
        assert_eq!((undated(&response), ending), (wanted, Ending::Closed));
        assert_eq!(sandbox.log(0)[0].status, status);
    }
}

/// Reads a large response without holding it: the head, and how many bytes of `a` came in quotes.
fn measure(stream: &mut impl BufRead, chunked: bool) -> (String, u64) {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(stream.read_line(&mut head).expect("a line"), 0);
    }
    let (mut count, mut others) = (0, Vec::<u8>::new());
    let mut tally = |bytes: &[u8]| {
        let before = others.len();
        others.extend(bytes.iter().filter(|byte| **byte != b'a'));
        count += (bytes.len() + before - others.len()) as u64;
    };
    if chunked {
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).expect("a size");
            let size = usize::from_str_radix(line.trim_end(), 16).expect("a size");
            let mut chunk = vec![0; size + 2];
            stream.read_exact(&mut chunk).expect("a chunk");
            assert!(chunk.ends_with(b"\r\n"));
            tally(&chunk[..size]);
            if size == 0 {
                break;
            }
        }
    } else {
        loop {
            let bytes = stream.fill_buf().expect("more");
            if bytes.is_empty() {
                break;
            }
            tally(bytes);
            let length = bytes.len();
            stream.consume(length);
        }
    }
    assert_eq!(others, b"\"\"");
    (head, count)
}

#[test]
fn an_oversized_body_comes_in_each_framing() {
    const BYTES: u64 = 3 * 64 * 1024 + 5;
    let sandbox = struck(Kind::Latency { ms: 0 });
    for (framing, wanted) in [
        (BodyFraming::Length, format!("Content-Length: {BYTES}\r\n")),
        (
            BodyFraming::Chunked,
            "Transfer-Encoding: chunked\r\n".to_owned(),
        ),
        (BodyFraming::Close, "Connection: close\r\n".to_owned()),
    ] {
        strike(
            &sandbox,
            Kind::Oversized {
                bytes: BYTES,
                framing,
                status: None,
            },
        );
        let mut stream = connect(&sandbox);
        let close = if framing == BodyFraming::Length {
            get().replace("Host: x", "Host: x\r\nConnection: close")
        } else {
            get()
        };
        stream.write_all(close.as_bytes()).expect("sent");
        let chunked = framing == BodyFraming::Chunked;
        let (head, count) = measure(&mut BufReader::new(&stream), chunked);
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(head.contains(&wanted), "{head}");
        assert_eq!(
            head.contains("Content-Length"),
            framing == BodyFraming::Length
        );
        assert_eq!(count, BYTES - 2);
    }
}

#[test]
fn a_client_may_leave_a_body_without_end() {
    let sandbox = struck(Kind::Oversized {
        bytes: u64::MAX,
        framing: BodyFraming::Chunked,
        status: Some(500),
    });
    let mut stream = connect(&sandbox);
    stream.write_all(get().as_bytes()).expect("sent");
    let mut some = vec![0; 1_000_000];
    stream.read_exact(&mut some).expect("a part");
    assert!(some.starts_with(b"HTTP/1.1 500 "));
    drop(stream);
    crate::rig::await_no_connection(&sandbox);
}

#[test]
fn nesting_comes_before_the_apis_own_members() {
    let sandbox = struck(Kind::Nested {
        levels: 100_000,
        status: None,
    });
    let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
    let response = client.call("GET", CONFIG, &[BEARER], "");
    let text = String::from_utf8(response.body).expect("text");
    let arrays = "[".repeat(100_000) + &"]".repeat(100_000);
    let rest = text
        .strip_prefix(&format!("{{\"nested\":{arrays},"))
        .expect("arrays");
    let plain = plain_response(&get());
    assert!(plain.ends_with(&format!("{{{rest}")));
    // An operation that has no body in its response has one then.
    let path = format!("{INSTANCE}/auth-credential");
    let response = client.call("DELETE", &path, &[BEARER], "");
    assert_eq!(response.status, 200);
    assert_eq!(response.body, arrays.as_bytes());
    assert_eq!(response.header("content-type"), Some("application/json"));
}

#[test]
fn a_coded_body_is_sent_byte_for_byte() {
    let body = vec![0x1f, 0x8b, 0x08, 0xff, 0x00];
    let sandbox = struck(Kind::Coded {
        coding: "gzip".to_owned(),
        body: Some(body.clone()),
        status: None,
    });
    let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
    let response = client.call("GET", CONFIG, &[BEARER], "");
    assert_eq!(response.header("content-encoding"), Some("gzip"));
    assert_eq!(response.body, body);
    let script = r#"[{"fault": {"kind": "coded", "coding": "br", "body_base64": "H4sI/wA=", "status": 400}}]"#;
    let script = Fault::read(script.as_bytes()).expect("a script");
    sandbox.faults(script).expect("a script");
    let response = client.call("GET", CONFIG, &[BEARER], "");
    assert_eq!(response.header("content-encoding"), Some("br"));
    assert_eq!((response.status, response.body), (400, body));
}
