//! The token service's models.

use std::time::SystemTime;

use crate::Secret;

/// How a client proves who it is. Exactly one proof is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The client's secret. If none is given, the configured secret is used. A call with its own
    /// `base_url` must give the secret, else it fails with kind `validation`.
    ClientSecret(Option<Secret>),
    /// A one-time code; leading zeros are significant. It works once.
    OtpCode(Secret),
    /// A signed JWT (RFC 7523).
    Assertion {
        /// The JWT.
        assertion: Secret,
        /// Its type: `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`.
        assertion_type: String,
    },
    /// A short-term token with the scope `tokens:write`, sent as bearer.
    ShortTermToken(Secret),
}

/// A token as the service issued it.
#[derive(Debug, Clone, PartialEq)]
pub struct IssuedToken {
    /// How the token is sent: `Bearer`.
    pub token_type: String,
    /// The token: opaque; do not parse it.
    pub access_token: Secret,
    /// How long it lives, in seconds from the response; it may be less than was asked for. Absent
    /// if the service says 1,000,000,000 days or more.
    pub expires_in: Option<i64>,
    /// When it expires: as the service says, else the time of the response and `expires_in`. Absent
    /// if that is outside of the years 1 to 9999.
    pub expires_at: Option<SystemTime>,
    /// What it allows, in no particular order.
    pub scopes: Vec<String>,
    /// The id by which it is revoked; not a secret.
    pub token_id: Option<String>,
}
