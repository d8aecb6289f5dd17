//! What a caller may change for one call.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use ::http::{HeaderName, HeaderValue};

use super::call::Invalid;
use super::named_secrets::{self, is_secret_name};
use crate::Secret;

/// Settings of one call. One that is out of range fails the call with kind `validation` before
/// anything is sent.
#[derive(Clone, Default, PartialEq)]
pub struct CallOptions {
    /// How long the whole call may take, from 1 ms to 24 h, in place of the client's
    /// `total_timeout`.
    pub timeout: Option<Duration>,
    /// How many requests the call may make, at least 1, in place of the client's `max_attempts`.
    pub max_attempts: Option<i32>,
    /// Further header fields, at most 1,000. The client sets these itself and refuses them:
    /// `Authorization` or the API's own credential field, `Host`, `Content-Type`, `Content-Length`,
    /// `Content-Encoding`, `Connection`, `Transfer-Encoding`, `TE`, `Upgrade`, `Expect`,
    /// `Accept-Encoding` and `Proxy-Authorization`.
    pub headers: HashMap<String, String>,
    /// The credential for this call, in place of the client's. It has no effect on an operation
    /// that authorizes itself with its own arguments.
    pub token: Option<Secret>,
    /// The base URL for this call, in place of the client's. A URL with a different origin also
    /// needs `token`, else the call fails with kind `validation`: the client's credential is sent
    /// to the client's own server only.
    pub base_url: Option<String>,
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Any header field may carry a secret: only their names are shown.
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("max_attempts", &self.max_attempts)
            .field("headers", &self.headers.keys())
            .field("token", &self.token)
            .field("base_url", &self.base_url)
            .finish()
    }
}

/// Fields that the pipeline sets itself, or that change how a message is read (RFC 9112).
const RESERVED: [&str; 12] = [
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "proxy-authorization",
    "te",
    "transfer-encoding",
    "upgrade",
    "accept-encoding",
];

/// How many further fields a request may have. No server takes so many, and the map that carries
/// them panics from 32,768 on.
const MOST_HEADERS: usize = 1000;

impl CallOptions {
    /// The values of header fields that are likely to be secrets.
    pub(crate) fn secret_headers(&self) -> impl Iterator<Item = Secret> {
        named_secrets::of_pairs(&self.headers)
    }

    /// The header fields, parsed.
    pub(crate) fn parsed_headers(
        &self,
        credential_header: &str,
    ) -> Result<Vec<(HeaderName, HeaderValue)>, Invalid> {
        if self.headers.len() > MOST_HEADERS {
            return Err(Invalid::new(
                "headers",
                format!("must not hold more than {MOST_HEADERS} fields"),
            ));
        }
        let mut parsed = Vec::with_capacity(self.headers.len());
        for (name, value) in &self.headers {
            let name = HeaderName::try_from(name.as_str()).map_err(|_| {
                Invalid::new("headers", "holds a name that no header field can have")
            })?;
            if RESERVED.contains(&name.as_str()) || name.as_str() == credential_header {
                return Err(Invalid::new(
                    "headers",
                    format!("must not set `{name}`: the client does"),
                ));
            }
            let mut value = HeaderValue::try_from(value.as_str()).map_err(|_| {
                Invalid::new(
                    "headers",
                    format!("holds a value for `{name}` that no header field can have"),
                )
            })?;
            if is_secret_name(name.as_str()) {
                value.set_sensitive(true);
            }
            parsed.push((name, value));
        }
        Ok(parsed)
    }
}
