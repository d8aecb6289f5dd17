//! Konnect's calls and values.

use authloom::konnect::{
    AuthConfig, Credential, CredentialConfig, HeaderKey, NewCredential, UpsertAuthConfig,
};
use authloom::{Konnect, KonnectConfig, Secret};
use authloom_sandbox::Vector;
use serde::Deserialize;

use crate::run::{Outcome, Way, arguments, settings, unknown_operation};
use crate::value::{Found, object};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    token: Option<Secret>,
    region: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            token: Some("kpat_example".into()),
            region: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfInstance {
    integration_instance_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Upsert {
    integration_instance_id: String,
    config: Config,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Config {
    #[serde(rename = "oauth")]
    OAuth {
        client_id: String,
        client_secret: Secret,
        authorization_endpoint: String,
        token_endpoint: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    integration_instance_id: String,
    credential: Given,
}

#[derive(Deserialize)]
#[serde(
    tag = "type",
    content = "config",
    rename_all = "snake_case",
    deny_unknown_fields
)]
enum Given {
    #[serde(rename = "oauth")]
    OAuth {
        grant_type: GrantType,
        code: Secret,
        redirect_uri: String,
    },
    GithubAppInstallation {
        installation_id: String,
        code: Secret,
        app_installed_by: Option<String>,
    },
    MultiKeyAuth {
        headers: Vec<GivenHeader>,
    },
    AwsRoleDelegation {
        role_arn: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum GrantType {
    AuthorizationCode,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenHeader {
    name: String,
    key: Secret,
}

/// Makes a vector's call.
pub(crate) async fn call(vector: &Vector, way: Way) -> Outcome {
    let konnect = client(settings(vector)?, way)?;
    Ok(match vector.operation.as_str() {
        "get_auth_config" => {
            let id = instance(vector)?;
            konnect.get_auth_config(&id).await.map(auth_config)
        }
        "upsert_auth_config" => {
            let Upsert {
                integration_instance_id: id,
                config,
            } = arguments(vector)?;
            let config = new_config(config);
            let upserted = konnect.upsert_auth_config(&id, config).await;
            upserted.map(auth_config)
        }
        "delete_auth_config" => {
            let id = instance(vector)?;
            let deleted = konnect.delete_auth_config(&id).await;
            deleted.map(Found::from)
        }
        "create_auth_credential" => {
            let Create {
                integration_instance_id: id,
                credential: given,
            } = arguments(vector)?;
            let given = new_credential(given);
            let created = konnect.create_auth_credential(&id, given).await;
            created.map(credential)
        }
        "get_auth_credential" => {
            let id = instance(vector)?;
            let read = konnect.get_auth_credential(&id).await;
            read.map(credential)
        }
        "delete_auth_credential" => {
            let id = instance(vector)?;
            let deleted = konnect.delete_auth_credential(&id).await;
            deleted.map(Found::from)
        }
        _ => return unknown_operation(vector),
    })
}

fn client(settings: Settings, way: Way) -> Result<Konnect, String> {
    let region = settings.region.map(|name| name.parse()).transpose();
    let config = KonnectConfig {
        base_url: Some(way.base_url),
        region: region
            .map_err(|error| format!("client: {error}"))?
            .unwrap_or_default(),
        token: settings.token,
        http: way.http,
        ..KonnectConfig::default()
    };
    Konnect::new(config).map_err(|error| error.to_string())
}

fn instance(vector: &Vector) -> Result<String, String> {
    arguments::<OfInstance>(vector).map(|call| call.integration_instance_id)
}

fn new_config(config: Config) -> UpsertAuthConfig {
    let Config::OAuth {
        client_id,
        client_secret,
        authorization_endpoint,
        token_endpoint,
    } = config;
    UpsertAuthConfig {
        client_id,
        client_secret,
        authorization_endpoint,
        token_endpoint,
    }
}

fn new_credential(given: Given) -> NewCredential {
    match given {
        Given::OAuth {
            grant_type: GrantType::AuthorizationCode,
            code,
            redirect_uri,
        } => NewCredential::OAuth { code, redirect_uri },
        Given::GithubAppInstallation {
            installation_id,
            code,
            app_installed_by,
        } => NewCredential::GithubAppInstallation {
            installation_id,
            code,
            app_installed_by,
        },
        Given::MultiKeyAuth { headers } => NewCredential::MultiKeyAuth {
            headers: headers
                .into_iter()
                .map(|GivenHeader { name, key }| HeaderKey { name, key })
                .collect(),
        },
        Given::AwsRoleDelegation { role_arn } => NewCredential::AwsRoleDelegation { role_arn },
    }
}

fn auth_config(config: AuthConfig) -> Found {
    match config {
        AuthConfig::OAuth {
            client_id,
            authorization_endpoint,
            token_endpoint,
        } => object! {
            r#type: "oauth",
            client_id: client_id,
            authorization_endpoint: authorization_endpoint,
            token_endpoint: token_endpoint,
            raw: (),
        },
        AuthConfig::Unknown { r#type, raw } => object! { r#type: r#type, raw: raw },
    }
}

fn credential(credential: Credential) -> Found {
    let instance = credential.integration_instance;
    let missing: Vec<_> = credential
        .missing_permissions
        .into_iter()
        .map(|missing| object! { scopes: missing.scopes, message: missing.message })
        .collect();
    let (r#type, config) = config(credential.config);
    object! {
        id: credential.id,
        integration_instance: object! {
            id: instance.id,
            name: instance.name,
            display_name: instance.display_name,
        },
        missing_permissions: missing,
        tainted: credential.tainted,
        expires_at: credential.expires_at,
        created_at: credential.created_at,
        r#type: r#type,
        config: config,
    }
}

fn config(config: CredentialConfig) -> (String, Found) {
    let (r#type, config) = match config {
        CredentialConfig::OAuth => ("oauth", Found::NULL),
        CredentialConfig::MultiKeyAuth => ("multi_key_auth", Found::NULL),
        CredentialConfig::GithubAppInstallation {
            installation_id,
            app_installed_by,
        } => (
            "github_app_installation",
            object! { installation_id: installation_id, app_installed_by: app_installed_by },
        ),
        CredentialConfig::AwsRoleDelegation { role_arn } => {
            ("aws_role_delegation", object! { role_arn: role_arn })
        }
        CredentialConfig::Unknown { r#type, config } => return (r#type, config.into()),
    };
    (r#type.to_owned(), config)
}
