//! Fitbit Plus (Twine Health): OAuth tokens, and the groups and organization that they reach.

mod client;
mod config;
mod models;
mod operations;
mod wire;

pub use client::{CreateTokenOptions, FitbitPlus};
pub use config::FitbitPlusConfig;
pub use models::{BodyForm, Grant, Group, Include, Organization, Token};
