//! What a token service client is built from.

use std::sync::Arc;

use crate::Secret;
use crate::config::HttpConfig;
use crate::config::env::Env;
use crate::error::Error;
use crate::http::CredentialProvider;

/// The production server.
pub(super) const PRODUCTION: &str = "https://api.click2mail.com/v2";

/// What a [`TokenService`](super::TokenService) client is built from.
#[derive(Debug, Clone, Default)]
pub struct TokenServiceConfig {
    /// Where the API is served, in place of production (`https://api.click2mail.com/v2`).
    /// Environment: `AUTHLOOM_TOKEN_SERVICE_BASE_URL`.
    pub base_url: Option<String>,
    /// The client's id, for calls that give none. Environment:
    /// `AUTHLOOM_TOKEN_SERVICE_CLIENT_ID`.
    pub client_id: Option<String>,
    /// The client's secret, for calls that give none and have no `base_url` of their own.
    /// Environment:
    /// `AUTHLOOM_TOKEN_SERVICE_CLIENT_SECRET`.
    pub client_secret: Option<Secret>,
    /// The long-term token, sent as a bearer token; a value that begins with `Bearer ` (in any
    /// case) is sent unchanged. Environment: `AUTHLOOM_TOKEN_SERVICE_TOKEN`.
    pub token: Option<Secret>,
    /// A source of tokens, in place of one token.
    pub credential: Option<Arc<dyn CredentialProvider>>,
    /// How requests are sent: timeouts, retries, TLS, proxies and connections.
    pub http: HttpConfig,
}

impl TokenServiceConfig {
    pub(super) fn from_variables(env: &Env<'_>) -> Result<Self, Error> {
        Ok(Self {
            base_url: env.text("base_url", "AUTHLOOM_TOKEN_SERVICE_BASE_URL")?,
            client_id: env.text("client_id", "AUTHLOOM_TOKEN_SERVICE_CLIENT_ID")?,
            client_secret: env.secret("client_secret", "AUTHLOOM_TOKEN_SERVICE_CLIENT_SECRET")?,
            token: env.secret("token", "AUTHLOOM_TOKEN_SERVICE_TOKEN")?,
            credential: None,
            http: env.http()?,
        })
    }
}
