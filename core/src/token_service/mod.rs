//! The token service (Click2Mail v2 AuthAPI): long-term and short-term tokens.

mod client;
mod config;
mod models;
mod operations;
mod wire;

pub use client::{IssueLongTermTokenOptions, IssueShortTermTokenOptions, TokenService};
pub use config::TokenServiceConfig;
pub use models::{IssuedToken, Proof};
