//! The client of Fitbit Plus's OAuth tokens.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a request owns what it is made of, and whether it keeps or copies it may change"
)]

use serde::Serialize;
use serde_json::json;

use super::config::{FitbitPlusConfig, PRODUCTION};
use super::models::{BodyForm, Grant, Group, Include, Organization, Token};
use super::operations::{
    CREATE_TOKEN, FETCH_TOKEN_GROUPS, FETCH_TOKEN_ORGANIZATION, FITBIT_PLUS, JSON_API,
};
use super::wire::{Document, TokenDocument};
use crate::Secret;
use crate::client::{Defaults, build, client_common, credential};
use crate::error::Error;
use crate::http::call::{Auth, Call, EMPTY};
use crate::http::operation::Operation;
use crate::http::pipeline::Pipeline;
use crate::http::{RawRequest, RawResponse, Request};

/// Obtains tokens from Fitbit Plus (Twine Health), and reads what they give access to.
///
/// Make one client and use it for many calls at once: they share its connections and its retry
/// budget.
///
/// Every operation can fail with kind `unauthorized` (401), `forbidden` (403) or `bad_request`
/// (409, which this API calls "Invalid Request"), with any other kind that belongs to its status
/// (see `ErrorKind`), and with `decode`, `transport`, `timeout`, `credential` and `closed`.
/// Contract: Fitbit Plus API v7.78.1.
///
/// # In Rust
///
/// A clone is cheap, and shares connections and retry budget with the original.
#[derive(Debug, Clone)]
pub struct FitbitPlus {
    pipeline: Pipeline,
    defaults: Defaults,
}

client_common!(FitbitPlus, FitbitPlusConfig);

/// Optional arguments of `create_token`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CreateTokenOptions {
    /// The application's id. Default: that of the client's configuration.
    pub client_id: Option<String>,
    /// What the response should include in full.
    pub include: Option<Include>,
    /// How the request is written. Default `json_api`.
    pub body_form: BodyForm,
}

/// The request for a token, as both forms of the body carry it.
#[derive(Serialize)]
struct Attributes<'a> {
    grant_type: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
}

impl FitbitPlus {
    /// Builds a client. It sends nothing.
    ///
    /// Fails with kind `config` if a setting is invalid.
    pub fn new(config: FitbitPlusConfig) -> Result<Self, Error> {
        build(&FITBIT_PLUS, || {
            let credential =
                credential(config.token.as_ref(), config.credential.as_ref(), "token")?;
            let base_url = config.base_url.as_deref().unwrap_or(PRODUCTION);
            Ok(Self {
                defaults: Defaults::new(config.client_id, config.client_secret)?,
                pipeline: Pipeline::new(&FITBIT_PLUS, base_url, credential, config.http)?,
            })
        })
    }

    /// Creates a token; each call makes another one. A refresh uses its refresh token up, and
    /// retires the access token that came with it.
    ///
    /// A client that has a bearer token sends it, though the server does not ask for it. The call
    /// is not retried once the server may have received it, because the token of a lost response
    /// cannot be retrieved. Fails with kind `unauthorized` if the secret or the refresh token is
    /// wrong.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(fitbit_plus: authloom::FitbitPlus) -> Result<(), authloom::Error> {
    /// use authloom::fitbit_plus::{CreateTokenOptions, Grant, Include};
    ///
    /// let grant = Grant::ClientCredentials {
    ///     client_secret: None, // that of the configuration
    ///     refresh_token: None,
    /// };
    /// let options = CreateTokenOptions {
    ///     include: Some(Include::Groups),
    ///     ..CreateTokenOptions::default()
    /// };
    /// let token = fitbit_plus.create_token(grant, options).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_token(&self, grant: Grant, options: CreateTokenOptions) -> Request<Token> {
        let mut is_configured = false;
        let (grant_type, client_secret, refresh_token) = match grant {
            Grant::ClientCredentials {
                client_secret,
                refresh_token,
            } => {
                is_configured = client_secret.is_none();
                let client_secret = self.defaults.client_secret(client_secret);
                ("client_credentials", Some(client_secret), refresh_token)
            }
            Grant::RefreshToken {
                refresh_token,
                client_secret,
            } => ("refresh_token", client_secret, Some(refresh_token)),
        };
        let attributes = Attributes {
            grant_type,
            client_id: self.defaults.client_id(options.client_id.as_deref()),
            client_secret: client_secret.as_ref().map(Secret::reveal),
            refresh_token: refresh_token.as_ref().map(Secret::reveal),
        };
        let mut post = Call::new(&CREATE_TOKEN, "/oauth/token")
            .auth(Auth::ClientIfAny)
            .secrets(client_secret.iter().chain(&refresh_token))
            .check_given(
                "client_id",
                attributes.client_id,
                options.client_id.is_none(),
            )
            .check_given(
                "client_secret",
                attributes.client_secret.unwrap_or("-"),
                is_configured,
            )
            .check("refresh_token", attributes.refresh_token == Some(""), EMPTY);
        if is_configured {
            post = post.own_server_only("client_secret");
        }
        if let Some(include) = &options.include {
            post = post.query("include", "include", include.as_str());
        }
        post = match options.body_form {
            BodyForm::JsonApi => post.json_as(
                JSON_API,
                &json!({"data": {"type": "token", "attributes": attributes}}),
            ),
            BodyForm::Flat => post.json(&attributes),
        };
        self.pipeline.read(post, |success| {
            let document: TokenDocument = success.decode()?;
            document
                .into_token(success.wall_clock())
                .ok_or_else(|| success.undecodable("the response lacks `access_token`"))
        })
    }

    /// Lists the groups that a token reaches. It does not change anything.
    ///
    /// `token_id` is the token's id, not the access token; empty, `.` and `..` are refused with
    /// kind `validation`. The call must be authorized with that token: pass it as `token` unless
    /// the client already uses it. Otherwise it fails with kind `forbidden`.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(fitbit_plus: authloom::FitbitPlus) -> Result<(), authloom::Error> {
    /// let groups = fitbit_plus
    ///     .fetch_token_groups("64b0c1d2e3f4a5b6c7d8e9f0")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn fetch_token_groups(&self, token_id: &str) -> Request<Vec<Group>> {
        let get = token(&FETCH_TOKEN_GROUPS, token_id).path("/groups");
        self.pipeline
            .read(get, |success| success.decode().map(Document::into_data))
    }

    /// Reads the organization that a token belongs to. It does not change anything.
    ///
    /// `token_id` and the token to show are as in `fetch_token_groups`.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(fitbit_plus: authloom::FitbitPlus) -> Result<(), authloom::Error> {
    /// let organization = fitbit_plus
    ///     .fetch_token_organization("64b0c1d2e3f4a5b6c7d8e9f0")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn fetch_token_organization(&self, token_id: &str) -> Request<Organization> {
        let get = token(&FETCH_TOKEN_ORGANIZATION, token_id).path("/organization");
        self.pipeline
            .read(get, |success| success.decode().map(Document::into_data))
    }

    /// Sends a request for which there is no operation, below this client's base URL. Its effect
    /// depends on the endpoint. It is retried like an operation if its method is idempotent (RFC
    /// 9110), and otherwise only if the request was not sent or the server asked to retry.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(fitbit_plus: authloom::FitbitPlus) -> Result<(), authloom::Error> {
    /// use authloom::RawRequest;
    ///
    /// let request = RawRequest {
    ///     method: "GET".into(),
    ///     path: "/status".into(),
    ///     ..RawRequest::default()
    /// };
    /// let response = fitbit_plus.request(request).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, request: RawRequest) -> Request<RawResponse> {
        self.pipeline.request(request)
    }
}

fn token(operation: &Operation, token_id: &str) -> Call {
    Call::new(operation, "/oauth/token/").segment("token_id", token_id)
}
