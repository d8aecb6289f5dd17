//! Requests and responses, the same for all peers.

use serde::{Deserialize, Serialize};

pub(crate) const TOKEN: &str = "kpat_2f1c9b7e20d0a7c1e93f44f0b8a53benchmark";
pub(crate) const INSTANCE: &str = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
pub(crate) const CLIENT_ID: &str = "catalog-app-7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
pub(crate) const CLIENT_SECRET: &str = "an example of a secret";
pub(crate) const AUTHORIZATION_ENDPOINT: &str = "https://id.acme.test/realms/platform-engineering/\
    protocol/openid-connect/authorize?audience=catalog";
pub(crate) const TOKEN_ENDPOINT: &str =
    "https://id.acme.test/realms/platform-engineering/protocol/openid-connect/token";

/// The certificate of the benchmarks' server, the only one that peers need to trust.
pub(crate) const CERTIFICATE: &str = include_str!("../../server/tls/certificate.pem");

/// The URL of the auth config below a base URL, as a program puts it together for each call.
pub(crate) fn auth_config_url(base: &str) -> String {
    format!("{base}/v1/integration-instances/{INSTANCE}/auth-config")
}

/// An auth config as a program that calls the API by itself would declare it.
#[derive(Debug, Deserialize)]
pub(crate) struct AuthConfig {
    pub(crate) client_id: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
}

impl AuthConfig {
    /// Looks at what came, so that no peer can do without reading it.
    pub(crate) fn check(&self) {
        check(
            &self.client_id,
            &self.authorization_endpoint,
            &self.token_endpoint,
        );
    }
}

/// Panics if a response does not say what the server sent.
pub(crate) fn check(client_id: &str, authorization_endpoint: &str, token_endpoint: &str) {
    assert_eq!(client_id, CLIENT_ID);
    assert_eq!(authorization_endpoint, AUTHORIZATION_ENDPOINT);
    assert_eq!(token_endpoint, TOKEN_ENDPOINT);
}

/// The body of an upsert, likewise.
#[derive(Debug, Serialize)]
pub(crate) struct UpsertAuthConfig {
    r#type: &'static str,
    client_id: String,
    client_secret: String,
    authorization_endpoint: String,
    token_endpoint: String,
}

impl UpsertAuthConfig {
    pub(crate) fn new() -> Self {
        Self {
            r#type: "oauth",
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
            authorization_endpoint: AUTHORIZATION_ENDPOINT.to_owned(),
            token_endpoint: TOKEN_ENDPOINT.to_owned(),
        }
    }
}
