//! Whether the gateway behaves as gateways do or as their published description says.

use std::fmt;
use std::str::FromStr;

/// Which behaviour a sandboxed gateway shows where the two differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// As a real gateway: no update without a client in the path, no bare authorize path.
    #[default]
    Gateway,
    /// As the published description: both exist too.
    Seed,
}

/// The text is the name of no profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownProfile(String);

impl fmt::Display for UnknownProfile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "no Tyk profile is called {:?}; there are gateway and seed",
            self.0
        )
    }
}

impl std::error::Error for UnknownProfile {}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "gateway" => Ok(Self::Gateway),
            "seed" => Ok(Self::Seed),
            _ => Err(UnknownProfile(name.to_owned())),
        }
    }
}
