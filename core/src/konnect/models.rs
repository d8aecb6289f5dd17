//! Konnect's models.

use std::fmt;
use std::time::SystemTime;

use serde::de::{Error as _, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::Secret;
use crate::http::bounded_json::{self, Kept};
use crate::timestamp;

/// How an integration instance obtains tokens. The client secret is write-only: no response has it.
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
        /// The whole config as it came. One that takes more than 2 MiB of memory to keep is an
        /// error of kind `decode`.
        raw: Value,
    },
}

/// An auth config to be set.
#[derive(Debug, Clone, PartialEq)]
pub struct UpsertAuthConfig {
    /// The OAuth client's id.
    pub client_id: String,
    /// The OAuth client's secret; no response returns it.
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
        /// The installation's id: digits; leading zeros are significant.
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

/// The credential of an integration instance. Its secret parts are never returned.
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
    /// When it expires, if that is known.
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
        /// Its `config` as it came. One that takes more than 2 MiB of memory to keep is an error
        /// of kind `decode`.
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
    /// The scopes that would allow it; an entry may be null.
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
        input.deserialize_map(AuthConfigMembers)
    }
}

/// Reads an auth config. A type that is not known is only known at the end, so every member is kept
/// as it came; those of the known type have places of their own, which is quicker than a map.
struct AuthConfigMembers;

impl<'de> Visitor<'de> for AuthConfigMembers {
    type Value = AuthConfig;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object whose `type` is a string")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<AuthConfig, A::Error> {
        #[derive(Deserialize)]
        #[serde(field_identifier, rename_all = "snake_case")]
        enum Name {
            Type,
            ClientId,
            AuthorizationEndpoint,
            TokenEndpoint,
            Other(String),
        }
        const PLACES: [&str; 4] = [
            "type",
            "client_id",
            "authorization_endpoint",
            "token_endpoint",
        ];
        let mut places: [Option<Value>; 4] = Default::default();
        let mut others = Map::new();
        let mut kept = Kept::default();
        while let Some(name) = members.next_key()? {
            let place = match name {
                Name::Type => 0,
                Name::ClientId => 1,
                Name::AuthorizationEndpoint => 2,
                Name::TokenEndpoint => 3,
                Name::Other(name) => {
                    kept.member(&mut others, name, &mut members)?;
                    continue;
                }
            };
            places[place] = Some(members.next_value_seed(&mut kept)?);
        }
        let Some(Value::String(r#type)) = &places[0] else {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        };
        if r#type != "oauth" {
            let r#type = r#type.clone();
            for (name, value) in PLACES.into_iter().zip(places) {
                others.extend(value.map(|value| (name.to_owned(), value)));
            }
            let raw = Value::Object(others);
            return Ok(AuthConfig::Unknown { r#type, raw });
        }
        let mut text = |place: usize| match places[place].take() {
            Some(Value::String(text)) => Ok(text),
            Some(_) => {
                let wanted = format!("an object whose `{}` is a string", PLACES[place]);
                Err(A::Error::invalid_type(Unexpected::Map, &wanted.as_str()))
            }
            None => Err(A::Error::missing_field(PLACES[place])),
        };
        Ok(AuthConfig::OAuth {
            client_id: text(1)?,
            authorization_endpoint: text(2)?,
            token_endpoint: text(3)?,
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
            #[serde(default, deserialize_with = "bounded_json::deserialize_option")]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auth_config_is_read_whatever_the_order_of_its_members() {
        for text in [
            r#"{"type":"oauth","client_id":"a","authorization_endpoint":"b","token_endpoint":"c"}"#,
            r#"{"token_endpoint":"c","more":{},"authorization_endpoint":"b","client_id":"a","type":"oauth"}"#,
        ] {
            let read: AuthConfig = serde_json::from_str(text).expect("an auth config");
            let expected = AuthConfig::OAuth {
                client_id: "a".to_owned(),
                authorization_endpoint: "b".to_owned(),
                token_endpoint: "c".to_owned(),
            };
            assert_eq!(read, expected);
        }
    }

    #[test]
    fn an_auth_config_of_another_type_keeps_every_member() {
        let text = r#"{"client_id":1,"more":{"x":[null]},"type":"saml"}"#;
        let read: AuthConfig = serde_json::from_str(text).expect("an auth config");
        let expected = AuthConfig::Unknown {
            r#type: "saml".to_owned(),
            raw: serde_json::from_str(text).expect("JSON"),
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn what_is_no_auth_config_is_refused() {
        for (text, said) in [
            (r#"{"client_id":"a"}"#, "whose `type` is a string"),
            (r#"{"type":1}"#, "whose `type` is a string"),
            ("[]", "whose `type` is a string"),
            (r#"{"type":"oauth"}"#, "missing field `client_id`"),
            (
                r#"{"type":"oauth","client_id":1}"#,
                "whose `client_id` is a string",
            ),
        ] {
            let error = serde_json::from_str::<AuthConfig>(text).expect_err(text);
            assert!(error.to_string().contains(said), "{text}: {error}");
        }
    }
}
