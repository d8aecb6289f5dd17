//! Every operation of the four clients, with arguments that the sandbox's default data accepts.

mod fitbit_plus;
mod given;
mod konnect;
mod token_service;
mod tyk;

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use authloom::{
    CallOptions, Error, FitbitPlus, FitbitPlusConfig, HttpConfig, Konnect, KonnectConfig, Secret,
    TokenService, TokenServiceConfig, Tyk, TykConfig,
};
use authloom_sandbox::{ApiName, Sandbox};

pub(crate) use given::Given;

use crate::support::{on_each, within};

/// Whether an operation bears repeating, as the public surface says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Safe,
    Idempotent,
    NonIdempotent,
}

/// What a success of an operation consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Success {
    /// JSON, which is decoded.
    Json,
    /// Status 200 and a body that says nothing more, and is not looked at.
    Ignored,
    /// Status 204.
    NoContent,
}

pub(crate) type Calling<'a> = Pin<Box<dyn Future<Output = Result<Given, Error>> + Send + 'a>>;

/// An operation with arguments. Some stand there more than once, with other arguments.
pub(crate) struct Operation {
    pub(crate) api: ApiName,
    pub(crate) name: &'static str,
    pub(crate) class: Class,
    pub(crate) success: Success,
    /// The operation that tells what an unknown outcome was.
    pub(crate) resolve_with: Option<&'static str>,
    call: for<'a> fn(&'a Clients, &'a Arguments) -> Calling<'a>,
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.api, self.name)
    }
}

impl Operation {
    /// The client's name, as errors give it.
    pub(crate) fn client(&self) -> &'static str {
        match self.api {
            ApiName::Konnect => "Konnect",
            ApiName::FitbitPlus => "FitbitPlus",
            ApiName::TokenService => "TokenService",
            ApiName::Tyk => "Tyk",
        }
    }

    /// Calls it.
    pub(crate) fn call<'a>(&self, clients: &'a Clients, arguments: &'a Arguments) -> Calling<'a> {
        (self.call)(clients, arguments)
    }

    /// Calls it with what it takes by default, and fails the test if it hangs.
    pub(crate) async fn simply(&self, clients: &Clients) -> Result<Given, Error> {
        within(self.call(clients, &Arguments::default())).await
    }
}

/// Every operation.
pub(crate) fn all() -> impl Iterator<Item = &'static Operation> {
    [
        konnect::OPERATIONS,
        fitbit_plus::OPERATIONS,
        token_service::OPERATIONS,
        tyk::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Each operation once.
pub(crate) fn distinct() -> impl Iterator<Item = &'static Operation> {
    let mut seen = BTreeSet::new();
    all().filter(move |row| seen.insert((row.client(), row.name)))
}

/// A safe operation, an idempotent one, and one that is neither.
pub(crate) fn one_of_each_class() -> [&'static Operation; 3] {
    [
        "get_auth_config",
        "upsert_auth_config",
        "create_auth_credential",
    ]
    .map(|name| named(ApiName::Konnect, name))
}

/// The operation of that name, with the first arguments that it has.
pub(crate) fn named(api: ApiName, name: &str) -> &'static Operation {
    all()
        .find(|operation| operation.api == api && operation.name == name)
        .expect("there is such an operation")
}

/// A client of each API.
#[derive(Debug)]
pub(crate) struct Clients {
    pub(crate) konnect: Konnect,
    pub(crate) fitbit_plus: FitbitPlus,
    pub(crate) token_service: TokenService,
    pub(crate) tyk: Tyk,
}

/// What the clients show to be let in.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    pub(crate) konnect: Secret,
    pub(crate) fitbit_plus: Secret,
    pub(crate) token_service: Secret,
    pub(crate) tyk: Secret,
}

impl Default for Credentials {
    fn default() -> Self {
        Self {
            konnect: "kpat_example".into(),
            fitbit_plus: "at-1".into(),
            token_service: "lt_5f2a".into(),
            tyk: "key-1".into(),
        }
    }
}

impl Clients {
    /// Clients of a sandbox.
    pub(crate) fn of(sandbox: &Sandbox, http: &HttpConfig) -> Self {
        Self::at(|api| sandbox.base_url(api), &Credentials::default(), http)
    }

    /// Clients of any servers.
    pub(crate) fn at(
        base_url: impl Fn(ApiName) -> String,
        credentials: &Credentials,
        http: &HttpConfig,
    ) -> Self {
        Self {
            konnect: Konnect::new(KonnectConfig {
                base_url: Some(base_url(ApiName::Konnect)),
                token: Some(credentials.konnect.clone()),
                http: http.clone(),
                ..KonnectConfig::default()
            })
            .expect("a configuration"),
            fitbit_plus: FitbitPlus::new(FitbitPlusConfig {
                base_url: Some(base_url(ApiName::FitbitPlus)),
                token: Some(credentials.fitbit_plus.clone()),
                http: http.clone(),
                ..FitbitPlusConfig::default()
            })
            .expect("a configuration"),
            token_service: TokenService::new(TokenServiceConfig {
                base_url: Some(base_url(ApiName::TokenService)),
                token: Some(credentials.token_service.clone()),
                http: http.clone(),
                ..TokenServiceConfig::default()
            })
            .expect("a configuration"),
            tyk: Tyk::new(TykConfig {
                base_url: Some(base_url(ApiName::Tyk)),
                secret: Some(credentials.tyk.clone()),
                http: http.clone(),
                ..TykConfig::default()
            })
            .expect("a configuration"),
        }
    }
}

/// The arguments that a test may want to be others.
#[derive(Debug, Clone)]
pub(crate) struct Arguments {
    pub(crate) call: CallOptions,
    pub(crate) client_secret: Option<Secret>,
    pub(crate) code: Secret,
    pub(crate) header_key: Secret,
    pub(crate) refresh_token: Secret,
    pub(crate) otp_code: Secret,
    pub(crate) assertion: Secret,
    pub(crate) long_token: Secret,
    pub(crate) short_token: Secret,
    pub(crate) key_rules: Secret,
    pub(crate) revoked_token: Secret,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            call: CallOptions::default(),
            client_secret: None,
            code: "a-code-of-the-provider".into(),
            header_key: "a-key-of-the-service".into(),
            refresh_token: "rt-1".into(),
            otp_code: "012345".into(),
            assertion: "eyJh.eyJz.c2ln".into(),
            long_token: "lt_5f2a".into(),
            short_token: "st_31c0".into(),
            key_rules: r#"{"rate": 10, "per": 1}"#.into(),
            revoked_token: "some-token".into(),
        }
    }
}

impl Arguments {
    /// The secret of an API's client: what the default data have, unless the test says otherwise.
    fn secret_or(&self, usual: &str) -> Secret {
        self.client_secret.clone().unwrap_or_else(|| usual.into())
    }
}

/// Writes one row of the table.
macro_rules! operation {
    ($api:ident $name:ident $class:ident $success:ident $(by $resolve:ident)?,
     |$clients:ident, $with:ident| $call:expr) => {
        $crate::operations::Operation {
            api: authloom_sandbox::ApiName::$api,
            name: stringify!($name),
            class: $crate::operations::Class::$class,
            success: $crate::operations::Success::$success,
            resolve_with: operation!(@resolve $($resolve)?),
            call: |$clients, $with| {
                Box::pin(async move {
                    let request = $call.options($with.call.clone());
                    request.await.map($crate::operations::Given::from)
                })
            },
        }
    };
    (@resolve $resolve:ident) => { Some(stringify!($resolve)) };
    (@resolve) => { None };
}
use operation;

#[test]
fn the_table_has_every_operation() {
    for (client, count) in [
        ("Konnect", 6),
        ("FitbitPlus", 3),
        ("TokenService", 3),
        ("Tyk", 14),
    ] {
        let found = distinct().filter(|row| row.client() == client);
        assert_eq!(found.count(), count, "{client}");
    }
}

#[test]
fn the_arguments_are_valid() {
    on_each(async |carrier, sandbox| {
        for operation in all() {
            sandbox.reset();
            let clients = Clients::of(sandbox, &carrier.http());
            let called = operation.simply(&clients).await;
            called.unwrap_or_else(|error| panic!("{operation:?}: {error:?}"));
            let log = sandbox.log(0);
            assert_eq!(log.len(), 1, "{operation:?}");
            let status = match operation.success {
                Success::Json | Success::Ignored => log[0].status == Some(200),
                Success::NoContent => log[0].status == Some(204),
            };
            assert!(status || log[0].status == Some(201), "{log:?}");
        }
    });
}
