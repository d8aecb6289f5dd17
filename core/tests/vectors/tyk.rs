//! Tyk's calls and values.

use authloom::tyk::{
    Authorization, AuthorizeClientOptions, KeyStatus, ListApisForOAuthClientOptions, ListedToken,
    NewOAuthClient, OAuthClient, OAuthClientUpdate, ResponseType, RevokeAllTokensOptions,
    RevokeTokenOptions, TokenPage, TokenTypeHint, UpdateOAuthClientOptions,
};
use authloom::{Error, Secret, Tyk, TykConfig};
use authloom_sandbox::Vector;
use serde::Deserialize;
use serde_json::Value;

use crate::run::{Outcome, Way, arguments, settings, unknown_operation};
use crate::value::{Found, object};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    secret: Option<Secret>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            secret: Some("key-1".into()),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Authorize {
    response_type: String,
    client_id: String,
    redirect_uri: Option<String>,
    key_rules: Option<Secret>,
    state: Option<String>,
    prefix: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    client_id: Option<String>,
    api_id: Option<String>,
    policy_id: Option<String>,
    redirect_uri: Option<String>,
    secret: Option<Secret>,
    meta_data: Option<Value>,
    description: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfApi {
    api_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfClient {
    api_id: String,
    client_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Update {
    api_id: String,
    client_id: Option<String>,
    redirect_uri: Option<String>,
    policy_id: Option<String>,
    meta_data: Option<Value>,
    description: Option<String>,
    body: Option<UpdateBody>,
}

/// The whole body of an update without a client in its path.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UpdateBody {
    client_id: Option<String>,
    redirect_uri: Option<String>,
    policy_id: Option<String>,
    meta_data: Option<Value>,
    description: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageOfTokens {
    api_id: String,
    client_id: String,
    page: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invalidate {
    refresh_token: Secret,
    api_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revoke {
    token: Secret,
    client_id: String,
    token_type_hint: Option<String>,
    org_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RevokeAll {
    client_id: String,
    client_secret: Secret,
    org_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListApis {
    client_id: String,
    org_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Purge {}

/// Makes a vector's call.
pub(crate) async fn call(vector: &Vector, way: Way) -> Outcome {
    let Settings { secret } = settings(vector)?;
    let config = TykConfig {
        base_url: Some(way.base_url),
        secret,
        http: way.http,
        ..TykConfig::default()
    };
    let tyk = Tyk::new(config).map_err(|error| error.to_string())?;
    match vector.operation.as_str() {
        "list_oauth_client_tokens"
        | "list_oauth_client_tokens_page"
        | "invalidate_oauth_refresh"
        | "revoke_token"
        | "revoke_all_tokens"
        | "purge_lapsed_tokens" => call_tokens(&tyk, vector).await,
        _ => call_clients(&tyk, vector).await,
    }
}

async fn call_clients(tyk: &Tyk, vector: &Vector) -> Outcome {
    Ok(match vector.operation.as_str() {
        "authorize_client" => authorize(tyk, arguments(vector)?).await,
        "create_oauth_client" => {
            let new = new_client(arguments(vector)?);
            tyk.create_oauth_client(new).await.map(client)
        }
        "get_oauth_client" => {
            let OfClient { api_id, client_id } = arguments(vector)?;
            let read = tyk.get_oauth_client(&api_id, &client_id).await;
            read.map(client)
        }
        "list_oauth_clients" => {
            let OfApi { api_id } = arguments(vector)?;
            let listed = tyk.list_oauth_clients(&api_id).await;
            listed.map(|clients| clients.into_iter().map(client).collect::<Vec<_>>().into())
        }
        "update_oauth_client" => {
            let (api_id, update, options) = update(arguments(vector)?)?;
            let updated = tyk.update_oauth_client(&api_id, update, options).await;
            updated.map(client)
        }
        "delete_oauth_client" => {
            let OfClient { api_id, client_id } = arguments(vector)?;
            let deleted = tyk.delete_oauth_client(&api_id, &client_id).await;
            deleted.map(change)
        }
        "rotate_oauth_client_secret" => {
            let OfClient { api_id, client_id } = arguments(vector)?;
            let rotated = tyk.rotate_oauth_client_secret(&api_id, &client_id).await;
            rotated.map(client)
        }
        "list_apis_for_oauth_client" => {
            let ListApis { client_id, org_id } = arguments(vector)?;
            let options = ListApisForOAuthClientOptions { org_id };
            let listed = tyk.list_apis_for_oauth_client(&client_id, options).await;
            listed.map(Found::from)
        }
        _ => return unknown_operation(vector),
    })
}

async fn call_tokens(tyk: &Tyk, vector: &Vector) -> Outcome {
    Ok(match vector.operation.as_str() {
        "list_oauth_client_tokens" => {
            let OfClient { api_id, client_id } = arguments(vector)?;
            let listed = tyk.list_oauth_client_tokens(&api_id, &client_id).await;
            listed.map(tokens)
        }
        "list_oauth_client_tokens_page" => {
            let PageOfTokens {
                api_id,
                client_id,
                page,
            } = arguments(vector)?;
            let listed = tyk
                .list_oauth_client_tokens_page(&api_id, &client_id, page)
                .await;
            listed.map(token_page)
        }
        "invalidate_oauth_refresh" => {
            let Invalidate {
                refresh_token,
                api_id,
            } = arguments(vector)?;
            let invalidated = tyk.invalidate_oauth_refresh(&api_id, refresh_token).await;
            invalidated.map(change)
        }
        "revoke_token" => revoke(tyk, arguments(vector)?).await,
        "revoke_all_tokens" => {
            let RevokeAll {
                client_id,
                client_secret,
                org_id,
            } = arguments(vector)?;
            let options = RevokeAllTokensOptions { org_id };
            let revoked = tyk
                .revoke_all_tokens(&client_id, client_secret, options)
                .await;
            revoked.map(|()| Found::NotReturned)
        }
        "purge_lapsed_tokens" => {
            let Purge {} = arguments(vector)?;
            let purged = tyk.purge_lapsed_tokens().await;
            purged.map(|()| Found::NotReturned)
        }
        _ => return unknown_operation(vector),
    })
}

async fn authorize(tyk: &Tyk, call: Authorize) -> Result<Found, Error> {
    let response_type = match call.response_type.as_str() {
        "code" => ResponseType::Code,
        "token" => ResponseType::Token,
        _ => ResponseType::Other(call.response_type),
    };
    let options = AuthorizeClientOptions {
        redirect_uri: call.redirect_uri,
        key_rules: call.key_rules,
        state: call.state,
        prefix: call.prefix,
    };
    let authorized = tyk
        .authorize_client(response_type, &call.client_id, options)
        .await;
    authorized.map(authorization)
}

async fn revoke(tyk: &Tyk, call: Revoke) -> Result<Found, Error> {
    let options = RevokeTokenOptions {
        token_type_hint: call.token_type_hint.map(|hint| match hint.as_str() {
            "access_token" => TokenTypeHint::AccessToken,
            "refresh_token" => TokenTypeHint::RefreshToken,
            _ => TokenTypeHint::Other(hint),
        }),
        org_id: call.org_id,
    };
    let revoked = tyk.revoke_token(call.token, &call.client_id, options).await;
    revoked.map(|()| Found::NotReturned)
}

fn new_client(call: Create) -> NewOAuthClient {
    NewOAuthClient {
        client_id: call.client_id,
        api_id: call.api_id,
        policy_id: call.policy_id,
        redirect_uri: call.redirect_uri,
        secret: call.secret,
        meta_data: call.meta_data,
        description: call.description,
    }
}

/// An update is written beside the client's id, or, without a client in the path, as a body.
fn update(call: Update) -> Result<(String, OAuthClientUpdate, UpdateOAuthClientOptions), String> {
    let beside = OAuthClientUpdate {
        client_id: None,
        redirect_uri: call.redirect_uri,
        policy_id: call.policy_id,
        meta_data: call.meta_data,
        description: call.description,
    };
    let update = match call.body {
        None => beside,
        Some(_) if call.client_id.is_some() || beside != OAuthClientUpdate::default() => {
            return Err("call: `body` is for an update without anything else".to_owned());
        }
        Some(body) => OAuthClientUpdate {
            client_id: body.client_id,
            redirect_uri: body.redirect_uri,
            policy_id: body.policy_id,
            meta_data: body.meta_data,
            description: body.description,
        },
    };
    let options = UpdateOAuthClientOptions {
        client_id: call.client_id,
    };
    Ok((call.api_id, update, options))
}

fn authorization(authorization: Authorization) -> Found {
    match authorization {
        Authorization::Code {
            code,
            redirect_to,
            state,
        } => object! {
            code: code,
            access_token: (),
            token_type: (),
            expires_in: (),
            redirect_to: redirect_to,
            state: state,
        },
        Authorization::Token {
            access_token,
            token_type,
            expires_in,
            redirect_to,
            state,
        } => object! {
            code: (),
            access_token: access_token,
            token_type: token_type,
            expires_in: expires_in,
            redirect_to: redirect_to,
            state: state,
        },
    }
}

fn client(client: OAuthClient) -> Found {
    object! {
        client_id: client.client_id,
        secret: client.secret,
        redirect_uri: client.redirect_uri,
        api_id: client.api_id,
        policy_id: client.policy_id,
        meta_data: client.meta_data,
        description: client.description,
    }
}

fn change(change: KeyStatus) -> Found {
    object! { key: change.key, status: change.status, action: change.action }
}

fn tokens(tokens: Vec<ListedToken>) -> Found {
    tokens
        .into_iter()
        .map(|token| object! { code: token.code, expires: token.expires })
        .collect::<Vec<_>>()
        .into()
}

fn token_page(page: TokenPage) -> Found {
    object! {
        tokens: tokens(page.tokens),
        page_num: page.page_num,
        page_total: page.page_total,
        page_size: page.page_size,
    }
}
