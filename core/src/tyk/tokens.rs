//! The client of Tyk Gateway: tokens of OAuth clients.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a request owns what it is made of, and whether it keeps or copies it may change"
)]

use super::client::Tyk;
use super::models::{KeyStatus, ListedToken, TokenPage, TokenTypeHint};
use super::operations::{
    INVALIDATE_OAUTH_REFRESH, LIST_OAUTH_CLIENT_TOKENS, LIST_OAUTH_CLIENT_TOKENS_PAGE,
    PURGE_LAPSED_TOKENS, REVOKE_ALL_TOKENS, REVOKE_TOKEN, client_of,
};
use crate::Secret;
use crate::http::Request;
use crate::http::call::{Call, EMPTY};

/// Optional arguments of `revoke_token`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RevokeTokenOptions {
    /// Which kind of token it is; by default the gateway tries both.
    pub token_type_hint: Option<TokenTypeHint>,
    /// Only in APIs of this organization.
    pub org_id: Option<String>,
}

/// Optional arguments of `revoke_all_tokens`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RevokeAllTokensOptions {
    /// Only in APIs of this organization.
    pub org_id: Option<String>,
}

impl Tyk {
    /// Lists the access tokens of an OAuth client that have not expired, soonest to expire first,
    /// in one response. It does not change anything.
    ///
    /// `api_id` is the API that the client belongs to, `client_id` its id. Fails with kind
    /// `not_found` if the API is unknown; for an unknown client the list is empty. For an API
    /// without OAuth the gateway closes the connection: the call fails with kind `transport`.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// let tokens = tyk.list_oauth_client_tokens("oauth-api", "shop").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_oauth_client_tokens(
        &self,
        api_id: &str,
        client_id: &str,
    ) -> Request<Vec<ListedToken>> {
        let get = client_of(&LIST_OAUTH_CLIENT_TOKENS, api_id, client_id).path("/tokens");
        self.pipeline.json(get)
    }

    /// Lists one page of the access tokens of an OAuth client that have not expired. It does not
    /// change anything. Pages shift as tokens expire between two calls, so paging through them can
    /// miss some.
    ///
    /// `page` counts from 1; a smaller value is refused with kind `validation`. A page past the end
    /// is empty. `api_id`, `client_id` and errors are as in `list_oauth_client_tokens`.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// let first = tyk
    ///     .list_oauth_client_tokens_page("oauth-api", "shop", 1)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_oauth_client_tokens_page(
        &self,
        api_id: &str,
        client_id: &str,
        page: i32,
    ) -> Request<TokenPage> {
        let get = client_of(&LIST_OAUTH_CLIENT_TOKENS_PAGE, api_id, client_id)
            .path("/tokens")
            .check("page", page < 1, "must be at least 1")
            .query("page", "page", &page.to_string());
        self.pipeline.json(get)
    }

    /// Invalidates a refresh token. Access tokens are untouched.
    ///
    /// `api_id` is the API that it was issued for. A token of another API, or an unknown token, is
    /// left unchanged, and the call still succeeds. Fails with kind `not_found` if the API is
    /// unknown, and with `bad_request` if it does not use OAuth.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// tyk.invalidate_oauth_refresh("oauth-api", "the-refresh-token".into())
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn invalidate_oauth_refresh(
        &self,
        api_id: &str,
        refresh_token: Secret,
    ) -> Request<KeyStatus> {
        let delete = Call::new(&INVALIDATE_OAUTH_REFRESH, "/tyk/oauth/refresh/")
            .segment_without_slash("refresh_token", refresh_token.reveal())
            .query("api_id", "api_id", api_id)
            .secrets([&refresh_token]);
        self.pipeline.json(delete)
    }

    /// Revokes one token (RFC 7009), in every API that its client belongs to. It takes effect
    /// immediately. An access token is also taken off its client's list, and with it every other
    /// token of the client that expires in the same second, though those stay valid.
    ///
    /// `client_id` must name an existing client, but the gateway does not check that the token
    /// belongs to it. For an unknown token the call succeeds; for an unknown client it fails with
    /// kind `bad_request`, and also for one that is being updated, rotated or created again at that
    /// moment: nothing was revoked then, and the call can be repeated. Where the gateway hashes
    /// keys without a hash function, the token works for up to 10 s more. The gateway looks through
    /// all its keys for each OAuth API without clients, which takes seconds where there are many.
    /// If the gateway hashes keys, pass the token itself. Passing the hash from a list only removes
    /// the entry; the token stays valid.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// use authloom::tyk::RevokeTokenOptions;
    ///
    /// let options = RevokeTokenOptions::default();
    /// tyk.revoke_token("the-token".into(), "shop", options).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn revoke_token(
        &self,
        token: Secret,
        client_id: &str,
        options: RevokeTokenOptions,
    ) -> Request<()> {
        let hint = options.token_type_hint.as_ref().map(TokenTypeHint::as_str);
        let post = Call::new(&REVOKE_TOKEN, "/tyk/oauth/revoke")
            .secrets([&token])
            .form([
                ("token", Some(token.reveal())),
                ("client_id", Some(client_id)),
                ("token_type_hint", hint),
                ("org_id", options.org_id.as_deref()),
            ]);
        self.pipeline.empty(post)
    }

    /// Revokes every listed token of a client, with their refresh tokens. With a wrong secret the
    /// call also succeeds but revokes nothing: check with `list_oauth_client_tokens`.
    ///
    /// `client_id` and `client_secret` are the client's. Fails with kind `not_found` if the client
    /// is unknown, and also if it is being updated, rotated or created again at that moment:
    /// nothing was revoked then, and the call can be repeated. Where the gateway hashes keys
    /// without a hash function, the tokens work for up to 10 s more. The gateway looks through all
    /// its keys for each OAuth API without clients, which takes seconds where there are many.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// use authloom::tyk::RevokeAllTokensOptions;
    ///
    /// let options = RevokeAllTokensOptions::default();
    /// tyk.revoke_all_tokens("shop", "the-secret".into(), options)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn revoke_all_tokens(
        &self,
        client_id: &str,
        client_secret: Secret,
        options: RevokeAllTokensOptions,
    ) -> Request<()> {
        let post = Call::new(&REVOKE_ALL_TOKENS, "/tyk/oauth/revoke_all")
            .check("client_secret", client_secret.is_empty(), EMPTY)
            .secrets([&client_secret])
            .form([
                ("client_id", Some(client_id)),
                ("client_secret", Some(client_secret.reveal())),
                ("org_id", options.org_id.as_deref()),
            ]);
        self.pipeline.empty(post)
    }

    /// Removes expired tokens from the gateway's lists. It does nothing, and succeeds, unless the
    /// gateway's settings have a retain period, and within 60 s of another purge or of the
    /// gateway's start.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(tyk: authloom::Tyk) -> Result<(), authloom::Error> {
    /// tyk.purge_lapsed_tokens().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn purge_lapsed_tokens(&self) -> Request<()> {
        let delete =
            Call::new(&PURGE_LAPSED_TOKENS, "/tyk/oauth/tokens").query("scope", "scope", "lapsed");
        self.pipeline.empty(delete)
    }
}
