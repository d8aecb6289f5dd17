//! What a client is built from: from code, or from the environment.

pub(crate) mod base_url;
pub(crate) mod env;
pub(crate) mod tls;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use tls::ClientCertificate;

use crate::Secret;
use crate::error::Error;
use crate::http::{Hook, Resolve, Runtime, Transport};

/// Timeouts, retries, limits, TLS and proxy of a client. The defaults suit most programs.
///
/// The connect, read, attempt and total timeouts cannot be disabled: each must be from 1 ms to 24
/// h.
#[derive(Clone)]
pub struct HttpConfig {
    /// How long connecting may take, including DNS and TLS. Default 10 s.
    pub connect_timeout: Duration,
    /// How long the server may be silent once the request is on its way. Default 20 s.
    pub read_timeout: Duration,
    /// How long one attempt may take: waiting for a connection, connecting, sending the request,
    /// and reading the response to its last byte. Default 30 s.
    pub attempt_timeout: Duration,
    /// How long the whole call may take, waits and retries included. Default 60 s.
    pub total_timeout: Duration,
    /// How many requests one call may make, at least 1, including the repetition with a new
    /// credential after a 401. Default 3. A request that was not sent, or that the server asks to
    /// repeat (429, or 503 with `Retry-After`), is retried. Otherwise a retry follows only if the
    /// operation is safe to repeat: after a lost response, and after status 408, 500 (not from
    /// Tyk), 502, 503 and 504. The wait is `Retry-After` if the server sent it, else random: at
    /// most 50 ms (1 s after 429), doubled with each attempt, at most 20 s. A wait beyond the time
    /// left fails the call at once. Each retry takes from the retry budget of the client, which
    /// lasts for about 35 retries (100 after 429) and is refilled by calls that succeed.
    pub max_attempts: i32,
    /// The largest response body of an operation that issues a token, in bytes, at least 1. Default
    /// 1 MiB. A larger one fails with kind `decode`.
    pub max_token_body: i64,
    /// The largest response body of any other operation, in bytes, at least 1. Default 16 MiB. A
    /// larger one fails with kind `decode`, and so does a string of more than 128 KiB in a decoded
    /// response.
    pub max_body: i64,
    /// How deep the JSON of a response may be nested, from 1 to 128. Default 64. Deeper JSON fails
    /// with kind `decode`.
    pub max_json_depth: i32,
    /// Whether plain http may be used beyond loopback. Off by default: credentials would travel in
    /// the clear. Environment: `AUTHLOOM_ALLOW_HTTP`, `1` or `0`.
    pub allow_http: bool,
    /// Which proxy carries the calls. Default [`Proxy::Environment`].
    pub proxy: Proxy,
    /// Certificates of further authorities to trust, in addition to the system's: PEM text, not a
    /// path; it may hold several certificates.
    pub ca_certificates: Option<String>,
    /// The certificate that the client presents to the server.
    pub client_certificate: Option<ClientCertificate>,
    /// Added to the `User-Agent` of every request, such as `billing/2.1`.
    pub user_agent_suffix: Option<String>,
    /// Whether HTTP/2 is offered to https servers. On by default, but off in a synchronous client
    /// class.
    pub http2: bool,
    /// How long an idle connection is kept, at most 25 s. Default 25 s.
    pub idle_timeout: Duration,
    /// The most connections to one server, in use or idle, at least 1. Further calls wait in order,
    /// at most `attempt_timeout`. HTTP/2 calls share one connection, so this does not limit them.
    /// Default 128.
    pub max_connections: i32,
    /// Observers that receive the events of every call, called in this order. See [`Hook`].
    pub hooks: Vec<Arc<dyn Hook>>,
    /// Where detached work runs and where time comes from; by default a thread of the client's
    /// own, started when it is first needed, and the system's clock.
    pub runtime: Option<Arc<dyn Runtime>>,
    /// What carries requests, in place of the built-in transport. The settings of a connection
    /// (`proxy`, certificates, `http2`, `idle_timeout`, `max_connections`, `resolver`) do not
    /// apply to it: it has its own.
    pub transport: Option<Arc<dyn Transport>>,
    /// What resolves host names, in place of the system's resolver.
    pub resolver: Option<Arc<dyn Resolve>>,
}

/// Which proxy carries the calls of a client.
#[derive(Debug, Clone, Default)]
pub enum Proxy {
    /// What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, except that a loopback
    /// address is always called directly.
    #[default]
    Environment,
    /// None: every server is called directly.
    Direct,
    /// This one, for every server, as `http://`, `https://` or `socks5://`, with user name and
    /// password in the URL if the proxy requires them.
    Url(Secret),
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(20),
            attempt_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(60),
            max_attempts: 3,
            max_token_body: 1 << 20,
            max_body: 16 << 20,
            max_json_depth: 64,
            allow_http: false,
            proxy: Proxy::default(),
            ca_certificates: None,
            client_certificate: None,
            user_agent_suffix: None,
            http2: true,
            idle_timeout: LONGEST_IDLE,
            max_connections: 128,
            hooks: Vec::new(),
            runtime: None,
            transport: None,
            resolver: None,
        }
    }
}

/// Many servers and balancers close a connection after 30 s or 60 s of silence; we let go first.
const LONGEST_IDLE: Duration = Duration::from_secs(25);
const SHORTEST_DEADLINE: Duration = Duration::from_millis(1);
const LONGEST_DEADLINE: Duration = Duration::from_secs(24 * 60 * 60);
/// What the JSON parser itself bears.
const DEEPEST_JSON: i32 = 128;

/// Refuses a deadline that is none.
pub(crate) fn check_deadline(name: &str, value: Duration) -> Result<(), Error> {
    if (SHORTEST_DEADLINE..=LONGEST_DEADLINE).contains(&value) {
        Ok(())
    } else {
        Err(Error::config(
            name,
            format!(
                "must be between 1 ms and 24 h, not {} s",
                value.as_secs_f64()
            ),
        ))
    }
}

impl HttpConfig {
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (name, value) in [
            ("connect_timeout", self.connect_timeout),
            ("read_timeout", self.read_timeout),
            ("attempt_timeout", self.attempt_timeout),
            ("total_timeout", self.total_timeout),
        ] {
            check_deadline(name, value)?;
        }
        let at_least_one = [
            ("max_attempts", i64::from(self.max_attempts)),
            ("max_token_body", self.max_token_body),
            ("max_body", self.max_body),
            ("max_connections", i64::from(self.max_connections)),
        ];
        if let Some((name, value)) = at_least_one.iter().find(|(_, value)| *value < 1) {
            return Err(Error::config(
                *name,
                format!("must be at least 1, not {value}"),
            ));
        }
        if !(1..=DEEPEST_JSON).contains(&self.max_json_depth) {
            return Err(Error::config(
                "max_json_depth",
                format!(
                    "must be between 1 and {DEEPEST_JSON}, not {}",
                    self.max_json_depth
                ),
            ));
        }
        if self.idle_timeout > LONGEST_IDLE {
            return Err(Error::config(
                "idle_timeout",
                format!(
                    "must be at most {} s, not {} s",
                    LONGEST_IDLE.as_secs(),
                    self.idle_timeout.as_secs_f64()
                ),
            ));
        }
        Ok(())
    }
}

impl fmt::Debug for HttpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpConfig")
            .field("connect_timeout", &self.connect_timeout)
            .field("read_timeout", &self.read_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("total_timeout", &self.total_timeout)
            .field("max_attempts", &self.max_attempts)
            .field("allow_http", &self.allow_http)
            .field("proxy", &self.proxy)
            .field("http2", &self.http2)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_can_be_set_but_not_removed() {
        for (value, accepted) in [
            (Duration::ZERO, false),
            (Duration::from_millis(1), true),
            (Duration::from_secs(86_400), true),
            (Duration::MAX, false),
        ] {
            let config = HttpConfig {
                read_timeout: value,
                ..HttpConfig::default()
            };
            assert_eq!(config.check().is_ok(), accepted, "{value:?}");
        }
    }

    #[test]
    fn limits_below_one_are_refused_by_name() {
        let config = HttpConfig {
            max_attempts: 0,
            ..HttpConfig::default()
        };
        let error = config.check().expect_err("no attempt, no call");
        assert_eq!(error.field.as_deref(), Some("max_attempts"));
        assert_eq!(error.message, "must be at least 1, not 0");
    }
}
