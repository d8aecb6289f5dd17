//! A sandbox under a script, and requests whose responses may be anything.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use authloom_sandbox::faults::Kind;
use authloom_sandbox::{ApiName, Entry, Fault, Sandbox};

/// Only guards against hanging.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

pub(crate) const INSTANCE: &str = "/v1/integration-instances/2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";
pub(crate) const BEARER: (&str, &str) = ("Authorization", "Bearer kpat_example");

/// The request that most tests make: the response is 200 and a JSON object.
pub(crate) fn get() -> String {
    request("GET", "/auth-config", "")
}

/// A request about the instance with a config and a credential.
pub(crate) fn request(method: &str, path: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{method} {INSTANCE}{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer kpat_example\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

/// A sandbox with one fault for every request.
pub(crate) fn struck(kind: Kind) -> Sandbox {
    let sandbox = Sandbox::builder().start().expect("a sandbox");
    strike(&sandbox, kind);
    sandbox
}

pub(crate) fn strike(sandbox: &Sandbox, kind: Kind) {
    sandbox.faults(vec![Fault::new(kind)]).expect("a fault");
}

/// Has the first request struck, and no other.
pub(crate) fn strike_first(sandbox: &Sandbox, kind: Kind) {
    let fault = Fault::new(kind).nth(1);
    sandbox.faults(vec![fault]).expect("a fault");
}

/// The same request, after which the connection is closed.
pub(crate) fn closing(request: &str) -> String {
    request.replacen("Host: x", "Host: x\r\nConnection: close", 1)
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Closed,
    Reset,
}

pub(crate) fn connect(sandbox: &Sandbox) -> TcpStream {
    let url = sandbox.base_url(ApiName::Konnect);
    let address = url.strip_prefix("http://").expect("plain http");
    let stream = TcpStream::connect(address).expect("the sandbox listens");
    stream.set_read_timeout(Some(LIMIT)).expect("a limit");
    stream
}

/// Sends bytes on a connection of their own and reads to its end.
pub(crate) fn exchange(sandbox: &Sandbox, bytes: &str) -> (String, Ending) {
    let mut stream = connect(sandbox);
    stream.write_all(bytes.as_bytes()).expect("sent");
    read_to_end(&mut stream)
}

/// Reads to the end. Each byte is a character: what comes need not be text.
pub(crate) fn read_to_end(stream: &mut impl Read) -> (String, Ending) {
    let mut bytes = Vec::new();
    let ending = match stream.read_to_end(&mut bytes) {
        Ok(_) => Ending::Closed,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => Ending::Reset,
        Err(error) => panic!("{error} after {:?}", String::from_utf8_lossy(&bytes)),
    };
    (latin(&bytes), ending)
}

/// Bytes as text, each a character.
pub(crate) fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Reads so many bytes.
pub(crate) fn read_exactly(stream: &mut impl Read, count: usize) -> String {
    let mut bytes = vec![0; count];
    stream.read_exact(&mut bytes).expect("so many bytes");
    latin(&bytes)
}

/// What comes of the first request that a fault strikes when its connection stays open: the bytes
/// before the response to a second request, which is as ever.
pub(crate) fn first_of_two(sandbox: &Sandbox, first: &str, kind: Kind) -> String {
    strike_first(sandbox, kind);
    let (came, ending) = exchange(sandbox, &format!("{first}{}", closing(&get())));
    assert_eq!(ending, Ending::Closed);
    let came = undated(&undated(&came));
    let second = closed(&plain_response(&get()));
    let Some(first) = came.strip_suffix(&second) else {
        panic!("the second response is missing: {came:?}");
    };
    first.to_owned()
}

/// The same response with `Connection: close`.
fn closed(response: &str) -> String {
    response.replacen("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1)
}

/// Waits until the client's connections are gone.
pub(crate) fn await_no_connection(sandbox: &Sandbox) {
    let start = Instant::now();
    while sandbox.stats()["konnect"] != 0 {
        assert!(start.elapsed() < LIMIT, "the connection stays");
        std::thread::yield_now();
    }
}

/// The same without a fault, up to its end: what faults are measured against. The `Date` may be a
/// second off, so it is left out.
pub(crate) fn plain_response(bytes: &str) -> String {
    let sandbox = Sandbox::builder().start().expect("a sandbox");
    let (response, _) = exchange(&sandbox, &closing(bytes));
    undated(&response).replace("Connection: close\r\n", "")
}

/// A response without its `Date`.
pub(crate) fn undated(response: &str) -> String {
    let Some(start) = response.find("Date: ") else {
        return response.to_owned();
    };
    let length = response[start..].find("\r\n").map_or(0, |end| end + 2);
    format!("{}{}", &response[..start], &response[start + length..])
}

/// The log, once it has so many entries.
pub(crate) fn log_of(sandbox: &Sandbox, count: usize) -> Vec<Entry> {
    let start = Instant::now();
    loop {
        let log = sandbox.log(0);
        if log.len() >= count {
            return log;
        }
        assert!(start.elapsed() < LIMIT, "{log:?}");
        std::thread::yield_now();
    }
}
