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

/// An answer: its status, and its body if that is JSON.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    /// A text in the body.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.body[name].as_str()
    }
}

/// Calls an API behind the gateway with an access token.
pub(crate) async fn get(base_url: &str, path: &str, token: &Secret) -> io::Result<Answer> {
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
) -> io::Result<Answer> {
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
) -> io::Result<Answer> {
    let rest = base_url.strip_prefix("http://").unwrap_or(base_url);
    let (host, prefix) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let prefix = prefix.trim_end_matches('/');
    let length = form.len();
    let request = format!(
        "{method} {prefix}{path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {authorization}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{form}"
    );
    let mut answer = Vec::new();
    timeout(DEADLINE, async {
        let mut stream = TcpStream::connect(host).await?;
        stream.write_all(request.as_bytes()).await?;
        stream.read_to_end(&mut answer).await
    })
    .await??;
    read(&answer).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

fn read(answer: &[u8]) -> Option<Answer> {
    let answer = std::str::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some(Answer {
        status: head.split(' ').nth(1)?.parse().ok()?,
        body: serde_json::from_str(body).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_its_status_and_its_json() {
        let answer = read(b"HTTP/1.1 403 Forbidden\r\nA: b\r\n\r\n{\"error\":\"no\"}");
        let answer = answer.expect("an answer");
        assert_eq!((answer.status, answer.text("error")), (403, Some("no")));
        assert!(read(b"HTTP/1.1 200 OK\r\n").is_none());
        assert!(read(b"HTTP/1.1 yes\r\n\r\n").is_none());
    }
}
