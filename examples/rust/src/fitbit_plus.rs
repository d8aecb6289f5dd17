//! Fitbit Plus: a token, what it reaches, and its refresh.

use std::sync::Arc;
use std::time::SystemTime;

use authloom::fitbit_plus::{CreateTokenOptions, Grant, Include, Token};
use authloom::{Error, ErrorKind, FitbitPlus, FitbitPlusConfig, Transport};

use crate::ledger::Item;
use crate::stage::{Stage, Stopped, clock};
use crate::system::{System, variable};

/// Fitbit Plus, and the application that the tour is.
pub(crate) struct FitbitPlusTour {
    fitbit_plus: FitbitPlus,
    client_id: String,
    /// Each token of the tour, and when it ends.
    tokens: Vec<(Option<Item>, Option<SystemTime>)>,
}

impl System for FitbitPlusTour {
    const NAME: &'static str = "Fitbit Plus";
    const NEEDS: &'static [&'static str] = &[
        "AUTHLOOM_FITBIT_PLUS_CLIENT_ID",
        "AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET",
    ];

    fn from_env(transport: Option<Arc<dyn Transport>>) -> Result<Self, Error> {
        let mut config = FitbitPlusConfig::from_env()?;
        config.http.transport = transport;
        Ok(Self {
            fitbit_plus: FitbitPlus::new(config)?,
            client_id: variable("AUTHLOOM_FITBIT_PLUS_CLIENT_ID"),
            tokens: Vec::new(),
        })
    }

    fn server(&self) -> String {
        self.fitbit_plus.base_url()
    }

    fn changes(&self) -> Vec<String> {
        vec![format!(
            "creates a token of the application {}, and refreshes it; the API has no operation that \
             revokes one, so the second stays until it expires",
            self.client_id
        )]
    }

    async fn tour(&mut self, stage: &mut Stage) -> Result<(), Stopped> {
        stage.step(
            "Create a token, with its groups described",
            "fitbit_plus.create_token(client_credentials, include: groups)",
        )?;
        let grant = Grant::ClientCredentials {
            // Id and secret are those of the client's configuration.
            client_secret: None,
            refresh_token: None,
        };
        let options = CreateTokenOptions {
            include: Some(Include::Groups),
            ..CreateTokenOptions::default()
        };
        let first = self.create_token(stage, grant, options).await?;
        let id = stage.present(first.id.clone(), "the token has no id")?;
        stage.check(
            first.groups.iter().all(|group| group.name.is_some()),
            "a group came without its name, though it was to be included",
        )?;
        stage.shows(format!("token {id}, {}", described(&first)));

        stage.step(
            "List the groups that it reaches",
            &format!("fitbit_plus.fetch_token_groups({id}, token: ***)"),
        )?;
        // A token asks for its own groups, so the call shows it in place of the client's.
        let groups = self
            .fitbit_plus
            .fetch_token_groups(&id)
            .token(first.access_token.clone())
            .await;
        let groups = stage.success(groups)?;
        stage.check(
            groups.len() == first.groups.len(),
            "these are not the groups that came with the token",
        )?;
        let names = groups.iter().filter_map(|group| group.name.as_deref());
        stage.shows(listed(names));

        stage.step(
            "Read the organization that it belongs to",
            &format!("fitbit_plus.fetch_token_organization({id}, token: ***)"),
        )?;
        let organization = self
            .fitbit_plus
            .fetch_token_organization(&id)
            .token(first.access_token.clone())
            .await;
        let organization = stage.success(organization)?;
        stage.check(!organization.id.is_empty(), "the organization has no id")?;
        stage.shows(organization.name.as_deref().unwrap_or(&organization.id));

        stage.step("Refresh it", "fitbit_plus.create_token(refresh_token: ***)")?;
        let refresh_token =
            stage.present(first.refresh_token.clone(), "there is no refresh token")?;
        let grant = Grant::RefreshToken {
            refresh_token,
            client_secret: None,
        };
        let options = CreateTokenOptions::default();
        let second = self.create_token(stage, grant, options).await?;
        stage.check(
            second.access_token != first.access_token,
            "the access token is the old one",
        )?;
        let second_id = second.id.as_deref().unwrap_or("without an id");
        stage.shows(format!("token {second_id}, {}", described(&second)));

        stage.step(
            "The first token is retired, and this is how its refusal reads",
            &format!("fitbit_plus.fetch_token_groups({id}, token: ***)"),
        )?;
        let retired = self
            .fitbit_plus
            .fetch_token_groups(&id)
            .token(first.access_token.clone())
            .await;
        stage.refusal(retired, ErrorKind::Unauthorized)?;
        stage
            .ledger
            .removed(self.tokens[0].0, "retired by its refresh");
        Ok(())
    }

    async fn clean_up(&mut self, stage: &mut Stage) {
        for (item, ends) in &self.tokens {
            if stage.ledger.is_there(*item) {
                let until = ends.map_or("it expires".to_owned(), clock);
                stage.ledger.stays(
                    *item,
                    format!("no operation revokes it: it works until {until}"),
                );
            }
        }
    }
}

impl FitbitPlusTour {
    async fn create_token(
        &mut self,
        stage: &mut Stage,
        grant: Grant,
        options: CreateTokenOptions,
    ) -> Result<Token, Stopped> {
        let result = self.fitbit_plus.create_token(grant, options).await;
        let token = result.as_ref().ok();
        let id = token.and_then(|token| token.id.as_deref());
        let what = format!("token {}", id.unwrap_or("of unknown id"));
        let item = stage.ledger.created(Self::NAME, what, &result);
        self.tokens
            .push((item, token.and_then(|token| token.expires_at)));
        stage.success(result)
    }
}

fn described(token: &Token) -> String {
    let groups = token.groups.iter();
    let groups = listed(groups.map(|group| group.name.as_deref().unwrap_or(&group.id)));
    let ends = token.expires_at.map_or("at a time unknown".into(), clock);
    format!(
        "groups: {groups}; ends {ends}; access token {:?}",
        token.access_token
    )
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() {
        return "none".to_owned();
    }
    names.join(", ")
}
