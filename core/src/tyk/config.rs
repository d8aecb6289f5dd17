//! What a Tyk client is built from.

use std::sync::Arc;

use crate::Secret;
use crate::config::HttpConfig;
use crate::config::env::Env;
use crate::error::Error;
use crate::http::CredentialProvider;

/// What a [`Tyk`](super::Tyk) client is built from.
#[derive(Debug, Clone, Default)]
pub struct TykConfig {
    /// Where the gateway's control API is served, such as `https://gateway.example.com:8080`; it
    /// has no default. Environment: `AUTHLOOM_TYK_BASE_URL`.
    pub base_url: Option<String>,
    /// The gateway's secret: the key of its administrator, sent as `X-Tyk-Authorization`.
    /// Environment: `AUTHLOOM_TYK_SECRET`.
    pub secret: Option<Secret>,
    /// A provider of secrets, in place of one secret.
    pub credential: Option<Arc<dyn CredentialProvider>>,
    /// How requests are sent: timeouts, retries, TLS, proxies and connections.
    pub http: HttpConfig,
}

impl TykConfig {
    pub(super) fn from_variables(env: &Env<'_>) -> Result<Self, Error> {
        Ok(Self {
            base_url: env.text("base_url", "AUTHLOOM_TYK_BASE_URL")?,
            secret: env.secret("secret", "AUTHLOOM_TYK_SECRET")?,
            credential: None,
            http: env.http()?,
        })
    }
}
