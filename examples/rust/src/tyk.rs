//! Tyk Gateway: an OAuth client and its end. What its tokens go through is beside it.

mod tokens;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use authloom::tyk::{NewOAuthClient, OAuthClient, RevokeAllTokensOptions};
use authloom::{Error, Secret, Transport, Tyk, TykConfig};
use serde_json::json;

use crate::ledger::Item;
use crate::stage::{Stage, Stopped};
use crate::system::{System, variable};

const REDIRECT_URI: &str = "https://client.example/callback";

/// A gateway, and the client to be created there.
pub(crate) struct TykTour {
    tyk: Tyk,
    api_id: String,
    policy_id: String,
    client_id: String,
    client: Option<Item>,
    /// Access and refresh tokens of the client.
    tokens: Vec<(Option<Item>, Secret)>,
}

impl System for TykTour {
    const NAME: &'static str = "Tyk";
    const NEEDS: &'static [&'static str] = &[
        "AUTHLOOM_TYK_BASE_URL",
        "AUTHLOOM_TYK_SECRET",
        "AUTHLOOM_DEMO_TYK_API_ID",
        "AUTHLOOM_DEMO_TYK_POLICY_ID",
    ];

    fn from_env(transport: Option<Arc<dyn Transport>>) -> Result<Self, Error> {
        let mut config = TykConfig::from_env()?;
        config.http.transport = transport;
        Ok(Self {
            tyk: Tyk::new(config)?,
            api_id: variable("AUTHLOOM_DEMO_TYK_API_ID"),
            policy_id: variable("AUTHLOOM_DEMO_TYK_POLICY_ID"),
            client_id: format!("authloom-demo-{:016x}", random()),
            client: None,
            tokens: Vec::new(),
        })
    }

    fn server(&self) -> String {
        self.tyk.base_url()
    }

    fn changes(&self) -> Vec<String> {
        vec![
            format!(
                "creates the OAuth client {} in the API {}, with the policy {}",
                self.client_id, self.api_id, self.policy_id
            ),
            "issues a token for it, rotates its secret, revokes the token, deletes the client"
                .to_owned(),
        ]
    }

    async fn tour(&mut self, stage: &mut Stage) -> Result<(), Stopped> {
        self.create_and_read(stage).await?;
        let token = self.authorize(stage).await?;
        let secret = self.rotate(stage).await?;
        self.revoke(stage, token).await?;
        self.invalidate_refresh(stage, &secret).await?;
        self.revoke_all_and_delete(stage, secret).await
    }

    async fn clean_up(&mut self, stage: &mut Stage) {
        if !stage.ledger.is_there(self.client) {
            return;
        }
        stage.cleaning_up();
        for (item, token) in &self.tokens {
            if stage.ledger.is_there(*item) {
                stage.called(&format!("tyk.revoke_token(***, {})", self.client_id));
                let result = self.revoke_token(token).await;
                stage.cleaned(*item, "revoked", result);
            }
        }
        stage.called(&format!(
            "tyk.delete_oauth_client({}, {})",
            self.api_id, self.client_id
        ));
        let result = self
            .tyk
            .delete_oauth_client(&self.api_id, &self.client_id)
            .await;
        stage.cleaned(self.client, "deleted", result);
    }
}

impl TykTour {
    async fn create_and_read(&mut self, stage: &mut Stage) -> Result<(), Stopped> {
        let (api_id, client_id) = (self.api_id.clone(), self.client_id.clone());

        stage.step(
            "Create an OAuth client",
            &format!(
                "tyk.create_oauth_client(client_id: {client_id}, api_id: {api_id}, policy_id: {}, \
                 redirect_uri: {REDIRECT_URI})",
                self.policy_id
            ),
        )?;
        let new = NewOAuthClient {
            client_id: Some(client_id.clone()),
            api_id: Some(api_id.clone()),
            policy_id: Some(self.policy_id.clone()),
            redirect_uri: Some(REDIRECT_URI.to_owned()),
            secret: None,
            meta_data: Some(json!({"made_by": "authloom-tour"})),
            description: Some("Made by a tour of Authloom; it may be deleted".to_owned()),
        };
        let result = self.tyk.create_oauth_client(new).await;
        let what = format!("OAuth client {client_id}");
        self.client = stage.ledger.created(Self::NAME, what, &result);
        let created = stage.success(result)?;
        stage.check(created.client_id == client_id, "it has another id")?;
        stage.check(!created.secret.is_empty(), "it has no secret")?;
        stage.shows(described(&created));

        stage.step(
            "Read it back",
            &format!("tyk.get_oauth_client({api_id}, {client_id})"),
        )?;
        let read = stage.success(self.get().await)?;
        stage.check(read == created, "it is not as it was created")?;
        stage.shows("the same, secret included: this gateway shows it to its administrator");

        stage.step(
            "List the clients of the API",
            &format!("tyk.list_oauth_clients({api_id})"),
        )?;
        let clients = stage.success(self.tyk.list_oauth_clients(&api_id).await)?;
        stage.check(
            clients.iter().any(|client| client.client_id == client_id),
            "the new client is not among them",
        )?;
        stage.shows(format!(
            "{}; the new client is among them",
            count(clients.len(), "client")
        ));
        Ok(())
    }

    async fn rotate(&mut self, stage: &mut Stage) -> Result<Secret, Stopped> {
        let before = stage.success(self.get().await)?;
        stage.step(
            "Rotate the client's secret",
            &format!(
                "tyk.rotate_oauth_client_secret({}, {})",
                self.api_id, self.client_id
            ),
        )?;
        let rotated = self
            .tyk
            .rotate_oauth_client_secret(&self.api_id, &self.client_id)
            .await;
        let rotated = stage.success(rotated)?;
        stage.check(rotated.secret != before.secret, "the secret is the old one")?;
        stage.shows(format!(
            "a new secret {:?}; tokens stay valid",
            rotated.secret
        ));
        Ok(rotated.secret)
    }

    async fn revoke_all_and_delete(
        &mut self,
        stage: &mut Stage,
        secret: Secret,
    ) -> Result<(), Stopped> {
        let (api_id, client_id) = (self.api_id.clone(), self.client_id.clone());
        stage.step(
            "Revoke whatever is left",
            &format!("tyk.revoke_all_tokens({client_id}, client_secret: ***)"),
        )?;
        let options = RevokeAllTokensOptions::default();
        let result = self
            .tyk
            .revoke_all_tokens(&client_id, secret, options)
            .await;
        stage.success(result)?;
        stage.shows("done; a wrong secret would look the same, so the list is read again");

        let tokens = self.list_tokens(stage).await?;
        stage.check(tokens.is_empty(), "there is a token still")?;
        stage.shows("none");
        for (item, _) in &self.tokens {
            if stage.ledger.is_there(*item) {
                stage.ledger.removed(*item, "revoked with all");
            }
        }

        stage.step(
            "Delete the client",
            &format!("tyk.delete_oauth_client({api_id}, {client_id})"),
        )?;
        let status = self.tyk.delete_oauth_client(&api_id, &client_id).await;
        let status = stage.success(status)?;
        stage.shows(format!("{}: {}", status.status, status.action));

        stage.step(
            "It is gone",
            &format!("tyk.get_oauth_client({api_id}, {client_id})"),
        )?;
        stage.missing(self.get().await)?;
        stage.ledger.removed(self.client, "deleted");
        Ok(())
    }

    async fn get(&self) -> Result<OAuthClient, Error> {
        self.tyk
            .get_oauth_client(&self.api_id, &self.client_id)
            .await
    }
}

fn described(client: &OAuthClient) -> String {
    format!(
        "client {}, policy {}, secret {:?}",
        client.client_id,
        client.policy_id.as_deref().unwrap_or("none"),
        client.secret
    )
}

fn count(number: usize, of_what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {of_what}{s}")
}

/// Enough randomness for a name that nobody else has, without a dependency.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
