//! What the holder of a token does, and no client of the gateway's control API: calls to the API
//! behind the gateway, and to its token endpoint.
//!
//! A program would use the HTTP library that it has. These calls go to a sandbox on this machine,
//! so a few lines of HTTP/1.1 without TLS do.

use std::io;
use std::time::Duration;

use authloom::Secret;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const DEADLINE: Duration = Duration::from_secs(10);

/// A response: its status, and its body if that is JSON.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Response {
    /// A text in the body.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.body[name].as_str()
    }
}

/// Calls an API behind the gateway with an access token.
pub(crate) async fn get(base_url: &str, path: &str, token: &Secret) -> io::Result<Response> {
    let authorization = format!("Bearer {}", token.reveal());
    exchange(base_url, "GET", path, &authorization, "").await
}

/// Asks an API's token endpoint for tokens, as a client.
pub(crate) async fn token_request(
    base_url: &str,
    path: &str,
    client_id: &str,
    client_secret: &Secret,
    form: &str,
) -> io::Result<Response> {
    let pair = format!("{client_id}:{}", client_secret.reveal());
    let authorization = format!("Basic {}", BASE64_STANDARD.encode(pair));
    exchange(base_url, "POST", path, &authorization, form).await
}

async fn exchange(
    base_url: &str,
    method: &str,
    path: &str,
    authorization: &str,
    form: &str,
) -> io::Result<Response> {
    let rest = base_url.strip_prefix("http://").unwrap_or(base_url);
    let (host, prefix) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let prefix = prefix.trim_end_matches('/');
    let length = form.len();
    let request = format!(
        "{method} {prefix}{path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {authorization}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{form}"
    );
    let mut response = Vec::new();
    timeout(DEADLINE, async {
        let mut stream = TcpStream::connect(host).await?;
        stream.write_all(request.as_bytes()).await?;
        stream.read_to_end(&mut response).await
    })
    .await??;
    read(&response).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

fn read(response: &[u8]) -> Option<Response> {
    let response = std::str::from_utf8(response).ok()?;
    let (head, body) = response.split_once("\r\n\r\n")?;
    Some(Response {
        status: head.split(' ').nth(1)?.parse().ok()?,
        body: serde_json::from_str(body).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_its_status_and_its_json() {
        let response = read(b"HTTP/1.1 403 Forbidden\r\nA: b\r\n\r\n{\"error\":\"no\"}");
        let response = response.expect("a response");
        assert_eq!((response.status, response.text("error")), (403, Some("no")));
        assert!(read(b"HTTP/1.1 200 OK\r\n").is_none());
        assert!(read(b"HTTP/1.1 yes\r\n\r\n").is_none());
    }
}
