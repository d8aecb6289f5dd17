//! What Fitbit Plus begins with, as a seed file writes it.

use std::collections::HashSet;

use serde::Deserialize;

/// Fitbit Plus's part of a seed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// How long a new access token lives, in seconds.
    #[serde(default = "hour")]
    pub token_lifetime_seconds: i64,
    /// The organizations.
    #[serde(default)]
    pub organizations: Vec<Organization>,
    /// The groups.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// The applications that may get tokens.
    #[serde(default)]
    pub clients: Vec<Client>,
    /// The tokens that exist already.
    #[serde(default)]
    pub tokens: Vec<Token>,
}

fn hour() -> i64 {
    3600
}

/// An organization.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A group.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it says of itself.
    #[serde(default)]
    pub bio: Option<String>,
}

/// An application.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Its id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The id of the one organization that its tokens reach.
    pub organization: String,
    /// The ids of the groups that its tokens reach.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// A token that exists already.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// The bearer token.
    pub access_token: String,
    /// The token that refreshes it.
    pub refresh_token: String,
    /// The application that it was issued to.
    pub client_id: String,
    /// The seconds that the access token has left at the start; 0 or less if it has expired.
    #[serde(default = "hour")]
    pub expires_in: i64,
    /// Whether its refresh token was used: then neither of the pair is good for anything.
    #[serde(default)]
    pub retired: bool,
}

/// An application with one group, its live token, and an application of another organization.
impl Default for Seed {
    fn default() -> Self {
        const ACME: &str = "64b0c1d2e3f4a5b6c7d8e9aa";
        const OTHER: &str = "64b0c1d2e3f4a5b6c7d8e9bb";
        const NORTH: &str = "64b0c1d2e3f4a5b6c7d8e901";
        const SOUTH: &str = "64b0c1d2e3f4a5b6c7d8e902";
        let organization = |id: &str, name: &str| Organization {
            id: id.to_owned(),
            name: name.to_owned(),
        };
        let group = |id: &str, name: &str, bio: Option<&str>| Group {
            id: id.to_owned(),
            name: name.to_owned(),
            bio: bio.map(str::to_owned),
        };
        let client = |id: &str, secret: &str, organization: &str, groups: &[&str]| Client {
            client_id: id.to_owned(),
            client_secret: secret.to_owned(),
            organization: organization.to_owned(),
            groups: groups.iter().map(|id| (*id).to_owned()).collect(),
        };
        Self {
            token_lifetime_seconds: hour(),
            organizations: vec![
                organization(ACME, "Acme Health"),
                organization(OTHER, "Example Care"),
            ],
            groups: vec![
                group(NORTH, "North clinic", None),
                group(SOUTH, "South clinic", Some("Open on weekdays")),
            ],
            clients: vec![
                client("acme-reporting", "s-9f1", ACME, &[NORTH]),
                client("example-care", "s-2c7", OTHER, &[NORTH, SOUTH]),
            ],
            tokens: vec![Token {
                id: "64b0c1d2e3f4a5b6c7d8e9f0".to_owned(),
                access_token: "at-1".to_owned(),
                refresh_token: "rt-1".to_owned(),
                client_id: "acme-reporting".to_owned(),
                expires_in: hour(),
                retired: false,
            }],
        }
    }
}

impl Seed {
    /// Checks what the form alone does not say.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.token_lifetime_seconds < 1 {
            return Err("fitbit_plus.token_lifetime_seconds: must be above 0".to_owned());
        }
        let organizations: HashSet<_> = self.organizations.iter().map(|item| &item.id).collect();
        let groups: HashSet<_> = self.groups.iter().map(|item| &item.id).collect();
        let mut clients = HashSet::new();
        for (place, client) in self.clients.iter().enumerate() {
            let at = format!("fitbit_plus.clients[{place}]");
            if !clients.insert(&client.client_id) {
                return Err(format!(
                    "{at}.client_id: there are two clients {}",
                    client.client_id
                ));
            }
            if !organizations.contains(&client.organization) {
                let unknown = &client.organization;
                return Err(format!(
                    "{at}.organization: there is no organization {unknown}"
                ));
            }
            if let Some(unknown) = client.groups.iter().find(|id| !groups.contains(id)) {
                return Err(format!("{at}.groups: there is no group {unknown}"));
            }
        }
        let mut known = HashSet::new();
        for (place, token) in self.tokens.iter().enumerate() {
            let at = format!("fitbit_plus.tokens[{place}]");
            if !clients.contains(&token.client_id) {
                return Err(format!(
                    "{at}.client_id: there is no client {}",
                    token.client_id
                ));
            }
            for text in [&token.id, &token.access_token, &token.refresh_token] {
                if !known.insert(text) {
                    return Err(format!("{at}: its id and its tokens must be its own"));
                }
            }
        }
        Ok(())
    }
}
