//! reqwest with what can be saved saved: no redirect policy, no referer, the URL parsed once, and
//! the request's header made once.

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder, Url, redirect, retry};

use super::reqwest_plain;
use crate::calls::{AuthConfig, TOKEN, UpsertAuthConfig, auth_config_url};
use crate::peer::Peer;

pub(super) struct Tuned {
    client: Client,
    url: Url,
}

impl Peer for Tuned {
    fn new(base_url: &str) -> Self {
        let bearer = HeaderValue::from_str(&format!("Bearer {TOKEN}"));
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, bearer.expect("the token is plain ASCII"));
        let client = reqwest_plain::builder(base_url.starts_with("https:"))
            .default_headers(headers)
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            .build();
        Self {
            client: client.expect("the client can be built"),
            url: auth_config_url(base_url).parse().expect("it is a URL"),
        }
    }

    async fn get(&self) {
        send(self.client.get(self.url.clone())).await;
    }

    async fn upsert(&self) {
        let put = self.client.put(self.url.clone());
        send(put.json(&UpsertAuthConfig::new())).await;
    }
}

async fn send(request: RequestBuilder) {
    let response = request.send().await.expect("the server responds");
    assert!(response.status().is_success());
    let body = response.bytes().await.expect("the response has an end");
    let config: AuthConfig = serde_json::from_slice(&body).expect("it sends an auth config");
    config.check();
}
