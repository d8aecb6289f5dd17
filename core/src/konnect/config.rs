//! What a Konnect client is built from.

use std::str::FromStr;
use std::sync::Arc;

use crate::Secret;
use crate::config::HttpConfig;
use crate::config::env::Env;
use crate::error::Error;
use crate::http::CredentialProvider;

/// What a [`Konnect`](super::Konnect) client is built from.
#[derive(Debug, Clone, Default)]
pub struct KonnectConfig {
    /// Where the API is served, in place of a region. A trailing slash is ignored. Environment:
    /// `AUTHLOOM_KONNECT_BASE_URL`.
    pub base_url: Option<String>,
    /// The region whose server is called. Default `global`. Environment:
    /// `AUTHLOOM_KONNECT_REGION`.
    pub region: Region,
    /// A personal, system account, Konnect or service access token, sent as a bearer token; a value
    /// that begins with `Bearer ` (in any case) is sent unchanged. Environment:
    /// `AUTHLOOM_KONNECT_TOKEN`.
    pub token: Option<Secret>,
    /// A source of tokens, in place of one token.
    pub credential: Option<Arc<dyn CredentialProvider>>,
    /// How requests are sent: timeouts, retries, TLS, proxies and connections.
    pub http: HttpConfig,
}

/// A Konnect region, each with a server of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Region {
    /// `global`: the server of all regions.
    #[default]
    Global,
    /// `us`: the United States.
    Us,
    /// `eu`: Europe.
    Eu,
    /// `au`: Australia.
    Au,
}

/// Every region with its name and server.
const REGIONS: [(Region, &str, &str); 4] = [
    (Region::Global, "global", "https://global.api.konghq.com"),
    (Region::Us, "us", "https://us.api.konghq.com"),
    (Region::Eu, "eu", "https://eu.api.konghq.com"),
    (Region::Au, "au", "https://au.api.konghq.com"),
];

impl Region {
    /// The region's name, such as `eu`.
    pub fn as_str(self) -> &'static str {
        REGIONS[self as usize].1
    }

    /// The base URL of the region's server.
    pub fn base_url(self) -> &'static str {
        REGIONS[self as usize].2
    }
}

impl FromStr for Region {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        REGIONS
            .iter()
            .find(|(_, known, _)| *known == name)
            .map(|(region, ..)| *region)
            .ok_or_else(|| refused(""))
    }
}

fn refused(place: &str) -> Error {
    Error::config("region", format!("must be global, us, eu or au{place}"))
}

impl KonnectConfig {
    pub(super) fn from_variables(env: &Env<'_>) -> Result<Self, Error> {
        let region = env.text("region", "AUTHLOOM_KONNECT_REGION")?;
        Ok(Self {
            base_url: env.text("base_url", "AUTHLOOM_KONNECT_BASE_URL")?,
            region: region.map_or(Ok(Region::default()), |name| {
                name.parse()
                    .map_err(|_: Error| refused(" in AUTHLOOM_KONNECT_REGION"))
            })?,
            token: env.secret("token", "AUTHLOOM_KONNECT_TOKEN")?,
            credential: None,
            http: env.http()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_stands_at_its_place() {
        for (place, (region, name, url)) in REGIONS.iter().enumerate() {
            assert_eq!(*region as usize, place);
            assert_eq!(name.parse::<Region>().expect("a name"), *region);
            assert_eq!(*url, format!("https://{name}.api.konghq.com"));
        }
    }

    #[test]
    fn the_environment_is_read() {
        let set = |name: &str| match name {
            "AUTHLOOM_KONNECT_REGION" => Some("eu".into()),
            "AUTHLOOM_KONNECT_TOKEN" => Some("kpat_example".into()),
            "AUTHLOOM_ALLOW_HTTP" => Some("1".into()),
            _ => None,
        };
        let config = KonnectConfig::from_variables(&Env::new(&set)).expect("a configuration");
        assert_eq!(config.region, Region::Eu);
        assert_eq!(config.token, Some(Secret::from("kpat_example")));
        assert!(config.http.allow_http);
        assert!(config.base_url.is_none());

        let wrong = |name: &str| (name == "AUTHLOOM_KONNECT_REGION").then(|| "mars".into());
        let refused = KonnectConfig::from_variables(&Env::new(&wrong)).expect_err("no region");
        assert_eq!(refused.field.as_deref(), Some("region"));
        assert!(refused.message.ends_with("in AUTHLOOM_KONNECT_REGION"));
    }
}
