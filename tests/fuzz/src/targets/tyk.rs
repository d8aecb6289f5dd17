//! Tyk's operations.

use authloom::tyk::{
    Authorization, AuthorizeClientOptions, KeyStatus, ListApisForOAuthClientOptions, ListedToken,
    NewOAuthClient, OAuthClient, OAuthClientUpdate, ResponseType, RevokeAllTokensOptions,
    RevokeTokenOptions, TokenPage, UpdateOAuthClientOptions,
};
use authloom::{Secret, Tyk, TykConfig};

use super::api::{Api, Made, plain, raw, shown};
use crate::canary;
use crate::stage::Stage;

pub(crate) static API: Api = Api {
    name: "tyk",
    operations: &[
        "authorize_client",
        "create_oauth_client",
        "get_oauth_client",
        "list_oauth_clients",
        "update_oauth_client",
        "delete_oauth_client",
        "rotate_oauth_client_secret",
        "list_apis_for_oauth_client",
        "list_oauth_client_tokens",
        "list_oauth_client_tokens_page",
        "invalidate_oauth_refresh",
        "revoke_token",
        "revoke_all_tokens",
        "purge_lapsed_tokens",
        "request",
    ],
    call,
    oauth_operation: Some("authorize_client"),
    conflict_is_bad_request: false,
};

const API_ID: &str = "oauth-api";
const ID: &str = "shop";

fn call(stage: &Stage, operation: &str) -> Made {
    let tyk = Tyk::new(TykConfig {
        base_url: Some("https://gateway.test".into()),
        secret: Some(canary::CREDENTIAL.into()),
        http: stage.http(),
        ..TykConfig::default()
    })
    .expect("a client");
    let call = stage.options();
    let mut secrets = vec![stage.credential()];
    let client = |client: &OAuthClient| vec![client.secret.clone()];
    let key = |status: &KeyStatus| vec![status.key.clone()];
    let result = match operation {
        "authorize_client" => {
            secrets.push(canary::KEY_RULES);
            let options = AuthorizeClientOptions {
                redirect_uri: Some("https://shop.test/cb".into()),
                key_rules: Some(canary::KEY_RULES.into()),
                prefix: Some("/oauth-api/".into()),
                ..AuthorizeClientOptions::default()
            };
            let response_type = stage.form_of(&[ResponseType::Code, ResponseType::Token]);
            stage
                .run(
                    tyk.authorize_client(response_type, ID, options)
                        .options(call),
                )
                .map(shown(granted))
        }
        "create_oauth_client" => {
            secrets.push(canary::CLIENT_SECRET);
            let new = NewOAuthClient {
                api_id: Some(API_ID.into()),
                secret: Some(canary::CLIENT_SECRET.into()),
                ..NewOAuthClient::default()
            };
            stage
                .run(tyk.create_oauth_client(new).options(call))
                .map(shown(client))
        }
        "get_oauth_client" => stage
            .run(tyk.get_oauth_client(API_ID, ID).options(call))
            .map(shown(client)),
        "list_oauth_clients" => stage
            .run(tyk.list_oauth_clients(API_ID).options(call))
            .map(shown(|clients: &Vec<OAuthClient>| {
                clients.iter().map(|client| client.secret.clone()).collect()
            })),
        "update_oauth_client" => {
            let options = UpdateOAuthClientOptions {
                client_id: (stage.form & 1 == 0).then(|| ID.into()),
            };
            let update = OAuthClientUpdate::default();
            stage
                .run(
                    tyk.update_oauth_client(API_ID, update, options)
                        .options(call),
                )
                .map(shown(client))
        }
        "delete_oauth_client" => stage
            .run(tyk.delete_oauth_client(API_ID, ID).options(call))
            .map(shown(key)),
        "rotate_oauth_client_secret" => stage
            .run(tyk.rotate_oauth_client_secret(API_ID, ID).options(call))
            .map(shown(client)),
        "list_apis_for_oauth_client" => {
            let options = ListApisForOAuthClientOptions::default();
            stage
                .run(tyk.list_apis_for_oauth_client(ID, options).options(call))
                .map(plain)
        }
        _ => return call_of_tokens(stage, &tyk, operation),
    };
    (result, secrets)
}

fn call_of_tokens(stage: &Stage, tyk: &Tyk, operation: &str) -> Made {
    let call = stage.options();
    let mut secrets = vec![stage.credential()];
    let key = |status: &KeyStatus| vec![status.key.clone()];
    let result = match operation {
        "list_oauth_client_tokens" => stage
            .run(tyk.list_oauth_client_tokens(API_ID, ID).options(call))
            .map(shown(|tokens: &Vec<ListedToken>| codes(tokens))),
        "list_oauth_client_tokens_page" => stage
            .run(
                tyk.list_oauth_client_tokens_page(API_ID, ID, 1)
                    .options(call),
            )
            .map(shown(|page: &TokenPage| codes(&page.tokens))),
        "invalidate_oauth_refresh" => {
            secrets.push(canary::REFRESH_TOKEN);
            stage
                .run(
                    tyk.invalidate_oauth_refresh(API_ID, canary::REFRESH_TOKEN.into())
                        .options(call),
                )
                .map(shown(key))
        }
        "revoke_token" => {
            secrets.push(canary::LONG_TOKEN);
            let options = RevokeTokenOptions::default();
            stage
                .run(
                    tyk.revoke_token(canary::LONG_TOKEN.into(), ID, options)
                        .options(call),
                )
                .map(plain)
        }
        "revoke_all_tokens" => {
            secrets.push(canary::CLIENT_SECRET);
            let options = RevokeAllTokensOptions { org_id: None };
            stage
                .run(
                    tyk.revoke_all_tokens(ID, canary::CLIENT_SECRET.into(), options)
                        .options(call),
                )
                .map(plain)
        }
        "purge_lapsed_tokens" => stage
            .run(tyk.purge_lapsed_tokens().options(call))
            .map(plain),
        _ => stage.run(tyk.request(raw(stage)).options(call)).map(plain),
    };
    (result, secrets)
}

fn codes(tokens: &[ListedToken]) -> Vec<Secret> {
    tokens.iter().map(|token| token.code.clone()).collect()
}

fn granted(authorization: &Authorization) -> Vec<Secret> {
    match authorization {
        Authorization::Code {
            code, redirect_to, ..
        } => vec![code.clone(), redirect_to.clone()],
        Authorization::Token {
            access_token,
            redirect_to,
            ..
        } => vec![access_token.clone(), redirect_to.clone()],
    }
}
