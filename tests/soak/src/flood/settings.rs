//! Where the servers are, as the line says that they print.

use std::time::Duration;

use authloom::{Error, HttpConfig, Konnect, KonnectConfig, Secret};
use serde_json::Value;

/// The variable in which a caller finds the line.
const VARIABLE: &str = "AUTHLOOM_FLOOD";

/// Where the servers are, and how they are called.
#[derive(Debug)]
pub(super) struct Settings(Value);

impl Settings {
    pub(super) fn from_env() -> Result<Self, String> {
        let line = std::env::var(VARIABLE).unwrap_or_default();
        let value = serde_json::from_str(&line);
        let value = value.map_err(|error| format!("{VARIABLE} is not understood: {error}"))?;
        Ok(Self(value))
    }

    /// A text of it.
    pub(super) fn text(&self, name: &str) -> Result<String, String> {
        let text = self.0[name].as_str();
        let text = text.ok_or_else(|| format!("{VARIABLE} has no text {name}"))?;
        Ok(text.to_owned())
    }

    pub(super) fn number(&self, name: &str) -> Result<u64, String> {
        let number = self.0[name].as_u64();
        number.ok_or_else(|| format!("{VARIABLE} has no number {name}"))
    }

    /// The floods, by name and base URL.
    pub(super) fn floods(&self) -> Result<Vec<(String, String)>, String> {
        let floods = self.0["floods"].as_object();
        let floods = floods.ok_or_else(|| format!("{VARIABLE} has no floods"))?;
        Ok(floods
            .iter()
            .filter_map(|(name, url)| Some((name.clone(), url.as_str()?.to_owned())))
            .collect())
    }

    /// A client of one of the servers whose calls may take so long.
    pub(super) fn client(&self, base_url: &str, timeout: Duration) -> Result<Konnect, String> {
        let config = KonnectConfig {
            base_url: Some(base_url.to_owned()),
            token: Some(Secret::new(self.text("token")?)),
            http: HttpConfig {
                ca_certificates: Some(self.text("authority_pem")?),
                total_timeout: timeout,
                max_attempts: 1,
                ..HttpConfig::default()
            },
            ..KonnectConfig::default()
        };
        Konnect::new(config).map_err(|error: Error| error.to_string())
    }
}
