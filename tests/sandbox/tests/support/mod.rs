//! A raw HTTP client, small enough to be trusted, for what must be seen on a socket; and requests
//! for what need not be.

// Each test file compiles this for itself and uses a part of it.
#![allow(dead_code, reason = "each file of tests uses its own part of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use authloom_sandbox::exchange::{Action, Request, Response};
use serde_json::Value;

/// A connection that is kept alive.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    base: String,
}

/// A response as it came.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(sent, _)| sent.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }
}

impl Client {
    /// Connects to a base URL.
    pub(crate) fn new(url: &str) -> Self {
        let rest = url.strip_prefix("http://").expect("plain http");
        let (host, base) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let stream = TcpStream::connect(host).expect("the sandbox listens");
        Self {
            stream: BufReader::new(stream),
            host: host.to_owned(),
            base: base.to_owned(),
        }
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).expect("sent");
    }

    /// Sends a request; `path` follows the base URL.
    pub(crate) fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) {
        let mut bytes = Vec::new();
        let mut line = |text: &str| bytes.extend_from_slice(text.as_bytes());
        line(&format!("{method} {}{path} HTTP/1.1\r\n", self.base));
        line(&format!("Host: {}\r\n", self.host));
        for (name, value) in headers {
            line(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            line(&format!("Content-Length: {}\r\n", body.len()));
        }
        line("\r\n");
        line(body);
        self.send_raw(&bytes);
    }

    /// Reads a response; none when the connection was closed without one.
    pub(crate) fn receive(&mut self, method: &str) -> Option<Received> {
        let mut head = String::new();
        loop {
            let mut line = String::new();
            // A reset is an end too.
            if self.stream.read_line(&mut line).unwrap_or(0) == 0 {
                assert_eq!(head, "", "the response broke off");
                return None;
            }
            if line == "\r\n" {
                break;
            }
            head.push_str(&line);
        }
        let status = head[9..12].parse().expect("a status");
        let headers: Vec<_> = head
            .lines()
            .skip(1)
            .map(|line| line.split_once(": ").expect("a field"))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut received = Received {
            status,
            head,
            headers,
            body: Vec::new(),
        };
        if method != "HEAD" {
            let length = received.header("content-length").unwrap_or("0");
            received.body = vec![0; length.parse().expect("a length")];
            self.stream
                .read_exact(&mut received.body)
                .expect("the body");
        }
        Some(received)
    }

    /// Sends a request and reads its response.
    pub(crate) fn call(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Received {
        self.send(method, path, headers, body);
        self.receive(method).expect("a response")
    }

    /// Whether the server has closed the connection.
    pub(crate) fn is_closed(&mut self) -> bool {
        self.stream.read(&mut [0]).unwrap_or(0) == 0
    }
}

/// One request on a connection of its own.
pub(crate) fn call(
    url: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Received {
    Client::new(url).call(method, path, headers, body)
}

/// A request for an API that is called without a socket.
pub(crate) fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Request {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query,
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.as_bytes().to_vec(),
    }
}

/// The response of an API that responds.
pub(crate) fn response(action: Action) -> Response {
    match action {
        Action::Respond(response) => response,
        Action::Close => panic!("the connection was closed"),
    }
}

/// The JSON of a response.
pub(crate) fn json(response: &Response) -> Value {
    serde_json::from_slice(&response.body)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&response.body)))
}

/// A header field of a response.
pub(crate) fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response
        .headers
        .iter()
        .find(|(sent, _)| sent.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}
