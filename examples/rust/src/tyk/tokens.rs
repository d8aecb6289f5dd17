//! Tyk Gateway: the tokens of an OAuth client.

use std::io;

use authloom::tyk::{
    Authorization, AuthorizeClientOptions, ListedToken, ResponseType, RevokeTokenOptions,
};
use authloom::{Error, ErrorKind, Secret};

use super::{REDIRECT_URI, TykTour, random};
use crate::plain_http::{self, Response};
use crate::stage::{Place, Stage, Stopped};
use crate::system::System;

const FOREIGN_URI: &str = "https://elsewhere.example/callback";

impl TykTour {
    pub(super) async fn authorize(&mut self, stage: &mut Stage) -> Result<Secret, Stopped> {
        stage.step(
            "Ask for a token with a redirect URI that is not the client's: this is how an OAuth \
             error reads",
            &self.authorize_call("token", FOREIGN_URI),
        )?;
        let result = self
            .authorize_client(ResponseType::Token, FOREIGN_URI)
            .await;
        // Should the gateway give one nevertheless, it goes with the others.
        self.note_access_token(stage, &result);
        stage.refusal(result, ErrorKind::OAuthError)?;

        stage.step(
            "Authorize the client: an access token at once",
            &self.authorize_call("token", REDIRECT_URI),
        )?;
        let result = self
            .authorize_client(ResponseType::Token, REDIRECT_URI)
            .await;
        self.note_access_token(stage, &result);
        let Authorization::Token {
            access_token,
            token_type,
            expires_in,
            ..
        } = stage.success(result)?
        else {
            return Err(stage.unexpected("a code came back instead of a token"));
        };
        let lives = expires_in.map_or("of unknown life".to_owned(), |s| format!("for {s} s"));
        stage.shows(format!("{token_type} token {access_token:?} {lives}"));

        let tokens = self.list_tokens(stage).await?;
        stage.check(tokens.len() == 1, "there is not exactly one token")?;
        stage.shows(if tokens[0].code == access_token {
            "1 token, the one above"
        } else {
            "1 token, by its hash: this gateway hashes keys"
        });

        if stage.place == Place::Sandbox {
            let response = self.call_api(stage, "Call the API with it", &access_token);
            let response = response.await?;
            stage.check(response.status == 200, "the gateway did not let it through")?;
            stage.shows("200: let through to the API");
        }
        Ok(access_token)
    }

    pub(super) async fn revoke(&mut self, stage: &mut Stage, token: Secret) -> Result<(), Stopped> {
        stage.step(
            "Revoke the token",
            &format!("tyk.revoke_token(***, {})", self.client_id),
        )?;
        stage.success(self.revoke_token(&token).await)?;
        stage.shows("revoked, at once");
        self.removed(stage, &token, "revoked");

        let tokens = self.list_tokens(stage).await?;
        stage.check(tokens.is_empty(), "there is a token still")?;
        stage.shows("none");

        if stage.place == Place::Sandbox {
            let response = self.call_api(stage, "The API refuses the revoked token", &token);
            let response = response.await?;
            stage.check(response.status == 403, "the gateway let it through")?;
            let said = response.text("error").unwrap_or_default();
            stage.shows(format!("403: {said}"));
        } else {
            stage.remark("What the API says to the revoked token is not tried on a live gateway.");
        }
        Ok(())
    }

    /// Invalidates a refresh token. To have one, the sandbox's client exchanges a code; against a
    /// live gateway a made-up one shows the call.
    pub(super) async fn invalidate_refresh(
        &mut self,
        stage: &mut Stage,
        secret: &Secret,
    ) -> Result<(), Stopped> {
        let refresh_token = if stage.place == Place::Sandbox {
            self.obtain_refresh_token(stage, secret).await?
        } else {
            Secret::new(format!("authloom-demo-{:016x}", random()))
        };
        stage.step(
            "Invalidate a refresh token",
            &format!("tyk.invalidate_oauth_refresh({}, ***)", self.api_id),
        )?;
        let status = self
            .tyk
            .invalidate_oauth_refresh(&self.api_id, refresh_token.clone())
            .await;
        let status = stage.success(status)?;
        stage.check(status.status == "ok", "the status is not ok")?;
        stage.shows(format!("{}: {}", status.status, status.action));
        self.removed(stage, &refresh_token, "invalidated");

        if stage.place == Place::Live {
            stage.remark("It was a made-up one: an unknown refresh token is a success too.");
            return Ok(());
        }
        let form = format!(
            "grant_type=refresh_token&refresh_token={}",
            form_encoded(&refresh_token)
        );
        let title = "The client refreshes with it, and is refused";
        let call = "grant_type=refresh_token, refresh_token=***";
        let response = self.token_endpoint(stage, title, call, secret, &form);
        let response = response.await?;
        stage.check(
            response.text("error") == Some("invalid_grant"),
            "the refresh token was not refused as invalid",
        )?;
        stage.shows(format!("{}: invalid_grant", response.status));
        Ok(())
    }

    async fn obtain_refresh_token(
        &mut self,
        stage: &mut Stage,
        secret: &Secret,
    ) -> Result<Secret, Stopped> {
        stage.step(
            "Authorize the client: this time a code",
            &self.authorize_call("code", REDIRECT_URI),
        )?;
        let result = self
            .authorize_client(ResponseType::Code, REDIRECT_URI)
            .await;
        let Authorization::Code { code, .. } = stage.success(result)? else {
            return Err(stage.unexpected("a token came back instead of a code"));
        };
        stage.shows(format!("code {code:?}"));

        let form = format!("grant_type=authorization_code&code={}", form_encoded(&code));
        let title = "The client exchanges it, as its own program would";
        let call = "grant_type=authorization_code, code=***";
        let response = self.token_endpoint(stage, title, call, secret, &form);
        let response = response.await?;
        let access = response.text("access_token").map(Secret::from);
        let refresh = response.text("refresh_token").map(Secret::from);
        for (token, kind) in [(&access, "access token"), (&refresh, "refresh token")] {
            if let Some(token) = token {
                let item = stage.ledger.created(Self::NAME, kind, &Ok(()));
                self.tokens.push((item, token.clone()));
            }
        }
        let refresh = stage.present(refresh, "the response holds no refresh token")?;
        stage.shows("200: an access token and a refresh token");
        Ok(refresh)
    }

    pub(super) async fn list_tokens(&self, stage: &mut Stage) -> Result<Vec<ListedToken>, Stopped> {
        stage.step(
            "List the client's tokens",
            &format!(
                "tyk.list_oauth_client_tokens({}, {})",
                self.api_id, self.client_id
            ),
        )?;
        let tokens = self
            .tyk
            .list_oauth_client_tokens(&self.api_id, &self.client_id)
            .await;
        stage.success(tokens)
    }

    /// Authorizes the client under the API's id: a gateway serves the route per API. The client
    /// was created in that very API, so it takes OAuth and the call stays with the gateway.
    async fn authorize_client(
        &self,
        response_type: ResponseType,
        redirect_uri: &str,
    ) -> Result<Authorization, Error> {
        let options = AuthorizeClientOptions {
            redirect_uri: Some(redirect_uri.to_owned()),
            prefix: Some(format!("/{}", self.api_id)),
            ..AuthorizeClientOptions::default()
        };
        self.tyk
            .authorize_client(response_type, &self.client_id, options)
            .await
    }

    fn authorize_call(&self, response_type: &str, redirect_uri: &str) -> String {
        format!(
            "tyk.authorize_client({response_type}, {}, redirect_uri: {redirect_uri}, prefix: /{})",
            self.client_id, self.api_id
        )
    }

    pub(super) async fn revoke_token(&self, token: &Secret) -> Result<(), Error> {
        let options = RevokeTokenOptions::default();
        self.tyk
            .revoke_token(token.clone(), &self.client_id, options)
            .await
    }

    async fn call_api(
        &self,
        stage: &mut Stage,
        title: &str,
        token: &Secret,
    ) -> Result<Response, Stopped> {
        let path = format!("/{}/", self.api_id);
        stage.step(title, &format!("GET {path}, Authorization: Bearer ***"))?;
        let response = plain_http::get(&self.server(), &path, token).await;
        received(stage, response)
    }

    async fn token_endpoint(
        &self,
        stage: &mut Stage,
        title: &str,
        call: &str,
        secret: &Secret,
        form: &str,
    ) -> Result<Response, Stopped> {
        let path = format!("/{}/oauth/token/", self.api_id);
        stage.step(title, &format!("POST {path}, {call}"))?;
        let response =
            plain_http::token_request(&self.server(), &path, &self.client_id, secret, form).await;
        received(stage, response)
    }

    fn note_access_token(&mut self, stage: &mut Stage, result: &Result<Authorization, Error>) {
        if let Ok(Authorization::Token { access_token, .. }) = result {
            let item = stage.ledger.created(Self::NAME, "access token", result);
            self.tokens.push((item, access_token.clone()));
        }
    }

    fn removed(&self, stage: &mut Stage, token: &Secret, how: &str) {
        for (item, known) in &self.tokens {
            if known == token {
                stage.ledger.removed(*item, how);
            }
        }
    }
}

fn received(stage: &mut Stage, response: io::Result<Response>) -> Result<Response, Stopped> {
    response.map_err(|error| stage.unexpected(&format!("no response came: {error}")))
}

/// A form's value (WHATWG URL, `application/x-www-form-urlencoded`).
fn form_encoded(secret: &Secret) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"*-._".contains(&byte);
    let encode = |byte: u8| match byte {
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    secret.reveal().bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_stays_one_value_of_a_form() {
        assert_eq!(
            form_encoded(&Secret::from("a+b=&c/-_")),
            "a%2Bb%3D%26c%2F-_"
        );
    }
}
