//! The token service: a long-term token, a short-term one, and both revoked.

use std::sync::Arc;

use authloom::token_service::{
    IssueLongTermTokenOptions, IssueShortTermTokenOptions, IssuedToken, Proof,
};
use authloom::{Error, ErrorKind, TokenService, TokenServiceConfig, Transport};

use crate::ledger::Item;
use crate::stage::{Place, Stage, Stopped, clock};
use crate::system::{System, variable};

/// What the long-term token shall allow: to be narrowed, and to revoke itself.
const SCOPES: [&str; 2] = ["jobs:read", "tokens:revoke"];
/// What the short-term token shall allow.
const NARROWED: &str = "jobs:read";
/// The shortest life that the service gives a long-term token.
const TTL_SECONDS: i64 = 3600;

/// The token service, and the client that the tour is.
pub(crate) struct TokenServiceTour {
    token_service: TokenService,
    client_id: String,
    /// The long-term token, which revokes the others and at last itself.
    long: Option<IssuedToken>,
    /// Each token of the tour.
    tokens: Vec<(Option<Item>, Option<IssuedToken>)>,
}

impl System for TokenServiceTour {
    const NAME: &'static str = "Token service";
    const NEEDS: &'static [&'static str] = &[
        "AUTHLOOM_TOKEN_SERVICE_CLIENT_ID",
        "AUTHLOOM_TOKEN_SERVICE_CLIENT_SECRET",
    ];

    fn from_env(transport: Option<Arc<dyn Transport>>) -> Result<Self, Error> {
        let mut config = TokenServiceConfig::from_env()?;
        config.http.transport = transport;
        Ok(Self {
            token_service: TokenService::new(config)?,
            client_id: variable("AUTHLOOM_TOKEN_SERVICE_CLIENT_ID"),
            long: None,
            tokens: Vec::new(),
        })
    }

    fn server(&self) -> String {
        self.token_service.base_url()
    }

    fn changes(&self) -> Vec<String> {
        vec![format!(
            "issues a long-term and a short-term token of the client {}, and revokes both; where the \
             service caches, they work for up to 5 minutes longer",
            self.client_id
        )]
    }

    async fn tour(&mut self, stage: &mut Stage) -> Result<(), Stopped> {
        let scopes = SCOPES.map(str::to_owned).to_vec();

        stage.step(
            "Issue a long-term token",
            &format!(
                "token_service.issue_long_term_token(client_secret, scopes: [{}], ttl_seconds: \
                 {TTL_SECONDS})",
                scopes.join(", ")
            ),
        )?;
        let options = IssueLongTermTokenOptions {
            scopes: Some(scopes.clone()),
            ttl_seconds: Some(TTL_SECONDS),
            ..IssueLongTermTokenOptions::default()
        };
        // Id and secret are those of the client's configuration.
        let proof = Proof::ClientSecret(None);
        let result = self
            .token_service
            .issue_long_term_token(proof, options)
            .await;
        let long_item = self.note(stage, "long-term token", &result);
        let long = stage.success(result)?;
        self.long = Some(long.clone());
        let mut granted = long.scopes.clone();
        granted.sort();
        stage.check(granted == scopes, "other scopes were granted")?;
        let long_id = stage.present(long.token_id.clone(), "the token has no id")?;
        stage.shows(described(&long));

        stage.step(
            "Derive a short-term token that may do less",
            &format!("token_service.issue_short_term_token(long_token: ***, scopes: [{NARROWED}])"),
        )?;
        let result = self.issue_short_term_token(&long).await;
        let short_item = self.note(stage, "short-term token", &result);
        let short = stage.success(result)?;
        stage.check(
            short.scopes == [NARROWED],
            "its scopes were not narrowed as asked",
        )?;
        let short_id = stage.present(short.token_id.clone(), "the token has no id")?;
        stage.shows(described(&short));

        for (title, id, item) in [
            ("Revoke the short-term token", short_id, short_item),
            ("Revoke the long-term token, by itself", long_id, long_item),
        ] {
            stage.step(
                title,
                &format!("token_service.revoke_token({id}, token: ***)"),
            )?;
            stage.success(self.revoke_token(&id, &long).await)?;
            stage.shows("revoked");
            stage.ledger.removed(item, "revoked");
        }

        stage.step(
            "The revoked token is refused, and this is how that reads",
            &format!("token_service.issue_short_term_token(long_token: ***, scopes: [{NARROWED}])"),
        )?;
        let result = self.issue_short_term_token(&long).await;
        let item = self.note(stage, "short-term token", &result);
        if stage.place == Place::Live && result.is_ok() {
            stage.remark(
                "It is accepted still: this service caches, for up to 5 minutes as it says. What \
                 it gave now ends when the revoked token does, or in about 15 minutes.",
            );
            stage.ledger.stays(
                item,
                "issued from a token that was revoked but cached: at most 15 minutes",
            );
            return Ok(());
        }
        stage.refusal(result, ErrorKind::Unauthorized)
    }

    async fn clean_up(&mut self, stage: &mut Stage) {
        let there: Vec<_> = self
            .tokens
            .iter()
            .filter(|(item, _)| stage.ledger.is_there(*item))
            .cloned()
            .collect();
        if there.is_empty() {
            return;
        }
        stage.cleaning_up();
        // The last first: the long-term token revokes the others, then itself.
        for (item, token) in there.into_iter().rev() {
            let id = token.as_ref().and_then(|token| token.token_id.as_deref());
            let (Some(id), Some(long)) = (id, &self.long) else {
                let ends = token.and_then(|token| token.expires_at);
                let until = ends.map_or("it expires".into(), clock);
                let why = format!("it cannot be named: it works until {until}");
                stage.ledger.stays(item, why);
                continue;
            };
            stage.called(&format!("token_service.revoke_token({id}, token: ***)"));
            let result = self.revoke_token(id, long).await;
            stage.cleaned(item, "revoked", result);
        }
    }
}

impl TokenServiceTour {
    async fn issue_short_term_token(&self, long: &IssuedToken) -> Result<IssuedToken, Error> {
        let options = IssueShortTermTokenOptions {
            long_token: Some(long.access_token.clone()),
            scopes: Some(vec![NARROWED.to_owned()]),
        };
        self.token_service.issue_short_term_token(options).await
    }

    async fn revoke_token(&self, id: &str, showing: &IssuedToken) -> Result<(), Error> {
        let token = showing.access_token.clone();
        self.token_service.revoke_token(id).token(token).await
    }

    fn note(
        &mut self,
        stage: &mut Stage,
        kind: &str,
        result: &Result<IssuedToken, Error>,
    ) -> Option<Item> {
        let token = result.as_ref().ok();
        let id = token.and_then(|token| token.token_id.as_deref());
        let what = format!("{kind} {}", id.unwrap_or("of unknown id"));
        let item = stage.ledger.created(Self::NAME, what, result);
        self.tokens.push((item, token.cloned()));
        item
    }
}

fn described(token: &IssuedToken) -> String {
    let ends = token.expires_at.map_or("at a time unknown".into(), clock);
    format!(
        "token {} for {}; ends {ends}; access token {:?}",
        token.token_id.as_deref().unwrap_or("without an id"),
        token.scopes.join(", "),
        token.access_token
    )
}
