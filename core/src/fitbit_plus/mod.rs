//! Fitbit Plus (Twine Health): OAuth tokens, and the groups and organization that they reach.

mod wire;
mod client;
mod config;
mod models;
mod operations;

pub use client::{CreateTokenOptions, FitbitPlus};
pub use config::FitbitPlusConfig;
pub use models::{BodyForm, Grant, Group, Include, Organization, Token};
