//! Konnect's models.

use std::fmt;
use std::time::SystemTime;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::Secret;
use crate::timestamp;

/// How an integration instance obtains tokens. The client secret is write-only: no answer has it.
#[derive(Clone, PartialEq)]
pub enum AuthConfig {
    /// `oauth`: the OAuth authorization code flow.
    OAuth {
        /// The OAuth client's id.
        client_id: String,
        /// Where users grant access.
        authorization_endpoint: String,
        /// Where codes are exchanged for tokens.
        token_endpoint: String,
    },
    /// A type that this version does not know.
    Unknown {
        /// Its name.
        r#type: String,
        /// The whole config as it came.
        raw: Value,
    },
}

/// An auth config to be set.
#[derive(Debug, Clone, PartialEq)]
pub struct UpsertAuthConfig {
    /// The OAuth client's id.
    pub client_id: String,
    /// The OAuth client's secret; no answer returns it.
    pub client_secret: Secret,
    /// Where users grant access; an absolute URI.
    pub authorization_endpoint: String,
    /// Where codes are exchanged for tokens; an absolute URI.
    pub token_endpoint: String,
}

/// A credential to be created.
#[derive(Debug, Clone, PartialEq)]
pub enum NewCredential {
    /// `oauth`: an authorization code to be exchanged.
    OAuth {
        /// The authorization code.
        code: Secret,
        /// The redirect URI that the code was issued for; an absolute URI.
        redirect_uri: String,
    },
    /// `github_app_installation`: an installed GitHub app.
    GithubAppInstallation {
        /// The installation's id: digits, leading zeros count.
        installation_id: String,
        /// The code that GitHub gave at the installation.
        code: Secret,
        /// Who installed the app.
        app_installed_by: Option<String>,
    },
    /// `multi_key_auth`: keys to be sent in header fields.
    MultiKeyAuth {
        /// The header fields with their keys.
        headers: Vec<HeaderKey>,
    },
    /// `aws_role_delegation`: an AWS role to be assumed.
    AwsRoleDelegation {
        /// The role's ARN.
        role_arn: String,
    },
}

/// A header field that carries a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderKey {
    /// The field's name.
    pub name: String,
    /// The key.
    pub key: Secret,
}

/// The credential of an integration instance. What was secret in it never comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Credential {
    /// Its id, a UUID.
    pub id: String,
    /// The instance that it belongs to.
    pub integration_instance: IntegrationInstance,
    /// What the credential lacks for the integration to work in full.
    pub missing_permissions: Vec<MissingPermission>,
    /// Whether it has become unusable and must be replaced.
    pub tainted: bool,
    /// When it ends, if that is known.
    pub expires_at: Option<SystemTime>,
    /// When it was created.
    pub created_at: SystemTime,
    /// Its type, and what of it is not secret.
    pub config: CredentialConfig,
}

/// The type of a credential, and what of it is not secret.
#[derive(Clone, PartialEq)]
pub enum CredentialConfig {
    /// `oauth`.
    OAuth,
    /// `github_app_installation`.
    GithubAppInstallation {
        /// The installation's id.
        installation_id: String,
        /// Who installed the app.
        app_installed_by: Option<String>,
    },
    /// `multi_key_auth`.
    MultiKeyAuth,
    /// `aws_role_delegation`.
    AwsRoleDelegation {
        /// The role's ARN.
        role_arn: String,
    },
    /// A type that this version does not know.
    Unknown {
        /// Its name.
        r#type: String,
        /// Its `config` as it came.
        config: Option<Value>,
    },
}

/// The integration instance that a credential belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IntegrationInstance {
    /// Its id, a UUID.
    pub id: String,
    /// Its name: lower-case letters, digits, dots and dashes.
    pub name: String,
    /// Its name for people.
    pub display_name: String,
}

/// Something that a credential may not do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MissingPermission {
    /// The scopes that would allow it; the server may list nothing at a place.
    pub scopes: Vec<Option<String>>,
    /// What it is, for people.
    pub message: String,
}

/// A member of a type that this version does not know may hold anything, so it is not shown.
struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl fmt::Debug for AuthConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OAuth {
                client_id,
                authorization_endpoint,
                token_endpoint,
            } => f
                .debug_struct("OAuth")
                .field("client_id", client_id)
                .field("authorization_endpoint", authorization_endpoint)
                .field("token_endpoint", token_endpoint)
                .finish(),
            Self::Unknown { r#type, .. } => f
                .debug_struct("Unknown")
                .field("type", r#type)
                .field("raw", &Hidden)
                .finish(),
        }
    }
}

impl fmt::Debug for CredentialConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OAuth => f.write_str("OAuth"),
            Self::MultiKeyAuth => f.write_str("MultiKeyAuth"),
            Self::GithubAppInstallation {
                installation_id,
                app_installed_by,
            } => f
                .debug_struct("GithubAppInstallation")
                .field("installation_id", installation_id)
                .field("app_installed_by", app_installed_by)
                .finish(),
            Self::AwsRoleDelegation { role_arn } => f
                .debug_struct("AwsRoleDelegation")
                .field("role_arn", role_arn)
                .finish(),
            Self::Unknown { r#type, .. } => f
                .debug_struct("Unknown")
                .field("type", r#type)
                .field("config", &Hidden)
                .finish(),
        }
    }
}

impl<'de> Deserialize<'de> for AuthConfig {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct OAuth {
            client_id: String,
            authorization_endpoint: String,
            token_endpoint: String,
        }
        let raw = Value::deserialize(input)?;
        let Some(known) = raw.get("type").and_then(Value::as_str) else {
            return Err(D::Error::custom(
                ", expected an object whose `type` is a string",
            ));
        };
        if known != "oauth" {
            let r#type = known.to_owned();
            return Ok(Self::Unknown { r#type, raw });
        }
        let OAuth {
            client_id,
            authorization_endpoint,
            token_endpoint,
        } = OAuth::deserialize(raw).map_err(D::Error::custom)?;
        Ok(Self::OAuth {
            client_id,
            authorization_endpoint,
            token_endpoint,
        })
    }
}

impl<'de> Deserialize<'de> for Credential {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            id: String,
            integration_instance: IntegrationInstance,
            missing_permissions: Vec<MissingPermission>,
            tainted: bool,
            #[serde(default, deserialize_with = "timestamp::deserialize_option")]
            expires_at: Option<SystemTime>,
            #[serde(deserialize_with = "timestamp::deserialize")]
            created_at: SystemTime,
            r#type: String,
            config: Option<Value>,
        }
        let wire = Wire::deserialize(input)?;
        Ok(Self {
            id: wire.id,
            integration_instance: wire.integration_instance,
            missing_permissions: wire.missing_permissions,
            tainted: wire.tainted,
            expires_at: wire.expires_at,
            created_at: wire.created_at,
            config: CredentialConfig::of(wire.r#type, wire.config).map_err(D::Error::custom)?,
        })
    }
}

impl CredentialConfig {
    fn of(r#type: String, config: Option<Value>) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Github {
            installation_id: String,
            app_installed_by: Option<String>,
        }
        #[derive(Deserialize)]
        struct Aws {
            role_arn: String,
        }
        Ok(match r#type.as_str() {
            "oauth" => Self::OAuth,
            "multi_key_auth" => Self::MultiKeyAuth,
            "github_app_installation" => {
                let Github {
                    installation_id,
                    app_installed_by,
                } = Github::deserialize(config.unwrap_or_default())?;
                Self::GithubAppInstallation {
                    installation_id,
                    app_installed_by,
                }
            }
            "aws_role_delegation" => {
                let Aws { role_arn } = Aws::deserialize(config.unwrap_or_default())?;
                Self::AwsRoleDelegation { role_arn }
            }
            _ => Self::Unknown { r#type, config },
        })
    }
}
