//! The state that a sandbox begins with, and returns to on reset.

use std::fmt;

use serde::Deserialize;

use crate::{fitbit_plus, json, konnect, token_service, tyk};

/// The state that a sandbox begins with. A part that a file does not give has its default data;
/// a part that it gives has what it says and no more.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Seed {
    /// Konnect's part.
    pub konnect: konnect::Seed,
    /// Fitbit Plus's part.
    pub fitbit_plus: fitbit_plus::Seed,
    /// The token service's part.
    pub token_service: token_service::Seed,
    /// Tyk's part.
    pub tyk: tyk::Seed,
}

/// What is wrong with a seed, and where: a line and column of its text, or a JSON path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedError(String);

impl fmt::Display for SeedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for SeedError {}

impl Seed {
    /// Reads a seed file's text and checks it.
    pub fn from_json(text: &str) -> Result<Self, SeedError> {
        let seed: Self =
            json::object(text.as_bytes()).map_err(|error| SeedError(error.to_string()))?;
        seed.check()?;
        Ok(seed)
    }

    /// Checks that what refers to something finds it, and that what must be unique is.
    pub fn check(&self) -> Result<(), SeedError> {
        self.konnect
            .check()
            .and_then(|()| self.fitbit_plus.check())
            .and_then(|()| self.token_service.check())
            .and_then(|()| self.tyk.check())
            .and_then(|()| self.tyk.check())
            .map_err(SeedError)
    }
}
