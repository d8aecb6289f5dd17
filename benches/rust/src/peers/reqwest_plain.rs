//! reqwest as its documentation shows it: one client, a URL put together for each call.

use reqwest::{Certificate, Client, ClientBuilder};

use super::tls;
use crate::calls::{AuthConfig, CERTIFICATE, TOKEN, UpsertAuthConfig, auth_config_url};
use crate::peer::Peer;

pub(super) struct Plain {
    client: Client,
    base_url: String,
}

/// What every client of reqwest begins with: trust in the server alone, where TLS is used.
pub(super) fn builder(secure: bool) -> ClientBuilder {
    tls::install_provider();
    let builder = Client::builder();
    if !secure {
        return builder;
    }
    let certificate = Certificate::from_pem(CERTIFICATE.as_bytes());
    builder.tls_certs_only([certificate.expect("the file holds a certificate")])
}

impl Peer for Plain {
    fn new(base_url: &str) -> Self {
        let client = builder(base_url.starts_with("https:")).build();
        Self {
            client: client.expect("the client can be built"),
            base_url: base_url.to_owned(),
        }
    }

    async fn get(&self) {
        let url = auth_config_url(&self.base_url);
        let response = self.client.get(url).bearer_auth(TOKEN).send().await;
        let response = response.and_then(reqwest::Response::error_for_status);
        let config = response.expect("the server responds").json::<AuthConfig>();
        config.await.expect("it sends an auth config").check();
    }

    async fn upsert(&self) {
        let url = auth_config_url(&self.base_url);
        let response = self
            .client
            .put(url)
            .bearer_auth(TOKEN)
            .json(&UpsertAuthConfig::new())
            .send()
            .await;
        let response = response.and_then(reqwest::Response::error_for_status);
        let config = response.expect("the server responds").json::<AuthConfig>();
        config.await.expect("it sends an auth config").check();
    }
}
