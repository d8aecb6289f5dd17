//! Authloom itself: default transport, retries and deadlines, and one hook.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use authloom::{
    CallOptions, Event, Hook, HttpConfig, Konnect, KonnectConfig, Secret, konnect::AuthConfig,
    konnect::UpsertAuthConfig,
};

use crate::calls::{self, CERTIFICATE, INSTANCE, TOKEN};
use crate::peer::Peer;

/// A hook that does next to nothing, as a counter of metrics does.
#[derive(Debug, Default)]
struct Count(AtomicU64);

impl Hook for Count {
    fn on_event(&self, _event: &Event) {
        self.0.fetch_add(1, Relaxed);
    }
}

pub(super) struct Core(Konnect);

impl Peer for Core {
    fn new(base_url: &str) -> Self {
        let secure = base_url.starts_with("https:");
        let config = KonnectConfig {
            base_url: Some(base_url.to_owned()),
            token: Some(Secret::from(TOKEN)),
            http: HttpConfig {
                hooks: vec![Arc::new(Count::default())],
                ca_certificates: secure.then(|| CERTIFICATE.to_owned()),
                ..HttpConfig::default()
            },
            ..KonnectConfig::default()
        };
        Self(Konnect::new(config).expect("the configuration can be used"))
    }

    async fn get(&self) {
        let got = self.0.get_auth_config(INSTANCE, CallOptions::default());
        check(&got.await.expect("the server answers"));
    }

    async fn upsert(&self) {
        let config = UpsertAuthConfig {
            client_id: calls::CLIENT_ID.to_owned(),
            client_secret: Secret::from(calls::CLIENT_SECRET),
            authorization_endpoint: calls::AUTHORIZATION_ENDPOINT.to_owned(),
            token_endpoint: calls::TOKEN_ENDPOINT.to_owned(),
        };
        let set = self
            .0
            .upsert_auth_config(INSTANCE, config, CallOptions::default());
        check(&set.await.expect("the server answers"));
    }
}

fn check(config: &AuthConfig) {
    match config {
        AuthConfig::OAuth {
            client_id,
            authorization_endpoint,
            token_endpoint,
        } => calls::check(client_id, authorization_endpoint, token_endpoint),
        AuthConfig::Unknown { .. } => panic!("the server answers an OAuth config"),
    }
}
