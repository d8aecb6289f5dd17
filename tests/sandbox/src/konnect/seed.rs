//! What Konnect begins with, as a seed file writes it.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value};

/// Konnect's part of a seed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The bearer tokens that are known.
    #[serde(default)]
    pub tokens: Vec<Token>,
    /// The integration instances.
    #[serde(default)]
    pub instances: Vec<Instance>,
}

/// A bearer token, whatever its kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// The token itself.
    pub token: String,
    /// What it may reach.
    #[serde(default)]
    pub access: Access,
}

/// What a token may reach: `"all"`, `"none"`, or a list of instance ids.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "access is \"all\", \"none\" or a list of instance ids"
)]
pub enum Access {
    /// Everything, or nothing.
    Whole(WholeAccess),
    /// The instances of these ids.
    Instances(Vec<String>),
}

/// Access to everything, or to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WholeAccess {
    /// Every instance, also one that does not exist: that one responds with 404.
    All,
    /// No instance: every call gets a 403.
    None,
}

impl Default for Access {
    fn default() -> Self {
        Self::Whole(WholeAccess::All)
    }
}

impl Access {
    /// Whether the instance may be reached.
    pub(super) fn covers(&self, instance: &str) -> bool {
        match self {
            Self::Whole(whole) => *whole == WholeAccess::All,
            Self::Instances(ids) => ids.iter().any(|id| id == instance),
        }
    }
}

/// An integration instance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// Its id, normally a UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub display_name: String,
    /// Its auth config, if it has one.
    #[serde(default)]
    pub auth_config: Option<AuthConfig>,
    /// Its credential; an instance that has one is authorized.
    #[serde(default)]
    pub credential: Option<Credential>,
}

/// An auth config as a GET shows it: the client secret is no part of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    /// The kind of config.
    #[serde(rename = "type", default = "oauth")]
    pub kind: String,
    /// The OAuth client's id.
    pub client_id: String,
    /// Where users authorize it.
    pub authorization_endpoint: String,
    /// Where it gets its tokens.
    pub token_endpoint: String,
}

fn oauth() -> String {
    "oauth".to_owned()
}

/// A credential as a GET shows it, without the instance it belongs to: codes and header keys are
/// no part of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Its id, a UUID.
    pub id: String,
    /// One of the four kinds, or an unknown one.
    #[serde(rename = "type")]
    pub kind: String,
    /// What of its configuration a GET shows; the kinds `oauth` and `multi_key_auth` have none.
    #[serde(default)]
    pub config: Option<Map<String, Value>>,
    /// Permissions that it lacks.
    #[serde(default)]
    pub missing_permissions: Vec<MissingPermission>,
    /// Whether it must be replaced.
    #[serde(default)]
    pub tainted: bool,
    /// When it expires, RFC 3339; null for no known expiry.
    #[serde(default)]
    pub expires_at: Option<String>,
    /// When it was created, RFC 3339.
    #[serde(default = "long_ago")]
    pub created_at: String,
}

fn long_ago() -> String {
    "2026-03-01T09:30:00.250Z".to_owned()
}

/// Permissions that a credential lacks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingPermission {
    /// The scopes that would give them; some may be null.
    pub scopes: Vec<Option<String>>,
    /// What it means, for people.
    pub message: String,
}

/// The example instance, and one that is authorized; a token that reaches both, one that reaches
/// nothing, and one that reaches the first alone.
impl Default for Seed {
    fn default() -> Self {
        const EXAMPLE: &str = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
        let token = |token: &str, access| Token {
            token: token.to_owned(),
            access,
        };
        Self {
            tokens: vec![
                token("kpat_example", Access::default()),
                token("kpat_no_access", Access::Whole(WholeAccess::None)),
                token(
                    "kpat_one_instance",
                    Access::Instances(vec![EXAMPLE.to_owned()]),
                ),
            ],
            instances: vec![
                Instance {
                    id: EXAMPLE.to_owned(),
                    name: "aws-prod".to_owned(),
                    display_name: "AWS prod".to_owned(),
                    auth_config: None,
                    credential: None,
                },
                Instance {
                    id: "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506".to_owned(),
                    name: "github-main".to_owned(),
                    display_name: "GitHub main".to_owned(),
                    auth_config: Some(AuthConfig {
                        kind: oauth(),
                        client_id: "catalog-app".to_owned(),
                        authorization_endpoint: "https://id.acme.test/authorize".to_owned(),
                        token_endpoint: "https://id.acme.test/token".to_owned(),
                    }),
                    credential: Some(Credential {
                        id: "1d0a7c1e-93f4-4f0b-8a53-2f3d1c9b7e20".to_owned(),
                        kind: oauth(),
                        config: None,
                        missing_permissions: Vec::new(),
                        tainted: false,
                        expires_at: None,
                        created_at: long_ago(),
                    }),
                },
            ],
        }
    }
}

impl Seed {
    /// Checks what the form alone does not say.
    pub(crate) fn check(&self) -> Result<(), String> {
        let mut ids = HashSet::new();
        for (place, instance) in self.instances.iter().enumerate() {
            let at = format!("konnect.instances[{place}]");
            if !ids.insert(&instance.id) {
                return Err(format!("{at}.id: there are two instances {}", instance.id));
            }
            if let Some(credential) = &instance.credential {
                credential
                    .check()
                    .map_err(|problem| format!("{at}.credential.{problem}"))?;
            }
        }
        let mut tokens = HashSet::new();
        for (place, token) in self.tokens.iter().enumerate() {
            let at = format!("konnect.tokens[{place}]");
            if !tokens.insert(&token.token) {
                return Err(format!("{at}.token: the same token stands there twice"));
            }
            if let Access::Instances(reached) = &token.access
                && let Some(unknown) = reached.iter().find(|id| !ids.contains(id))
            {
                return Err(format!("{at}.access: there is no instance {unknown}"));
            }
        }
        Ok(())
    }
}

impl Credential {
    /// What a GET shows of the known kinds is fixed, so a secret cannot slip in.
    fn check(&self) -> Result<(), String> {
        let shown: &[&str] = match self.kind.as_str() {
            "oauth" | "multi_key_auth" if self.config.is_some() => {
                return Err(format!("config: the kind {} shows none", self.kind));
            }
            "github_app_installation" => &["installation_id", "app_installed_by"],
            "aws_role_delegation" => &["role_arn"],
            _ => return Ok(()),
        };
        let Some(config) = &self.config else {
            return Err(format!("config: the kind {} needs one", self.kind));
        };
        match config.keys().find(|name| !shown.contains(&name.as_str())) {
            Some(unknown) => Err(format!("config.{unknown}: is not shown by {}", self.kind)),
            None => Ok(()),
        }
    }
}
