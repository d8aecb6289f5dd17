//! A tunnel through an HTTP proxy (RFC 9110, section 9.3.6).

use std::fmt;
use std::io;

use ::http::{HeaderValue, StatusCode, Uri};
use httparse::{EMPTY_HEADER, Response, Status};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use zeroize::Zeroizing;

use super::classify::of_connecting;
use super::error::{Cause, Malformed, Phase, TransportError};

/// How long the head of a proxy's response may be, in bytes.
const LONGEST_HEAD: usize = 16 << 10;
const MOST_FIELDS: usize = 64;

/// A proxy's response that opened no tunnel.
#[derive(Debug)]
pub(crate) struct NotOpened {
    status: StatusCode,
    /// Host and port that lie beyond the proxy.
    target: String,
}

impl NotOpened {
    /// What a person can do.
    pub(crate) fn advice(&self) -> &'static str {
        match self.status {
            StatusCode::PROXY_AUTHENTICATION_REQUIRED => PROXY_CREDENTIALS,
            status if status.is_client_error() => {
                "Use a host and port that the proxy allows, or another `proxy`"
            }
            _ => "Check the base URL, and whether the proxy can reach it",
        }
    }
}

/// What a person can do about a proxy that responds with 407.
pub(crate) const PROXY_CREDENTIALS: &str =
    "Check the user name and password in the setting `proxy`";

impl fmt::Display for NotOpened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, target } = self;
        match *status {
            StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
                f.write_str("the proxy refused the credentials")?;
            }
            of if of.is_client_error() => write!(f, "the proxy does not allow {target}")?,
            of if of.is_server_error() => write!(f, "the proxy could not reach {target}")?,
            _ => write!(f, "the proxy opened no tunnel to {target}")?,
        }
        write!(f, ": it responded with {status}")
    }
}

impl std::error::Error for NotOpened {}

/// Asks a proxy for a tunnel to a server, and returns the stream that leads there.
pub(super) async fn open<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    server: &Uri,
    authorization: Option<&HeaderValue>,
) -> Result<S, TransportError> {
    let target = target(server);
    let request = request(&target, authorization);
    let sent = async {
        stream.write_all(&request).await?;
        stream.flush().await
    };
    sent.await.map_err(failed)?;
    match read_status(&mut stream).await? {
        status if status.is_success() => Ok(stream),
        // It refuses the credentials or the target, and would again; a 5xx may be otherwise later.
        status => Err(TransportError {
            cause: if status.is_client_error() {
                Cause::Refused
            } else {
                Cause::Other
            },
            ..of_connecting(Phase::Connect, NotOpened { status, target }.into())
        }),
    }
}

fn target(server: &Uri) -> String {
    let host = server.host().unwrap_or_default();
    format!("{host}:{}", server.port_u16().unwrap_or(443))
}

/// The request, wiped when it is dropped: it may hold a password.
fn request(target: &str, authorization: Option<&HeaderValue>) -> Zeroizing<Vec<u8>> {
    let mut request = Zeroizing::new(Vec::with_capacity(512));
    let head = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
    request.extend_from_slice(head.as_bytes());
    if let Some(authorization) = authorization {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(authorization.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    request
}

/// Reads the head of the response, and nothing behind it: what follows is the server's, which
/// speaks second.
async fn read_status<S: AsyncRead + Unpin>(stream: &mut S) -> Result<StatusCode, TransportError> {
    let mut head = Vec::new();
    loop {
        let mut piece = [0; 1024];
        let count = stream.read(&mut piece).await.map_err(failed)?;
        if count == 0 {
            return Err(failed(io::ErrorKind::UnexpectedEof.into()));
        }
        // Before this piece there was no end; it may lie across the two.
        let searched = head.len().saturating_sub(3);
        head.extend_from_slice(&piece[..count]);
        let end = head[searched..].windows(4).position(|of| of == b"\r\n\r\n");
        match end.map(|end| searched + end + 4) {
            Some(end) if end > LONGEST_HEAD => return Err(malformed(TOO_LONG)),
            Some(end) => {
                let status = parse(&head[..end])?;
                let is_clean = end == head.len() || !status.is_success();
                return is_clean.then_some(status).ok_or_else(|| malformed(STRAY));
            }
            None if head.len() > LONGEST_HEAD => return Err(malformed(TOO_LONG)),
            None => {}
        }
    }
}

const TOO_LONG: Malformed = Malformed("the head of the proxy's response is longer than 16 KiB");
const STRAY: Malformed = Malformed("the proxy sent data before the tunnel was used");
const NOT_HTTP: Malformed = Malformed("the proxy's response is not HTTP");

fn parse(head: &[u8]) -> Result<StatusCode, TransportError> {
    let mut fields = [EMPTY_HEADER; MOST_FIELDS];
    let mut response = Response::new(&mut fields);
    match response.parse(head) {
        Ok(Status::Complete(_)) => response
            .code
            .and_then(|code| StatusCode::from_u16(code).ok())
            .filter(|status| !status.is_informational())
            .ok_or_else(|| malformed(NOT_HTTP)),
        _ => Err(malformed(NOT_HTTP)),
    }
}

fn failed(error: io::Error) -> TransportError {
    of_connecting(Phase::Connect, error.into())
}

fn malformed(why: Malformed) -> TransportError {
    of_connecting(Phase::Connect, why.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::duplex;
    use tokio::runtime::Builder;

    /// What comes of a tunnel whose proxy sends these bytes, in pieces of this length.
    fn opened(response: &'static [u8], piece: usize) -> Result<Vec<u8>, TransportError> {
        let runtime = Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let (ours, mut proxy) = duplex(64 << 10);
            let server: Uri = "https://api.test".parse().expect("a URI");
            let secret = HeaderValue::from_static("Basic dXNlcg==");
            let playing = async {
                let mut asked = vec![0; 1024];
                let count = proxy.read(&mut asked).await.expect("a request");
                for piece in response.chunks(piece) {
                    // It may be gone by now.
                    let _ = proxy.write_all(piece).await;
                    tokio::task::yield_now().await;
                }
                drop(proxy);
                asked.truncate(count);
                asked
            };
            let (opened, asked) = tokio::join!(open(ours, &server, Some(&secret)), playing);
            opened.map(|_| asked)
        })
    }

    #[test]
    fn a_tunnel_is_opened_by_any_success() {
        for piece in [1, 7, 1024] {
            let asked = opened(b"HTTP/1.1 200 Connected\r\nVia: a\r\n\r\n", piece);
            assert_eq!(
                String::from_utf8_lossy(&asked.expect("it opens")),
                "CONNECT api.test:443 HTTP/1.1\r\nHost: api.test:443\r\n\
                 Proxy-Authorization: Basic dXNlcg==\r\n\r\n"
            );
        }
    }

    #[test]
    fn a_refusal_is_final_and_a_failure_is_not() {
        for (response, cause, said) in [
            (
                &b"HTTP/1.1 407 Who are you\r\n\r\n"[..],
                Cause::Refused,
                "the proxy refused the credentials: it responded with 407 Proxy Authentication \
                 Required",
            ),
            (
                b"HTTP/1.1 403 No\r\ncontent-length: 3\r\n\r\nno!",
                Cause::Refused,
                "the proxy does not allow api.test:443: it responded with 403 Forbidden",
            ),
            (
                b"HTTP/1.1 502 Bad Gateway\r\n\r\n",
                Cause::Other,
                "the proxy could not reach api.test:443: it responded with 502 Bad Gateway",
            ),
            (
                b"HTTP/1.1 302 Found\r\n\r\n",
                Cause::Other,
                "the proxy opened no tunnel to api.test:443: it responded with 302 Found",
            ),
            (b"HTTP/1.1 100 Continue\r\n\r\n", Cause::Other, "not HTTP"),
            (b"not HTTP\r\n\r\n", Cause::Other, "not HTTP"),
            (
                b"HTTP/1.1 200 OK\r\n\r\nstray",
                Cause::Other,
                "before the tunnel",
            ),
            (b"HTTP/1.1 200", Cause::Other, "unexpected end of file"),
            (b"", Cause::Other, "unexpected end of file"),
        ] {
            let error = opened(response, 1024).expect_err("no tunnel");
            assert_eq!(
                (error.cause, error.may_have_left),
                (cause, false),
                "{error:?}"
            );
            assert!(error.source.to_string().contains(said), "{error:?}");
        }
    }

    #[test]
    fn an_endless_head_is_given_up() {
        static ENDLESS: [u8; 40 << 10] = [b'a'; 40 << 10];
        let error = opened(&ENDLESS, 1024).expect_err("no tunnel");
        assert!(error.source.to_string().contains("16 KiB"), "{error:?}");
    }
}
