//! What a Fitbit Plus client is built from.

use std::sync::Arc;

use crate::Secret;
use crate::config::HttpConfig;
use crate::config::env::Env;
use crate::error::Error;
use crate::http::CredentialProvider;

/// The production server.
pub(super) const PRODUCTION: &str = "https://api.twinehealth.com/pub";

/// What a [`FitbitPlus`](super::FitbitPlus) client is built from.
#[derive(Debug, Clone, Default)]
pub struct FitbitPlusConfig {
    /// Where the API is served, in place of production (`https://api.twinehealth.com/pub`).
    /// Environment: `AUTHLOOM_FITBIT_PLUS_BASE_URL`.
    pub base_url: Option<String>,
    /// The application's id, for calls that give none. Environment:
    /// `AUTHLOOM_FITBIT_PLUS_CLIENT_ID`.
    pub client_id: Option<String>,
    /// The application's secret, for calls that give none and have no `base_url` of their own.
    /// Environment:
    /// `AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET`.
    pub client_secret: Option<Secret>,
    /// An access token, sent as a bearer token; a value that begins with `Bearer ` (in any case) is
    /// sent unchanged. Environment: `AUTHLOOM_FITBIT_PLUS_TOKEN`.
    pub token: Option<Secret>,
    /// A provider of access tokens, in place of one token.
    pub credential: Option<Arc<dyn CredentialProvider>>,
    /// How requests are sent: timeouts, retries, TLS, proxies and connections.
    pub http: HttpConfig,
}

impl FitbitPlusConfig {
    pub(super) fn from_variables(env: &Env<'_>) -> Result<Self, Error> {
        Ok(Self {
            base_url: env.text("base_url", "AUTHLOOM_FITBIT_PLUS_BASE_URL")?,
            client_id: env.text("client_id", "AUTHLOOM_FITBIT_PLUS_CLIENT_ID")?,
            client_secret: env.secret("client_secret", "AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET")?,
            token: env.secret("token", "AUTHLOOM_FITBIT_PLUS_TOKEN")?,
            credential: None,
            http: env.http()?,
        })
    }
}
