//! The targets of one API each: an operation, a status, a media type, and a body.
//!
//! Input: operation, form of the call, status (two bytes), media type, shape, then the body.

use authloom::{RawRequest, RawResponse, Request};
use authloom_operations::{Client, Members, Secrets, calls, forms, manifest};
use serde_json::Value;

use crate::answer::Answer;
use crate::canary;
use crate::check::{Called, Success, check};
use crate::input::Input;
use crate::stage::{Reply, Stage};

/// An API as a target sees it.
#[derive(Debug)]
pub(crate) struct Api {
    /// The target's name, and that of the client's module.
    pub(crate) name: &'static str,
    /// The operation whose response can be an OAuth error.
    oauth_operation: Option<&'static str>,
    /// Whether a 409 is what a 400 is elsewhere.
    conflict_is_bad_request: bool,
}

pub(crate) static APIS: [Api; 4] = [
    Api::usual("konnect"),
    Api {
        conflict_is_bad_request: true,
        ..Api::usual("fitbit_plus")
    },
    Api::usual("token_service"),
    Api {
        oauth_operation: Some("authorize_client"),
        ..Api::usual("tyk")
    },
];

/// The name of a request for which there is no operation.
const REQUEST: &str = "request";
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

impl Api {
    const fn usual(name: &'static str) -> Self {
        Self {
            name,
            oauth_operation: None,
            conflict_is_bad_request: false,
        }
    }

    /// Its operations, in the order in which a byte of an input counts them.
    pub(crate) fn operations(&self) -> Vec<&'static str> {
        let operations = manifest().operations(self.name).iter();
        let names = operations.map(|operation| operation.name.as_str());
        names.chain([REQUEST]).collect()
    }

    /// Calls an operation with arguments of a vector, whose secrets are canaries.
    pub(crate) fn call(&self, stage: &Stage, operation: &str) -> Called {
        let client = self.client(stage);
        let mut secrets = Vec::new();
        let result = if operation == REQUEST {
            let request = raw(&client, stage).options(stage.options());
            let response = stage.run(request);
            response.map(|response| Success {
                shown: format!("{response:?} {response:#?}"),
                secrets: Vec::new(),
            })
        } else {
            let of_operation = calls()
                .iter()
                .filter(|call| call.module == self.name && call.operation.name == operation);
            let call = stage.form_of(&of_operation.collect::<Vec<_>>());
            let given = call.secrets().into_iter();
            let canaries: Vec<_> = given.map(|name| (name, canary::of(name))).collect();
            secrets.extend(canaries.iter().map(|(_, secret)| *secret));
            let given: Secrets = canaries
                .into_iter()
                .map(|(of, secret)| (of, secret.into()))
                .collect();
            let pending = client.call(operation, call.arguments(&given), stage.options());
            let given = stage.run(pending.expect("arguments of a vector fit"));
            given.map(|given| Success {
                shown: given.shown.concat(),
                secrets: given.value.secrets(),
            })
        };
        secrets.extend(stage.credentials_sent());
        if stage.form & 0x80 != 0 {
            secrets.push(canary::HEADER);
        }
        Called {
            result,
            secrets,
            answers_oauth_error: self.oauth_operation == Some(operation),
            conflict_is_bad_request: self.conflict_is_bad_request,
        }
    }

    /// The client that the vectors have, with another credential.
    fn client(&self, stage: &Stage) -> Client {
        let settings = forms().client(self.name, REQUEST).keys();
        let settings = settings.map(|name| (name.clone(), Value::from(canary::CREDENTIAL)));
        let settings = Members::of(settings.collect()).expect("settings are an object");
        let client = Client::new(
            self.name,
            settings,
            "https://api.test".to_owned(),
            stage.http(),
        );
        client.expect("a client")
    }
}

pub(crate) fn run(name: &str, input: &[u8]) {
    let api = APIS.iter().find(|api| api.name == name);
    let api = api.expect("there is such an API");
    let mut input = Input::new(input);
    let operation = *input.pick(&api.operations());
    let form = input.byte();
    let (mut answer, repeats) = Answer::read(&mut input);
    answer.body = input.rest().repeat(repeats).into();
    let stage = Stage::new(Reply::Answer(answer), 1, form);
    check(&stage, &api.call(&stage, operation));
}

/// A request for which there is no operation, and whose response may be anything.
fn raw(client: &Client, stage: &Stage) -> Request<RawResponse> {
    let request = RawRequest {
        method: stage.form_of(&METHODS).into(),
        path: "/v1/anything".into(),
        ..RawRequest::default()
    };
    match client {
        Client::Konnect(client) => client.request(request),
        Client::FitbitPlus(client) => client.request(request),
        Client::TokenService(client) => client.request(request),
        Client::Tyk(client) => client.request(request),
    }
}
