//! Tyk's operations.

use authloom::tyk::{
    AuthorizeClientOptions, ListApisForOAuthClientOptions, NewOAuthClient, OAuthClientUpdate,
    ResponseType, RevokeAllTokensOptions, RevokeTokenOptions, UpdateOAuthClientOptions,
};

use super::{Operation, operation};

const API: &str = "oauth-api";
const CLIENT: &str = "shop";
const REDIRECT_URI: &str = "https://shop.test/cb";

fn authorizing() -> AuthorizeClientOptions {
    AuthorizeClientOptions {
        redirect_uri: Some(REDIRECT_URI.into()),
        prefix: Some("/oauth-api".into()),
        ..AuthorizeClientOptions::default()
    }
}

fn new_client() -> NewOAuthClient {
    NewOAuthClient {
        api_id: Some(API.into()),
        redirect_uri: Some("https://new.test/cb".into()),
        ..NewOAuthClient::default()
    }
}

pub(super) const OPERATIONS: &[Operation] = &[
    operation!(Tyk authorize_client NonIdempotent Json, |clients, with| {
        clients.tyk.authorize_client(ResponseType::Code, CLIENT, authorizing())
    }),
    operation!(Tyk authorize_client NonIdempotent Json, |clients, with| {
        let options = AuthorizeClientOptions {
            key_rules: Some(with.key_rules.clone()),
            ..authorizing()
        };
        clients.tyk.authorize_client(ResponseType::Token, CLIENT, options)
    }),
    operation!(Tyk create_oauth_client NonIdempotent Json by list_oauth_clients, |clients, with| {
        clients.tyk.create_oauth_client(new_client())
    }),
    operation!(Tyk create_oauth_client Idempotent Json by get_oauth_client, |clients, with| {
        let fixed = NewOAuthClient {
            client_id: Some("new".into()),
            secret: Some(with.secret_or("a-new-secret")),
            ..new_client()
        };
        clients.tyk.create_oauth_client(fixed)
    }),
    operation!(Tyk get_oauth_client Safe Json, |clients, with| {
        clients.tyk.get_oauth_client(API, CLIENT)
    }),
    operation!(Tyk list_oauth_clients Safe Json, |clients, with| {
        clients.tyk.list_oauth_clients(API)
    }),
    operation!(Tyk update_oauth_client Idempotent Json by get_oauth_client, |clients, with| {
        let update = OAuthClientUpdate {
            redirect_uri: Some("https://shop.test/new".into()),
            policy_id: Some("gold".into()),
            ..OAuthClientUpdate::default()
        };
        let options = UpdateOAuthClientOptions {
            client_id: Some(CLIENT.into()),
        };
        clients.tyk.update_oauth_client(API, update, options)
    }),
    operation!(Tyk delete_oauth_client Idempotent Json by get_oauth_client, |clients, with| {
        clients.tyk.delete_oauth_client(API, CLIENT)
    }),
    operation!(Tyk list_oauth_client_tokens Safe Json, |clients, with| {
        clients.tyk.list_oauth_client_tokens(API, CLIENT)
    }),
    operation!(Tyk list_oauth_client_tokens_page Safe Json, |clients, with| {
        clients.tyk.list_oauth_client_tokens_page(API, CLIENT, 1)
    }),
    operation!(Tyk invalidate_oauth_refresh Idempotent Json, |clients, with| {
        let token = with.refresh_token.clone();
        clients.tyk.invalidate_oauth_refresh(API, token)
    }),
    operation!(Tyk revoke_token Idempotent Ignored by list_oauth_client_tokens, |clients, with| {
        let options = RevokeTokenOptions::default();
        clients.tyk.revoke_token(with.revoked_token.clone(), CLIENT, options)
    }),
    operation!(Tyk revoke_all_tokens Idempotent Ignored by list_oauth_client_tokens, |clients, with| {
        let options = RevokeAllTokensOptions::default();
        clients.tyk.revoke_all_tokens(CLIENT, with.secret_or("s1"), options)
    }),
    operation!(Tyk rotate_oauth_client_secret NonIdempotent Json by get_oauth_client, |clients, with| {
        clients.tyk.rotate_oauth_client_secret(API, CLIENT)
    }),
    operation!(Tyk list_apis_for_oauth_client Safe Json, |clients, with| {
        let options = ListApisForOAuthClientOptions::default();
        clients.tyk.list_apis_for_oauth_client(CLIENT, options)
    }),
    operation!(Tyk purge_lapsed_tokens Idempotent Ignored, |clients, with| {
        clients.tyk.purge_lapsed_tokens()
    }),
];
