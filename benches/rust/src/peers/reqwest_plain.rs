//! reqwest as its documentation shows it: one client, a URL put together for each call.

use reqwest::{Certificate, Client};

use super::tls;
use crate::calls::{AuthConfig, CERTIFICATE, TOKEN, UpsertAuthConfig, auth_config_url};
use crate::peer::Peer;

pub(super) struct Plain {
    client: Client,
    base_url: String,
}

impl Peer for Plain {
    fn new(base_url: &str) -> Self {
        tls::install_provider();
        let mut builder = Client::builder();
        if base_url.starts_with("https:") {
            let certificate = Certificate::from_pem(CERTIFICATE.as_bytes());
            builder = builder.tls_certs_only([certificate.expect("the file holds a certificate")]);
        }
        Self {
            client: builder.build().expect("the client can be built"),
            base_url: base_url.to_owned(),
        }
    }

    async fn get(&self) {
        let url = auth_config_url(&self.base_url);
        let answer = self.client.get(url).bearer_auth(TOKEN).send().await;
        let answer = answer.and_then(reqwest::Response::error_for_status);
        let config = answer.expect("the server answers").json::<AuthConfig>();
        config.await.expect("it answers an auth config").check();
    }

    async fn upsert(&self) {
        let url = auth_config_url(&self.base_url);
        let answer = self
            .client
            .put(url)
            .bearer_auth(TOKEN)
            .json(&UpsertAuthConfig::new())
            .send()
            .await;
        let answer = answer.and_then(reqwest::Response::error_for_status);
        let config = answer.expect("the server answers").json::<AuthConfig>();
        config.await.expect("it answers an auth config").check();
    }
}
