//! A sandbox under a script, and requests whose answers may be anything.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use authloom_sandbox::faults::Kind;
use authloom_sandbox::{ApiName, Entry, Fault, Sandbox};

/// Only guards against hanging.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

pub(crate) const INSTANCE: &str = "/v1/integration-instances/2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";
pub(crate) const BEARER: (&str, &str) = ("Authorization", "Bearer kpat_example");

/// The request that most tests make: it is answered with 200 and a JSON object.
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

/// How a connection ended.
#[derive(Debug, PartialEq, Eq)]
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

pub(crate) fn read_to_end(stream: &mut impl Read) -> (String, Ending) {
    let mut bytes = Vec::new();
    let ending = match stream.read_to_end(&mut bytes) {
        Ok(_) => Ending::Closed,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => Ending::Reset,
        Err(error) => panic!("{error} after {:?}", String::from_utf8_lossy(&bytes)),
    };
    (String::from_utf8(bytes).expect("text"), ending)
}

/// The same without a fault, up to its end: what faults are measured against. The `Date` may be a
/// second off, so it is left out.
pub(crate) fn plain_answer(bytes: &str) -> String {
    let sandbox = Sandbox::builder().start().expect("a sandbox");
    let asked = bytes.replacen("Host: x", "Host: x\r\nConnection: close", 1);
    let (answer, _) = exchange(&sandbox, &asked);
    undated(&answer).replace("Connection: close\r\n", "")
}

/// An answer without its `Date`.
pub(crate) fn undated(answer: &str) -> String {
    let Some(start) = answer.find("Date: ") else {
        return answer.to_owned();
    };
    let length = answer[start..].find("\r\n").map_or(0, |end| end + 2);
    format!("{}{}", &answer[..start], &answer[start + length..])
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
