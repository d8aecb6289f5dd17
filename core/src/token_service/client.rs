//! The client of the token service.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a request owns what it is made of, and whether it keeps or copies it may change"
)]

use ::http::HeaderName;
use serde::Serialize;

use super::config::{PRODUCTION, TokenServiceConfig};
use super::models::{IssuedToken, Proof};
use super::operations::{
    ISSUE_LONG_TERM_TOKEN, ISSUE_SHORT_TERM_TOKEN, REVOKE_TOKEN, TOKEN_SERVICE,
};
use super::wire::Issued;
use crate::Secret;
use crate::client::{Defaults, build, client_common, credential};
use crate::error::Error;
use crate::http::call::{Auth, Call};
use crate::http::pipeline::Pipeline;
use crate::http::{RawRequest, RawResponse, Request};

/// Issues long-term and short-term tokens, and revokes them.
///
/// Make one client and use it for many calls at once: they share its connections and its retry
/// budget.
///
/// Every operation can fail with kind `bad_request` (400), `unauthorized` (401), `forbidden` (403),
/// `not_found` (404) or `rate_limited` (429), with any other kind that belongs to its status (see
/// `ErrorKind`), and with `decode`, `transport`, `timeout`, `credential` and `closed`; `code` holds
/// the service's code, such as `invalid_scope`. Contract: Click2Mail AuthAPI 2.0.0.
///
/// # In Rust
///
/// A clone is cheap, and shares connections and retry budget with the original.
#[derive(Debug, Clone)]
pub struct TokenService {
    pipeline: Pipeline,
    defaults: Defaults,
}

client_common!(TokenService, TokenServiceConfig);

/// Optional arguments of `issue_long_term_token`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IssueLongTermTokenOptions {
    /// The client's id. Default: that of the client's configuration.
    pub client_id: Option<String>,
    /// The scopes to ask for, such as `jobs:submit`; by default all that the client is allowed.
    pub scopes: Option<Vec<String>>,
    /// How long the token should live, in seconds, from 3600 to 7776000; the service may shorten
    /// it.
    pub ttl_seconds: Option<i64>,
}

/// Optional arguments of `issue_short_term_token`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IssueShortTermTokenOptions {
    /// The long-term token to derive from, sent in the body; by default the client's own, sent as
    /// bearer.
    pub long_token: Option<Secret>,
    /// The scopes to ask for; by default all scopes of the long-term token.
    pub scopes: Option<Vec<String>>,
}

const LIFETIMES: std::ops::RangeInclusive<i64> = 3600..=7_776_000;

#[derive(Serialize)]
struct LongTermRequest<'a> {
    grant_type: &'a str,
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    otp_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assertion_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assertion: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl_seconds: Option<i64>,
}

#[derive(Serialize)]
struct ShortTermRequest<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    long_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<&'a [String]>,
}

impl TokenService {
    /// Builds a client. It sends nothing.
    ///
    /// Fails with kind `config` if a setting is invalid.
    pub fn new(config: TokenServiceConfig) -> Result<Self, Error> {
        build(&TOKEN_SERVICE, || {
            let credential =
                credential(config.token.as_ref(), config.credential.as_ref(), "token")?;
            let base_url = config.base_url.as_deref().unwrap_or(PRODUCTION);
            Ok(Self {
                defaults: Defaults::new(config.client_id, config.client_secret)?,
                pipeline: Pipeline::new(&TOKEN_SERVICE, base_url, credential, config.http)?,
            })
        })
    }

    /// Issues a long-term token; each call makes another one, and earlier ones stay valid. To
    /// rotate, issue, switch, then revoke the old one.
    ///
    /// The client's own token is not sent, only the `proof`. A lifetime out of range is refused
    /// with kind `validation`. It is not repeated once the service may have received it: if the
    /// response is lost, the token that it issued cannot be retrieved. Fails with kind
    /// `unauthorized` if the proof is wrong, and with `bad_request`, code `invalid_scope`, if the
    /// client does not have the scopes.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(token_service: authloom::TokenService) -> Result<(), authloom::Error> {
    /// use authloom::token_service::{IssueLongTermTokenOptions, Proof};
    ///
    /// let options = IssueLongTermTokenOptions {
    ///     scopes: Some(vec!["jobs:submit".into()]),
    ///     ttl_seconds: Some(86_400),
    ///     ..IssueLongTermTokenOptions::default()
    /// };
    /// // The secret of the configuration.
    /// let proof = Proof::ClientSecret(None);
    /// let token = token_service.issue_long_term_token(proof, options).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn issue_long_term_token(
        &self,
        proof: Proof,
        options: IssueLongTermTokenOptions,
    ) -> Request<IssuedToken> {
        let is_configured = matches!(proof, Proof::ClientSecret(None));
        let (field, secret) = match &proof {
            Proof::ClientSecret(secret) => {
                ("client_secret", self.defaults.client_secret(secret.clone()))
            }
            Proof::OtpCode(secret) => ("otp_code", secret.clone()),
            Proof::Assertion { assertion, .. } => ("assertion", assertion.clone()),
            Proof::ShortTermToken(secret) => ("short_term_token", secret.clone()),
        };
        let mut request = LongTermRequest {
            grant_type: "client_credentials",
            client_id: self.defaults.client_id(options.client_id.as_deref()),
            client_secret: None,
            otp_code: None,
            assertion_type: None,
            assertion: None,
            scopes: options.scopes.as_deref(),
            ttl_seconds: options.ttl_seconds,
        };
        match &proof {
            Proof::ClientSecret(_) => request.client_secret = Some(secret.reveal()),
            Proof::OtpCode(_) => request.otp_code = Some(secret.reveal()),
            Proof::Assertion { assertion_type, .. } => {
                request.grant_type = "assertion";
                request.assertion_type = Some(assertion_type);
                request.assertion = Some(secret.reveal());
            }
            Proof::ShortTermToken(_) => {}
        }
        let mut post = Call::new(&ISSUE_LONG_TERM_TOKEN, "/auth/tokens/long")
            .secrets([&secret])
            .check_given("client_id", request.client_id, options.client_id.is_none())
            .check_given(field, secret.reveal(), is_configured)
            .check(
                "ttl_seconds",
                options
                    .ttl_seconds
                    .is_some_and(|ttl| !LIFETIMES.contains(&ttl)),
                "must lie between 3600 and 7776000",
            )
            .json(&request);
        if is_configured {
            post = post.own_server_only(field);
        }
        post = if matches!(proof, Proof::ShortTermToken(_)) {
            post.auth(Auth::Given(secret.clone()))
        } else {
            let name = HeaderName::from_static("x-client-id");
            post.auth(Auth::None)
                .header(name, "client_id", request.client_id)
        };
        self.issue(post)
    }

    /// Issues a short-term token, which lives about 15 minutes and never longer than the long-term
    /// token that it derives from. It is safe to retry: a retry only issues another token.
    ///
    /// Fails with kind `unauthorized` if the long-term token is unknown, revoked or expired, and
    /// with `bad_request`, code `invalid_scope`, if it does not have the scopes.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(token_service: authloom::TokenService) -> Result<(), authloom::Error> {
    /// use authloom::token_service::IssueShortTermTokenOptions;
    ///
    /// let options = IssueShortTermTokenOptions::default();
    /// let token = token_service.issue_short_term_token(options).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn issue_short_term_token(
        &self,
        options: IssueShortTermTokenOptions,
    ) -> Request<IssuedToken> {
        let mut post = Call::new(&ISSUE_SHORT_TERM_TOKEN, "/auth/tokens/short");
        if options.long_token.is_some() || options.scopes.is_some() {
            let long_token = options.long_token.as_ref();
            post = post.secrets(long_token).json(&ShortTermRequest {
                long_token: long_token.map(Secret::reveal),
                scopes: options.scopes.as_deref(),
            });
        }
        if options.long_token.is_some() {
            post = post.auth(Auth::None);
        }
        self.issue(post)
    }

    /// Revokes a token; revoking a long-term token also revokes the short-term tokens derived from
    /// it. It is safe to retry. Where the service caches, a revoked token can work for up to 300 s.
    ///
    /// `token_id` is the token's id, not the token; empty, `.` and `..` are refused with kind
    /// `validation`. The client's token must have the scope `tokens:revoke`, else the call fails
    /// with kind `forbidden`. Fails with kind `not_found` if the id is unknown or belongs to
    /// another client.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(token_service: authloom::TokenService) -> Result<(), authloom::Error> {
    /// token_service.revoke_token("tok_lt_77aa01").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn revoke_token(&self, token_id: &str) -> Request<()> {
        let post = Call::new(&REVOKE_TOKEN, "/auth/tokens/")
            .segment("token_id", token_id)
            .path("/revoke");
        self.pipeline.empty(post)
    }

    /// Sends a request for which there is no operation, below this client's base URL. Its effect
    /// depends on the endpoint. It is retried like an operation if its method is idempotent (RFC
    /// 9110), and otherwise only if the request was not sent or the server asked to retry.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(token_service: authloom::TokenService) -> Result<(), authloom::Error> {
    /// use authloom::RawRequest;
    ///
    /// let request = RawRequest {
    ///     method: "GET".into(),
    ///     path: "/auth/status".into(),
    ///     ..RawRequest::default()
    /// };
    /// let response = token_service.request(request).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, request: RawRequest) -> Request<RawResponse> {
        self.pipeline.request(request)
    }

    fn issue(&self, post: Call) -> Request<IssuedToken> {
        self.pipeline.read(post, |success| {
            let issued: Issued = success.decode()?;
            let id = success.response.header("x-token-id");
            Ok(issued.into_token(success.wall_clock(), id))
        })
    }
}
