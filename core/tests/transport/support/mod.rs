//! What the tests share: clients, servers, certificates, and a guard against hanging.

pub(crate) mod authority;
pub(crate) mod flood;
pub(crate) mod frames;
pub(crate) mod https;
pub(crate) mod names;
pub(crate) mod proxies;
pub(crate) mod raw;

use std::future::Future;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use authloom::{Error, HttpConfig, Konnect, KonnectConfig, RawRequest, RawResponse, Transport};
#[cfg(feature = "reqwest")]
use rustls::RootCertStore;
use tokio::runtime::{Builder, Runtime};

#[cfg(feature = "reqwest")]
use crate::over_reqwest;
use authority::Authority;

/// What a client of these tests shows as its credential.
pub(crate) const TOKEN: &str = "kpat-the-clients-own-token";

/// How long anything that must happen may take before the test is declared to hang.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs a test on a thread of its own, and fails it if it hangs.
pub(crate) fn guarded(test: impl FnOnce() + Send + 'static) {
    let (done, ended) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        test();
        let _ = done.send(());
    });
    let ended = ended.recv_timeout(PATIENCE);
    assert_ne!(ended, Err(RecvTimeoutError::Timeout), "the test hangs");
    if let Err(panic) = thread.join() {
        resume_unwind(panic);
    }
}

/// The same for a test that needs a runtime.
pub(crate) fn run<F: Future<Output = ()>>(test: impl FnOnce() -> F + Send + 'static) {
    guarded(move || runtime().block_on(test()));
}

/// The same with each transport there is, of which a failed test names the last.
pub(crate) fn guarded_on_each(test: impl Fn(HttpConfig) + Copy + Send + 'static) {
    for transport in transports() {
        eprintln!("carried by {transport:?}");
        let http = HttpConfig {
            transport,
            ..once()
        };
        guarded(move || test(http));
    }
}

/// The same for a test that needs a runtime.
pub(crate) fn run_on_each<F: Future<Output = ()>>(
    test: impl Fn(HttpConfig) -> F + Copy + Send + 'static,
) {
    guarded_on_each(move |http| runtime().block_on(test(http)));
}

/// The built-in transport, and what can stand in its place.
fn transports() -> Vec<Option<Arc<dyn Transport>>> {
    vec![
        None,
        #[cfg(feature = "reqwest")]
        Some(over_reqwest::transport(|| {
            over_reqwest::trusting(RootCertStore::empty())
        })),
    ]
}

/// The same way of travelling, but trusting this authority.
pub(crate) fn trusting(authority: &Authority, http: &HttpConfig) -> HttpConfig {
    #[cfg(feature = "reqwest")]
    if http.transport.is_some() {
        let roots = authority.roots();
        return HttpConfig {
            transport: Some(over_reqwest::transport(move || {
                over_reqwest::trusting(roots.clone())
            })),
            ..http.clone()
        };
    }
    HttpConfig {
        ca_certificates: Some(authority.pem()),
        ..http.clone()
    }
}

/// A runtime that nobody drives outside `block_on`.
pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system gives a runtime its event queue")
}

/// The next message of a server, or a failed test.
pub(crate) fn next<T>(messages: &Receiver<T>) -> T {
    messages
        .recv_timeout(PATIENCE)
        .expect("the server has something to tell")
}

/// How calls travel here: one attempt, so that what is seen is what one attempt does, and no proxy
/// of the environment in which the tests run.
pub(crate) fn once() -> HttpConfig {
    HttpConfig {
        max_attempts: 1,
        proxy: authloom::Proxy::Direct,
        ..HttpConfig::default()
    }
}

pub(crate) fn try_client(base_url: impl Into<String>, http: HttpConfig) -> Result<Konnect, Error> {
    Konnect::new(KonnectConfig {
        base_url: Some(base_url.into()),
        token: Some(TOKEN.into()),
        http,
        ..KonnectConfig::default()
    })
}

pub(crate) fn client(base_url: impl Into<String>, http: HttpConfig) -> Konnect {
    try_client(base_url, http).expect("the configuration can be used")
}

/// A call of this method, with a body if it is a POST.
pub(crate) async fn request(client: &Konnect, method: &str) -> Result<RawResponse, Error> {
    let request = RawRequest {
        method: method.to_owned(),
        path: "/v1/thing".to_owned(),
        json: (method == "POST").then(|| serde_json::json!({"a": 1})),
        ..RawRequest::default()
    };
    client.request(request).await
}

/// A call that changes nothing.
pub(crate) async fn get(client: &Konnect) -> Result<RawResponse, Error> {
    request(client, "GET").await
}

/// A call that must not be made twice.
pub(crate) async fn post(client: &Konnect) -> Result<RawResponse, Error> {
    request(client, "POST").await
}
