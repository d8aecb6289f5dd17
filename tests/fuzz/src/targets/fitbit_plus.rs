//! Fitbit Plus's operations.

use authloom::fitbit_plus::{BodyForm, CreateTokenOptions, Grant, Include, Token};
use authloom::{FitbitPlus, FitbitPlusConfig};

use super::api::{Api, Made, plain, raw, shown};
use crate::canary;
use crate::stage::Stage;

pub(crate) static API: Api = Api {
    name: "fitbit_plus",
    operations: &[
        "create_token",
        "fetch_token_groups",
        "fetch_token_organization",
        "request",
    ],
    call,
    oauth_operation: None,
    conflict_is_bad_request: true,
};

const ID: &str = "64b0c1d2e3f4a5b6c7d8e9f0";

fn call(stage: &Stage, operation: &str) -> Made {
    let fitbit_plus = FitbitPlus::new(FitbitPlusConfig {
        token: Some(canary::CREDENTIAL.into()),
        http: stage.http(),
        ..FitbitPlusConfig::default()
    })
    .expect("a client");
    let call = stage.options();
    let mut secrets = vec![stage.credential()];
    let result = match operation {
        "create_token" => {
            secrets.extend([canary::CLIENT_SECRET, canary::REFRESH_TOKEN]);
            let grant = if stage.form & 1 == 0 {
                Grant::ClientCredentials {
                    client_secret: Some(canary::CLIENT_SECRET.into()),
                    refresh_token: Some(canary::REFRESH_TOKEN.into()),
                }
            } else {
                Grant::RefreshToken {
                    refresh_token: canary::REFRESH_TOKEN.into(),
                    client_secret: Some(canary::CLIENT_SECRET.into()),
                }
            };
            let options = CreateTokenOptions {
                client_id: Some("acme-reporting".into()),
                include: (stage.form & 2 != 0).then_some(Include::Groups),
                body_form: if stage.form & 4 == 0 {
                    BodyForm::JsonApi
                } else {
                    BodyForm::Flat
                },
            };
            stage
                .run(fitbit_plus.create_token(grant, options).options(call))
                .map(shown(|token: &Token| {
                    let mut secrets = vec![token.access_token.clone()];
                    secrets.extend(token.refresh_token.clone());
                    secrets
                }))
        }
        "fetch_token_groups" => stage
            .run(fitbit_plus.fetch_token_groups(ID).options(call))
            .map(plain),
        "fetch_token_organization" => stage
            .run(fitbit_plus.fetch_token_organization(ID).options(call))
            .map(plain),
        _ => stage
            .run(fitbit_plus.request(raw(stage)).options(call))
            .map(plain),
    };
    (result, secrets)
}
