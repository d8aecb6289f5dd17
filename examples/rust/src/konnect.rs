//! Konnect: the auth config and the credential of an integration instance.

use std::sync::Arc;

use authloom::konnect::{AuthConfig, Credential, HeaderKey, NewCredential, UpsertAuthConfig};
use authloom::{Error, ErrorKind, Konnect, KonnectConfig, Secret, Transport};

use crate::ledger::Item;
use crate::stage::{Place, Stage, Stopped};
use crate::system::{System, variable};

const CLIENT_ID: &str = "authloom-demo";
const AUTHORIZATION_ENDPOINT: &str = "https://id.example.com/authorize";
const TOKEN_ENDPOINT: &str = "https://id.example.com/token";
const HEADER: &str = "X-Authloom-Demo";

/// Konnect, and the instance to be set up.
pub(crate) struct KonnectTour {
    konnect: Konnect,
    instance: String,
    config: Option<Item>,
    credential: Option<Item>,
}

impl System for KonnectTour {
    const NAME: &'static str = "Konnect";
    const NEEDS: &'static [&'static str] = &["AUTHLOOM_KONNECT_TOKEN", "AUTHLOOM_DEMO_INSTANCE_ID"];

    fn from_env(transport: Option<Arc<dyn Transport>>) -> Result<Self, Error> {
        let mut config = KonnectConfig::from_env()?;
        config.http.transport = transport;
        Ok(Self {
            konnect: Konnect::new(config)?,
            instance: variable("AUTHLOOM_DEMO_INSTANCE_ID"),
            config: None,
            credential: None,
        })
    }

    fn server(&self) -> String {
        self.konnect.base_url()
    }

    fn changes(&self) -> Vec<String> {
        vec![
            format!(
                "sets and deletes the auth config of the integration instance {}",
                self.instance
            ),
            "creates and deletes its credential, with a made-up key".to_owned(),
        ]
    }

    async fn tour(&mut self, stage: &mut Stage) -> Result<(), Stopped> {
        let instance = self.instance.clone();
        let get_config = format!("konnect.get_auth_config({instance})");
        let get_credential = format!("konnect.get_auth_credential({instance})");

        stage.step("The instance has no auth config yet", &get_config)?;
        let nothing = self.get_auth_config().await;
        stage.missing(nothing)?;

        stage.step("Nor is it authorized", &get_credential)?;
        let nothing = self.get_auth_credential().await;
        stage.missing(nothing)?;

        self.upsert(stage, "Set how it obtains tokens").await?;

        stage.step("Read that back", &get_config)?;
        let config = stage.success(self.get_auth_config().await)?;
        stage.check(config == expected_config(), "another config came back")?;
        stage.shows("the same; the client secret is write-only and no part of it");

        if self.authorize(stage, "Authorize it").await? {
            stage.step("Read the credential back", &get_credential)?;
            let credential = stage.success(self.get_auth_credential().await)?;
            stage.check(
                credential.integration_instance.id == instance,
                "the credential is another instance's",
            )?;
            stage.shows(described(&credential));

            self.upsert(stage, "Set the very same config again").await?;

            stage.step("That has dropped the credential", &get_credential)?;
            let dropped = self.get_auth_credential().await;
            stage.missing(dropped)?;
            stage
                .ledger
                .removed(self.credential, "dropped by upsert_auth_config");

            self.authorize(stage, "So authorize it again").await?;

            stage.step(
                "Delete the credential",
                &format!("konnect.delete_auth_credential({instance})"),
            )?;
            stage.success(self.delete_auth_credential().await)?;
            stage.shows("deleted");
            stage.ledger.removed(self.credential, "deleted");
        }

        stage.step(
            "Delete the auth config",
            &format!("konnect.delete_auth_config({instance})"),
        )?;
        stage.success(self.delete_auth_config().await)?;
        stage.shows("deleted");
        stage.ledger.removed(self.config, "deleted");

        stage.step("It is gone, and this is how an error reads", &get_config)?;
        let gone = self.get_auth_config().await;
        stage.refusal(gone, ErrorKind::NotFound)
    }

    async fn clean_up(&mut self, stage: &mut Stage) {
        let credential = stage.ledger.is_there(self.credential);
        let config = stage.ledger.is_there(self.config);
        if credential || config {
            stage.cleaning_up();
        }
        if credential {
            stage.called(&format!(
                "konnect.delete_auth_credential({})",
                self.instance
            ));
            let result = self.delete_auth_credential().await;
            stage.cleaned(self.credential, "deleted", result);
        }
        if config {
            stage.called(&format!("konnect.delete_auth_config({})", self.instance));
            let result = self.delete_auth_config().await;
            stage.cleaned(self.config, "deleted", result);
        }
    }
}

impl KonnectTour {
    /// Whether the instance has a config or a credential: then it is somebody's, and no place for
    /// a tour.
    pub(crate) async fn is_in_use(&self) -> Result<bool, Error> {
        let absent = |error: Error| match error.kind {
            ErrorKind::NotFound => Ok(false),
            _ => Err(error),
        };
        let config = self.get_auth_config().await.map(|_| true);
        let credential = self.get_auth_credential().await.map(|_| true);
        Ok(config.or_else(absent)? || credential.or_else(absent)?)
    }

    pub(crate) fn instance(&self) -> &str {
        &self.instance
    }

    async fn upsert(&mut self, stage: &mut Stage, title: &str) -> Result<(), Stopped> {
        stage.step(
            title,
            &format!(
                "konnect.upsert_auth_config({}, client_id: {CLIENT_ID}, client_secret: ***, \
                 authorization_endpoint: {AUTHORIZATION_ENDPOINT}, token_endpoint: {TOKEN_ENDPOINT})",
                self.instance
            ),
        )?;
        let config = UpsertAuthConfig {
            client_id: CLIENT_ID.to_owned(),
            client_secret: Secret::from("made-up-client-secret"),
            authorization_endpoint: AUTHORIZATION_ENDPOINT.to_owned(),
            token_endpoint: TOKEN_ENDPOINT.to_owned(),
        };
        let result = self
            .konnect
            .upsert_auth_config(&self.instance, config)
            .await;
        if self.config.is_none() {
            let what = format!("auth config of {}", self.instance);
            self.config = stage.ledger.created(Self::NAME, what, &result);
        }
        let config = stage.success(result)?;
        stage.check(config == expected_config(), "another config came back")?;
        stage.shows(format!(
            "OAuth client {CLIENT_ID}, tokens from {TOKEN_ENDPOINT}"
        ));
        Ok(())
    }

    /// Creates a credential; false if a live integration takes none of this kind.
    async fn authorize(&mut self, stage: &mut Stage, title: &str) -> Result<bool, Stopped> {
        stage.step(
            title,
            &format!(
                "konnect.create_auth_credential({}, multi_key_auth, headers: [{HEADER}: ***])",
                self.instance
            ),
        )?;
        let credential = NewCredential::MultiKeyAuth {
            headers: vec![HeaderKey {
                name: HEADER.to_owned(),
                key: Secret::from("made-up-header-key"),
            }],
        };
        let result = self
            .konnect
            .create_auth_credential(&self.instance, credential)
            .await;
        let what = format!("credential of {}", self.instance);
        self.credential = stage.ledger.created(Self::NAME, what, &result);
        match result {
            Err(error) if stage.place == Place::Live && error.kind == ErrorKind::BadRequest => {
                stage.remark(&format!(
                    "This integration takes no made-up key, so the steps that need a credential \
                     are left out. {error}"
                ));
                Ok(false)
            }
            result => {
                let credential = stage.success(result)?;
                stage.shows(described(&credential));
                Ok(true)
            }
        }
    }

    async fn get_auth_config(&self) -> Result<AuthConfig, Error> {
        self.konnect.get_auth_config(&self.instance).await
    }

    async fn get_auth_credential(&self) -> Result<Credential, Error> {
        self.konnect.get_auth_credential(&self.instance).await
    }

    async fn delete_auth_config(&self) -> Result<(), Error> {
        self.konnect.delete_auth_config(&self.instance).await
    }

    async fn delete_auth_credential(&self) -> Result<(), Error> {
        self.konnect.delete_auth_credential(&self.instance).await
    }
}

fn expected_config() -> AuthConfig {
    AuthConfig::OAuth {
        client_id: CLIENT_ID.to_owned(),
        authorization_endpoint: AUTHORIZATION_ENDPOINT.to_owned(),
        token_endpoint: TOKEN_ENDPOINT.to_owned(),
    }
}

fn described(credential: &Credential) -> String {
    format!(
        "credential {} of {} ({:?}); the key never comes back",
        credential.id, credential.integration_instance.display_name, credential.config
    )
}
