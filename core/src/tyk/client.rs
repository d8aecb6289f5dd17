//! The client of Tyk Gateway: OAuth clients. Tokens and authorization are beside it.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a request owns what it is made of, and whether it keeps or copies it may change"
)]

use serde::Serialize;
use serde_json::Value;

use super::config::TykConfig;
use super::meta_data;
use super::models::{KeyStatus, NewOAuthClient, OAuthClient, OAuthClientUpdate};
use super::operations::{
    DELETE_OAUTH_CLIENT, GET_OAUTH_CLIENT, LIST_APIS_FOR_OAUTH_CLIENT, LIST_OAUTH_CLIENTS,
    ROTATE_OAUTH_CLIENT_SECRET, TYK, UPDATE_OAUTH_CLIENT, client_of, clients_of, creating,
};
use super::wire::OneOrFirst;
use crate::Secret;
use crate::client::{build, client_common, credential};
use crate::error::Error;
use crate::http::call::Call;
use crate::http::pipeline::Pipeline;
use crate::http::{RawRequest, RawResponse, Request};

/// Manages the OAuth clients of a Tyk Gateway, and their tokens, by its control API.
///
/// Make one client and use it for many calls at once: they share its connections and its retry
/// budget.
///
/// Every operation can fail with kind `forbidden` (403, also for a missing or wrong secret),
/// `bad_request` (400), `not_found` (404), `method_not_allowed` (405) or `server_error` (500, which
/// a gateway also sends for input that it cannot read), with the kind of any other status (see
/// `ErrorKind`), and with `decode`, `transport`, `timeout`, `credential` and `closed`. If the
/// gateway's storage is down, deleting and invalidating succeed with nothing done, lists are empty,
/// and `get`, `update`, `rotate` and `revoke_all_tokens` fail with kind `not_found`. In the first
/// 0.2 s after its start a gateway does not know its APIs: a `not_found` then can be wrong, too.
/// Contract: Tyk Gateway 5.14.
///
/// Ids are sent as path segments: an empty id, `.`, `..` or an id with a slash is refused with kind
/// `validation`, since a gateway cannot reach it.
///
/// # In Rust
///
/// A clone is cheap, and shares connections and retry budget with the original.
#[derive(Debug, Clone)]
pub struct Tyk {
    pub(super) pipeline: Pipeline,
}

client_common!(Tyk, TykConfig);

/// Optional arguments of `update_oauth_client`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UpdateOAuthClientOptions {
    /// The client to update; gateways require it. Without it, the request goes to the path in Tyk's
    /// published description, which names the client in the body only, and a gateway refuses it
    /// with `method_not_allowed`.
    pub client_id: Option<String>,
}

/// Optional arguments of `list_apis_for_oauth_client`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListApisForOAuthClientOptions {
    /// Only APIs of this organization.
    pub org_id: Option<String>,
}

#[derive(Serialize)]
struct ClientBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uri: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta_data: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

impl Tyk {
    /// Builds a client. It sends nothing.
    ///
    /// Fails with kind `config` if a setting is invalid or no base URL is given.
    pub fn new(config: TykConfig) -> Result<Self, Error> {
        build(&TYK, || {
            let credential =
                credential(config.secret.as_ref(), config.credential.as_ref(), "secret")?;
            let base_url = config.base_url.as_deref().ok_or_else(|| {
                Error::config(
                    "base_url",
                    "must be given, or set as AUTHLOOM_TYK_BASE_URL: a gateway has none by default",
                )
            })?;
            let pipeline = Pipeline::new(&TYK, base_url, credential, config.http)?;
            Ok(Self { pipeline })
        })
    }

    /// Creates an OAuth client, or overwrites the one of that id; tokens of an earlier client of
    /// that id work again.
    ///
    /// Pass both `client_id` and `secret` to make the call safe to retry; otherwise it is not
    /// retried once the gateway may have received it. A `redirect_uri` without a scheme is refused
    /// with kind `validation`, and so is a `client_id` that is `.` or `..` or contains a slash: the
    /// gateway would store it, but no path could reach it. Fails with kind `bad_request` if the API
    /// or policy does not exist, or the API does not use OAuth.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// use authloom::tyk::NewOAuthClient;
    ///
    /// let new = NewOAuthClient {
    ///     client_id: Some("shop".into()),
    ///     api_id: Some("oauth-api".into()),
    ///     redirect_uri: Some("https://shop.example.com/cb".into()),
    ///     ..NewOAuthClient::default()
    /// };
    /// let client = tyk.create_oauth_client(new).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_oauth_client(&self, new: NewOAuthClient) -> Request<OAuthClient> {
        let given = |text: &str| !text.is_empty();
        let fixed = new.client_id.as_deref().is_some_and(given)
            && new.secret.as_ref().is_some_and(|secret| !secret.is_empty());
        let operation = creating(fixed);
        let post = Call::new(operation, "/tyk/oauth/clients/create").secrets(&new.secret);
        let post = meta_data::sent(post, new.meta_data.as_ref())
            .check_reachable("client_id", new.client_id.as_deref().unwrap_or_default())
            .check_scheme("redirect_uri", new.redirect_uri.as_deref())
            .json(&ClientBody {
                client_id: new.client_id.as_deref(),
                api_id: new.api_id.as_deref(),
                policy_id: new.policy_id.as_deref(),
                redirect_uri: new.redirect_uri.as_deref(),
                secret: new.secret.as_ref().map(Secret::reveal),
                meta_data: new.meta_data.as_ref(),
                description: new.description.as_deref(),
            });
        self.pipeline.json(post)
    }

    /// Reads an OAuth client, its secret included. It does not change anything.
    ///
    /// `api_id` is the API that it belongs to, `client_id` its id. Fails with kind `not_found` if
    /// either is unknown.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// let client = tyk.get_oauth_client("oauth-api", "shop").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_oauth_client(&self, api_id: &str, client_id: &str) -> Request<OAuthClient> {
        let get = client_of(&GET_OAUTH_CLIENT, api_id, client_id);
        self.pipeline.json(get)
    }

    /// Lists the OAuth clients of an API, their secrets included, in no particular order. It does
    /// not change anything.
    ///
    /// `api_id` is the API. Fails with kind `not_found` if it is unknown; an API without OAuth has
    /// an empty list. A client that is being updated, rotated or created again at that moment can
    /// be missing. With clustered Redis storage the gateway's list can lack clients that
    /// `get_oauth_client` still finds.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// let clients = tyk.list_oauth_clients("oauth-api").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_oauth_clients(&self, api_id: &str) -> Request<Vec<OAuthClient>> {
        let get = clients_of(&LIST_OAUTH_CLIENTS, api_id);
        self.pipeline.json(get)
    }

    /// Replaces an OAuth client's settings; any field left out is cleared. Its id and secret stay.
    /// If its policy changes, its listed access tokens are removed; where the gateway hashes keys
    /// they are only taken off the list, and stay valid. Refresh tokens stay.
    ///
    /// `api_id` is the API that it belongs to; the client is named by `client_id`. A `redirect_uri`
    /// without a scheme is refused with kind `validation`. Fails with kind `not_found` if the API,
    /// the policy or the client is unknown, and with `bad_request` if the policy does not cover the
    /// API.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// use authloom::tyk::{OAuthClientUpdate, UpdateOAuthClientOptions};
    ///
    /// let update = OAuthClientUpdate {
    ///     redirect_uri: Some("https://shop.example.com/new".into()),
    ///     ..OAuthClientUpdate::default()
    /// };
    /// let options = UpdateOAuthClientOptions {
    ///     client_id: Some("shop".into()),
    /// };
    /// tyk.update_oauth_client("oauth-api", update, options).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_oauth_client(
        &self,
        api_id: &str,
        update: OAuthClientUpdate,
        options: UpdateOAuthClientOptions,
    ) -> Request<OAuthClient> {
        let put = match &options.client_id {
            Some(client_id) => client_of(&UPDATE_OAUTH_CLIENT, api_id, client_id),
            None => clients_of(&UPDATE_OAUTH_CLIENT, api_id),
        };
        let put = meta_data::sent(put, update.meta_data.as_ref())
            .check_scheme("redirect_uri", update.redirect_uri.as_deref())
            .json(&ClientBody {
                client_id: update.client_id.as_deref(),
                api_id: None,
                policy_id: update.policy_id.as_deref(),
                redirect_uri: update.redirect_uri.as_deref(),
                secret: None,
                meta_data: update.meta_data.as_ref(),
                description: update.description.as_deref(),
            });
        self.pipeline.read(put, |success| {
            success.decode().map(|OneOrFirst(client)| client)
        })
    }

    /// Deletes an OAuth client. Its codes and refresh tokens stop working at once, its access
    /// tokens after about a second, because the gateway caches them. The list of its tokens stays.
    ///
    /// `api_id` is the API that it belongs to, `client_id` its id. For an unknown client the call
    /// succeeds too; for an unknown API, or one without OAuth, it fails with kind `not_found`.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// tyk.delete_oauth_client("oauth-api", "shop").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_oauth_client(&self, api_id: &str, client_id: &str) -> Request<KeyStatus> {
        let delete = client_of(&DELETE_OAUTH_CLIENT, api_id, client_id);
        self.pipeline.json(delete)
    }

    /// Gives an OAuth client a new secret. Its tokens stay valid. The call is not retried once the
    /// gateway may have received it, because every call generates a new secret. If the outcome is
    /// unknown, `get_oauth_client` returns the current one.
    ///
    /// `api_id` is the API that it belongs to, `client_id` its id. Fails with kind `not_found` if
    /// either is unknown.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// let client = tyk
    ///     .rotate_oauth_client_secret("oauth-api", "shop")
    ///     .await?;
    /// let secret = client.secret.reveal();
    /// # Ok(())
    /// # }
    /// ```
    pub fn rotate_oauth_client_secret(
        &self,
        api_id: &str,
        client_id: &str,
    ) -> Request<OAuthClient> {
        let put = client_of(&ROTATE_OAUTH_CLIENT_SECRET, api_id, client_id).path("/rotate");
        self.pipeline.json(put)
    }

    /// Lists the ids of the APIs that an OAuth client belongs to, in no particular order. It does
    /// not change anything. For an unknown client the list is empty, and also for one that is being
    /// updated at that moment. The gateway looks through all its keys for each OAuth API without
    /// clients, which takes seconds where there are many.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// use authloom::tyk::ListApisForOAuthClientOptions;
    ///
    /// let options = ListApisForOAuthClientOptions::default();
    /// let apis = tyk.list_apis_for_oauth_client("shop", options).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_apis_for_oauth_client(
        &self,
        client_id: &str,
        options: ListApisForOAuthClientOptions,
    ) -> Request<Vec<String>> {
        // Without `orgID` the gateway takes the call for another, so it is sent empty.
        let get = Call::new(&LIST_APIS_FOR_OAUTH_CLIENT, "/tyk/oauth/clients/apis/")
            .segment_without_slash("client_id", client_id)
            .query(
                "org_id",
                "orgID",
                options.org_id.as_deref().unwrap_or_default(),
            );
        self.pipeline.json(get)
    }

    /// Sends a request for which there is no operation, below this client's base URL. Its effect
    /// depends on the endpoint. It is retried like an operation if its method is idempotent (RFC
    /// 9110), and otherwise only if the request was not sent or the server asked to retry.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// use authloom::RawRequest;
    ///
    /// let request = RawRequest {
    ///     method: "GET".into(),
    ///     path: "/hello".into(),
    ///     ..RawRequest::default()
    /// };
    /// let response = tyk.request(request).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, request: RawRequest) -> Request<RawResponse> {
        self.pipeline.request(request)
    }
}
