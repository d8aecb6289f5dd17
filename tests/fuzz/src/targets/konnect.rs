//! Konnect's operations.

use authloom::konnect::{HeaderKey, NewCredential, UpsertAuthConfig};
use authloom::{Konnect, KonnectConfig};

use super::api::{Api, Made, plain, raw};
use crate::canary;
use crate::stage::Stage;

pub(crate) static API: Api = Api {
    name: "konnect",
    operations: &[
        "get_auth_config",
        "upsert_auth_config",
        "delete_auth_config",
        "create_auth_credential",
        "get_auth_credential",
        "delete_auth_credential",
        "request",
    ],
    call,
    oauth_operation: None,
    conflict_is_bad_request: false,
};

const ID: &str = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";

fn call(stage: &Stage, operation: &str) -> Made {
    let konnect = Konnect::new(KonnectConfig {
        token: Some(canary::CREDENTIAL.into()),
        http: stage.http(),
        ..KonnectConfig::default()
    })
    .expect("a client");
    let options = stage.options();
    let mut secrets = vec![stage.credential()];
    let result = match operation {
        "get_auth_config" => stage
            .run(konnect.get_auth_config(ID).options(options))
            .map(plain),
        "upsert_auth_config" => {
            secrets.push(canary::CLIENT_SECRET);
            let config = UpsertAuthConfig {
                client_id: "catalog-app".into(),
                client_secret: canary::CLIENT_SECRET.into(),
                authorization_endpoint: "https://id.acme.test/authorize".into(),
                token_endpoint: "https://id.acme.test/token".into(),
            };
            stage
                .run(konnect.upsert_auth_config(ID, config).options(options))
                .map(plain)
        }
        "delete_auth_config" => stage
            .run(konnect.delete_auth_config(ID).options(options))
            .map(plain),
        "create_auth_credential" => {
            let (credential, secret) = new_credential(stage);
            secrets.extend(secret);
            stage
                .run(
                    konnect
                        .create_auth_credential(ID, credential)
                        .options(options),
                )
                .map(plain)
        }
        "get_auth_credential" => stage
            .run(konnect.get_auth_credential(ID).options(options))
            .map(plain),
        "delete_auth_credential" => stage
            .run(konnect.delete_auth_credential(ID).options(options))
            .map(plain),
        _ => stage
            .run(konnect.request(raw(stage)).options(options))
            .map(plain),
    };
    (result, secrets)
}

fn new_credential(stage: &Stage) -> (NewCredential, Option<&'static str>) {
    match stage.form % 4 {
        0 => (
            NewCredential::OAuth {
                code: canary::CODE.into(),
                redirect_uri: "https://app.acme.test/cb".into(),
            },
            Some(canary::CODE),
        ),
        1 => (
            NewCredential::GithubAppInstallation {
                installation_id: "0042".into(),
                code: canary::CODE.into(),
                app_installed_by: None,
            },
            Some(canary::CODE),
        ),
        2 => (
            NewCredential::MultiKeyAuth {
                headers: vec![HeaderKey {
                    name: "x-key".into(),
                    key: canary::KEY.into(),
                }],
            },
            Some(canary::KEY),
        ),
        _ => (
            NewCredential::AwsRoleDelegation {
                role_arn: "arn:aws:iam::1:role/x".into(),
            },
            None,
        ),
    }
}
