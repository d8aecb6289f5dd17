//! Every operation of the four clients, with arguments that the sandbox's default data accepts. The
//! arguments are those of vectors, and the README says what is promised of each operation.

mod readme;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use authloom::{
    CallOptions, Error, FitbitPlus, FitbitPlusConfig, HttpConfig, Konnect, KonnectConfig, Secret,
    TokenService, TokenServiceConfig, Tyk, TykConfig,
};
use authloom_operations::{Call, Client, Pending, Secrets, calls};
use authloom_sandbox::{ApiName, Sandbox};

pub(crate) use authloom_operations::Given;

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

/// An operation with arguments. Some stand there more than once, with other arguments.
pub(crate) struct Operation {
    pub(crate) api: ApiName,
    pub(crate) name: &'static str,
    pub(crate) class: Class,
    pub(crate) success: Success,
    /// The operation that checks an unknown outcome.
    pub(crate) resolve_with: Option<&'static str>,
    call: &'static Call,
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
    pub(crate) fn call(&self, clients: &Clients, arguments: &Arguments) -> Pending {
        let client = match self.api {
            ApiName::Konnect => Client::Konnect(clients.konnect.clone()),
            ApiName::FitbitPlus => Client::FitbitPlus(clients.fitbit_plus.clone()),
            ApiName::TokenService => Client::TokenService(clients.token_service.clone()),
            ApiName::Tyk => Client::Tyk(clients.tyk.clone()),
        };
        let given = self.call.arguments(&arguments.secrets);
        let pending = client.call(self.name, given, arguments.call.clone());
        pending.expect("arguments of a vector fit")
    }

    /// Calls it with what it takes by default, and fails the test if it hangs.
    pub(crate) async fn simply(&self, clients: &Clients) -> Result<Given, Error> {
        within(self.call(clients, &Arguments::default())).await
    }
}

/// Every operation.
pub(crate) fn all() -> impl Iterator<Item = &'static Operation> {
    static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
        let promises: &'static [readme::Promise] = readme::promises().leak();
        calls()
            .iter()
            .map(|call| operation(call, promises))
            .collect()
    });
    OPERATIONS.iter()
}

fn operation(call: &'static Call, promises: &'static [readme::Promise]) -> Operation {
    let mut apis = ApiName::ALL.into_iter();
    let api = apis.find(|api| api.as_str() == call.module.replace('_', "-"));
    let mut operation = Operation {
        api: api.expect("the sandbox serves every API"),
        name: &call.operation.name,
        class: Class::Safe,
        success: match (&call.operation.result, call.status) {
            (Some(_), _) => Success::Json,
            (None, 204) => Success::NoContent,
            (None, _) => Success::Ignored,
        },
        resolve_with: None,
        call,
    };
    let row = promises
        .iter()
        .find(|row| row.client == operation.client() && row.operation == operation.name)
        .unwrap_or_else(|| panic!("the README has no row for {operation:?}"));
    let is_fixed = call.gives("client_id") && call.gives("secret");
    (operation.class, operation.resolve_with) = row.of(is_fixed);
    operation
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

/// What a test may want to be otherwise.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arguments {
    pub(crate) call: CallOptions,
    /// Secrets in place of those that the default data has.
    pub(crate) secrets: Secrets,
}

#[test]
fn each_operation_of_the_readme_is_called() {
    let promises = readme::promises();
    assert!(promises.len() > 20, "{promises:?}");
    let rows = promises.iter();
    let rows: BTreeSet<_> = rows.map(|row| (&*row.client, &*row.operation)).collect();
    assert_eq!(rows.len(), promises.len(), "none stands there twice");
    assert_eq!(rows, distinct().map(|of| (of.client(), of.name)).collect());
    // The operation that checks an outcome must be safe.
    for operation in all() {
        if let Some(name) = operation.resolve_with {
            assert_eq!(named(operation.api, name).class, Class::Safe, "{name}");
        }
    }
    let creating = all().filter(|of| of.name == "create_oauth_client");
    let creating: Vec<_> = creating.map(|of| (of.class, of.resolve_with)).collect();
    assert_eq!(
        creating,
        [
            (Class::NonIdempotent, Some("list_oauth_clients")),
            (Class::Idempotent, Some("get_oauth_client")),
        ]
    );
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
