//! Konnect: auth configs and credentials of integration instances.

mod client;
mod config;
mod models;
mod operations;

pub use client::Konnect;
pub use config::{KonnectConfig, Region};
pub use models::{
    AuthConfig, Credential, CredentialConfig, HeaderKey, IntegrationInstance, MissingPermission,
    NewCredential, UpsertAuthConfig,
};
