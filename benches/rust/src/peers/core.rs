//! Authloom itself, with default retries and deadlines and one hook, on the built-in transport or
//! on reqwest.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use authloom::konnect::{AuthConfig, UpsertAuthConfig};
use authloom::{
    Event, Hook, HttpConfig, Konnect, KonnectConfig, ReqwestTransport, Secret, Transport,
};

use super::reqwest_plain;
use crate::calls::{self, CERTIFICATE, INSTANCE, TOKEN};
use crate::cost::Cost;
use crate::measure::{Request, blocking};
use crate::peer::{Call, Peer};

/// A hook that does next to nothing, as a counter of metrics does.
#[derive(Debug, Default)]
struct Count(AtomicU64);

impl Hook for Count {
    fn on_event(&self, _event: &Event) {
        self.0.fetch_add(1, Relaxed);
    }
}

/// On the built-in transport.
pub(super) struct Core(Konnect);

/// On the transport that the feature `reqwest` brings.
pub(super) struct OnReqwest(Konnect);

impl Peer for Core {
    fn new(base_url: &str) -> Self {
        Self(konnect(base_url, None))
    }

    async fn get(&self) {
        get(&self.0).await;
    }

    async fn upsert(&self) {
        upsert(&self.0).await;
    }
}

impl Peer for OnReqwest {
    fn new(base_url: &str) -> Self {
        let secure = base_url.starts_with("https:");
        let transport = ReqwestTransport::from_builder(move || reqwest_plain::builder(secure));
        let transport = transport.expect("the client can be built");
        Self(konnect(base_url, Some(Arc::new(transport))))
    }

    async fn get(&self) {
        get(&self.0).await;
    }

    async fn upsert(&self) {
        upsert(&self.0).await;
    }
}

fn konnect(base_url: &str, transport: Option<Arc<dyn Transport>>) -> Konnect {
    let secure = base_url.starts_with("https:");
    let config = KonnectConfig {
        base_url: Some(base_url.to_owned()),
        token: Some(Secret::from(TOKEN)),
        http: HttpConfig {
            hooks: vec![Arc::new(Count::default())],
            ca_certificates: secure.then(|| CERTIFICATE.to_owned()),
            transport,
            ..HttpConfig::default()
        },
        ..KonnectConfig::default()
    };
    Konnect::new(config).expect("the configuration can be used")
}

/// Measures the same calls where the thread waits for each.
pub(super) fn measure_wait(request: &Request) -> Cost {
    let build = |base_url: &str| konnect(base_url, None);
    blocking(request, build, |konnect, call, calls| {
        for _ in 0..calls {
            let request = match call {
                Call::Get => konnect.get_auth_config(INSTANCE),
                Call::Upsert => upserting(konnect),
            };
            check(&request.wait().expect("the server responds"));
        }
    })
}

async fn get(konnect: &Konnect) {
    let got = konnect.get_auth_config(INSTANCE);
    check(&got.await.expect("the server responds"));
}

async fn upsert(konnect: &Konnect) {
    let set = upserting(konnect);
    check(&set.await.expect("the server responds"));
}

fn upserting(konnect: &Konnect) -> authloom::Request<AuthConfig> {
    let config = UpsertAuthConfig {
        client_id: calls::CLIENT_ID.to_owned(),
        client_secret: Secret::from(calls::CLIENT_SECRET),
        authorization_endpoint: calls::AUTHORIZATION_ENDPOINT.to_owned(),
        token_endpoint: calls::TOKEN_ENDPOINT.to_owned(),
    };
    konnect.upsert_auth_config(INSTANCE, config)
}

fn check(config: &AuthConfig) {
    match config {
        AuthConfig::OAuth {
            client_id,
            authorization_endpoint,
            token_endpoint,
        } => calls::check(client_id, authorization_endpoint, token_endpoint),
        AuthConfig::Unknown { .. } => panic!("the server sends an OAuth config"),
    }
}
