//! The client of Tyk Gateway: authorizing a client on a user's behalf.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a request owns what it is made of, and whether it keeps or copies it may change"
)]

use super::client::Tyk;
use super::models::{Authorization, ResponseType};
use super::operations::AUTHORIZE_CLIENT;
use crate::Secret;
use crate::http::Request;
use crate::http::call::Call;

/// Optional arguments of `authorize_client`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuthorizeClientOptions {
    /// Where the user is sent back to; by default the client's registered URI. The gateway
    /// percent-decodes it twice: a percent sign in it must be encoded once more.
    pub redirect_uri: Option<String>,
    /// The scopes to ask for, a session object as JSON text; by default the client's policy.
    /// `{}` gives a token with full access.
    pub key_rules: Option<Secret>,
    /// A string that comes back with the user (RFC 6749, section 4.1.1).
    pub state: Option<String>,
    /// The listen path or the id of the API, such as `/oauth-api`, which a gateway needs in front
    /// of the path; by default none.
    ///
    /// A wrong prefix can hand the admin key to an upstream: under a keyless API the gateway
    /// proxies the call as it is.
    pub prefix: Option<String>,
}

impl Tyk {
    /// Authorizes a client on a user's behalf: makes an authorization code or an access token, as
    /// `response_type` says. Each call makes another one.
    ///
    /// `client_id` is the client's id. Give the API's listen path as `prefix`: without it a gateway
    /// responds with 404 (`not_found`), unless the API listens at `/`. Warning: the prefix must be
    /// that of an API that uses OAuth. If it matches a keyless API, the gateway forwards the call,
    /// with its admin key, to that API's upstream server. A refusal has kind `oauth_error` and a
    /// `code` such as `invalid_request`. For an unknown client the code is `server_error`; the kind
    /// is still `oauth_error`.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// use authloom::tyk::{AuthorizeClientOptions, ResponseType};
    ///
    /// let options = AuthorizeClientOptions {
    ///     prefix: Some("/oauth-api".into()),
    ///     ..AuthorizeClientOptions::default()
    /// };
    /// let authorization = tyk
    ///     .authorize_client(ResponseType::Code, "shop", options)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn authorize_client(
        &self,
        response_type: ResponseType,
        client_id: &str,
        options: AuthorizeClientOptions,
    ) -> Request<Authorization> {
        let mut post = Call::new(&AUTHORIZE_CLIENT, "");
        let prefix = options.prefix.as_deref().unwrap_or_default();
        if !prefix.is_empty() {
            let bare = prefix.strip_prefix('/').unwrap_or(prefix);
            for segment in bare.strip_suffix('/').unwrap_or(bare).split('/') {
                post = post.path("/").segment("prefix", segment);
            }
        }
        let post = post
            .path("/tyk/oauth/authorize-client/")
            .check_scheme("redirect_uri", options.redirect_uri.as_deref())
            .secrets(&options.key_rules)
            .form([
                ("response_type", Some(response_type.as_str())),
                ("client_id", Some(client_id)),
                ("redirect_uri", options.redirect_uri.as_deref()),
                ("key_rules", options.key_rules.as_ref().map(Secret::reveal)),
                ("state", options.state.as_deref()),
            ]);
        self.pipeline.json(post)
    }
}
