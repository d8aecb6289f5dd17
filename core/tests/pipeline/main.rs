//! The pipeline against a scripted transport, on a clock that is turned by hand: what is asserted
//! is which deadline ended a call and how often it was sent, never how long a machine took.

mod auth;
mod clock;
mod deadlines;
mod observers;
mod panics;
mod redaction;
mod refusals;
mod request;
mod responses;
mod retries;
mod script;
mod settings;

use std::sync::Arc;

use authloom::{HttpConfig, Konnect, KonnectConfig, Tyk, TykConfig};

use clock::Clock;
use script::{Script, Step};

/// The id of an integration instance.
const ID: &str = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
/// An auth config as the server responds it.
const CONFIG: &str = r#"{"type":"oauth","client_id":"c","authorization_endpoint":"https://i.test/a","token_endpoint":"https://i.test/t"}"#;

/// A clock, a script, and what a client needs to live by them.
struct Stage {
    clock: Arc<Clock>,
    script: Arc<Script>,
}

impl Stage {
    fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let clock = Arc::new(Clock::default());
        let script = Arc::new(Script::new(Arc::clone(&clock), steps));
        Self { clock, script }
    }

    fn http(&self) -> HttpConfig {
        HttpConfig {
            runtime: Some(self.clock.clone()),
            transport: Some(self.script.clone()),
            ..HttpConfig::default()
        }
    }

    fn konnect(&self) -> Konnect {
        self.konnect_with(|_| {})
    }

    fn konnect_with(&self, change: impl FnOnce(&mut KonnectConfig)) -> Konnect {
        let mut config = KonnectConfig {
            token: Some("kpat_example".into()),
            http: self.http(),
            ..KonnectConfig::default()
        };
        change(&mut config);
        Konnect::new(config).expect("a client")
    }

    fn tyk(&self) -> Tyk {
        Tyk::new(TykConfig {
            base_url: Some("https://gateway.test".into()),
            secret: Some("gateway-key".into()),
            http: self.http(),
            ..TykConfig::default()
        })
        .expect("a client")
    }

    /// Runs a call to its end, turning the clock whenever nothing else can happen.
    fn run<T>(&self, call: impl IntoFuture<Output = T>) -> T {
        self.clock.run(call.into_future())
    }

    fn sent(&self) -> usize {
        self.script.requests().len()
    }
}
