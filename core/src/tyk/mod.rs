//! Tyk Gateway: OAuth clients and their tokens, by the gateway's control API.

mod authorize;
mod client;
mod config;
mod meta_data;
mod models;
mod operations;
mod tokens;
mod wire;

pub use authorize::AuthorizeClientOptions;
pub use client::{ListApisForOAuthClientOptions, Tyk, UpdateOAuthClientOptions};
pub use config::TykConfig;
pub use models::{
    Authorization, KeyStatus, ListedToken, NewOAuthClient, OAuthClient, OAuthClientUpdate,
    ResponseType, TokenPage, TokenTypeHint,
};
pub use tokens::{RevokeAllTokensOptions, RevokeTokenOptions};
