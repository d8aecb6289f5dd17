//! The names of the four APIs.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One of the four APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApiName {
    /// Konnect: auth configs and credentials of integration instances.
    Konnect,
    /// Fitbit Plus: OAuth tokens.
    FitbitPlus,
    /// The token service: long-term and short-term tokens.
    TokenService,
    /// The Tyk Gateway: OAuth clients and tokens.
    Tyk,
}

impl ApiName {
    /// All four, in the order of their discriminants.
    pub const ALL: [Self; 4] = [
        Self::Konnect,
        Self::FitbitPlus,
        Self::TokenService,
        Self::Tyk,
    ];

    /// The name as the log, the statistics and the vector files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Konnect => "konnect",
            Self::FitbitPlus => "fitbit-plus",
            Self::TokenService => "token-service",
            Self::Tyk => "tyk",
        }
    }

    /// The API of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|api| api.as_str() == name)
    }

    /// The path at the end of the API's base URL.
    pub fn base_path(self) -> &'static str {
        match self {
            Self::Konnect | Self::Tyk => "",
            Self::FitbitPlus => "/pub",
            Self::TokenService => "/v2",
        }
    }
}

impl fmt::Display for ApiName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for ApiName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ApiName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            D::Error::custom(format!("{name:?} is no API, which are {known}"))
        })
    }
}
