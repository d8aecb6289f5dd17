//! The client of Konnect's integration-instance authorization.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a request owns what it is made of, and whether it keeps or copies it may change"
)]

use serde::Serialize;
use serde_json::{Value, json};

use super::config::KonnectConfig;
use super::models::{AuthConfig, Credential, NewCredential, UpsertAuthConfig};
use super::operations::{
    CREATE_AUTH_CREDENTIAL, DELETE_AUTH_CONFIG, DELETE_AUTH_CREDENTIAL, GET_AUTH_CONFIG,
    GET_AUTH_CREDENTIAL, KONNECT, UPSERT_AUTH_CONFIG,
};
use crate::Secret;
use crate::client::{build, client_common, credential};
use crate::error::Error;
use crate::http::call::Call;
use crate::http::operation::Operation;
use crate::http::pipeline::Pipeline;
use crate::http::{RawRequest, RawResponse, Request};

/// Manages how Kong Konnect's Service Catalog authenticates to the systems it integrates with: auth
/// configs and credentials of integration instances.
///
/// Make one client and use it for many calls at once: they share its connections and its retry
/// budget.
///
/// Every operation can fail with kind `unauthorized`, `forbidden` or `not_found` (status 401, 403,
/// 404), with any other kind that belongs to its status (see `ErrorKind`), and with `decode`,
/// `transport`, `timeout`, `credential` and `closed`. Contract: Konnect API 3.15.0, Service
/// Catalog.
///
/// # In Rust
///
/// A clone is cheap, and shares connections and retry budget with the original.
#[derive(Debug, Clone)]
pub struct Konnect {
    pipeline: Pipeline,
}

client_common!(Konnect, KonnectConfig);

/// An auth config as it is sent.
#[derive(Serialize)]
struct OAuthBody<'a> {
    r#type: &'a str,
    client_id: &'a str,
    client_secret: &'a str,
    authorization_endpoint: &'a str,
    token_endpoint: &'a str,
}

impl Konnect {
    /// Builds a client. It sends nothing.
    ///
    /// Fails with kind `config` if a setting is invalid.
    pub fn new(config: KonnectConfig) -> Result<Self, Error> {
        build(&KONNECT, || {
            let credential =
                credential(config.token.as_ref(), config.credential.as_ref(), "token")?;
            let base_url = config
                .base_url
                .as_deref()
                .unwrap_or(config.region.base_url());
            let pipeline = Pipeline::new(&KONNECT, base_url, credential, config.http)?;
            Ok(Self { pipeline })
        })
    }

    /// Reads the auth config of an integration instance. It does not change anything.
    ///
    /// `integration_instance_id` is the instance's id, normally a UUID; empty, `.` and `..` are
    /// refused with kind `validation`. Fails with kind `not_found` if the instance has no config,
    /// or if there is no such instance.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(konnect: authloom::Konnect) -> Result<(), authloom::Error> {
    /// let config = konnect
    ///     .get_auth_config("7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_auth_config(&self, integration_instance_id: &str) -> Request<AuthConfig> {
        let get = auth_config(&GET_AUTH_CONFIG, integration_instance_id);
        self.pipeline.json(get)
    }

    /// Sets the auth config of an integration instance, replacing the one that is there.
    ///
    /// If the instance is authorized, its credential is deleted, even if the new config equals the
    /// old one: somebody has to authorize it again.
    ///
    /// `integration_instance_id` is as in `get_auth_config`. The endpoints must be absolute URIs,
    /// else they are refused with kind `validation`. If the server refuses the config, the call
    /// fails with kind `bad_request`, and `problems` names each member.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(konnect: authloom::Konnect) -> Result<(), authloom::Error> {
    /// use authloom::konnect::UpsertAuthConfig;
    ///
    /// let config = UpsertAuthConfig {
    ///     client_id: "catalog-app".into(),
    ///     client_secret: "the-secret".into(),
    ///     authorization_endpoint: "https://id.example.com/authorize".into(),
    ///     token_endpoint: "https://id.example.com/token".into(),
    /// };
    /// konnect
    ///     .upsert_auth_config("7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11", config)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upsert_auth_config(
        &self,
        integration_instance_id: &str,
        config: UpsertAuthConfig,
    ) -> Request<AuthConfig> {
        let put = auth_config(&UPSERT_AUTH_CONFIG, integration_instance_id)
            .check_uri("authorization_endpoint", &config.authorization_endpoint)
            .check_uri("token_endpoint", &config.token_endpoint)
            .secrets([&config.client_secret])
            .json(&OAuthBody {
                r#type: "oauth",
                client_id: &config.client_id,
                client_secret: config.client_secret.reveal(),
                authorization_endpoint: &config.authorization_endpoint,
                token_endpoint: &config.token_endpoint,
            });
        self.pipeline.json(put)
    }

    /// Deletes the auth config of an integration instance. Its credential stays.
    ///
    /// `integration_instance_id` is as in `get_auth_config`. Fails with kind `not_found` if there
    /// is no config. A 404 counts as success if an earlier attempt of this call may already have
    /// deleted it.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(konnect: authloom::Konnect) -> Result<(), authloom::Error> {
    /// konnect
    ///     .delete_auth_config("7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_auth_config(&self, integration_instance_id: &str) -> Request<()> {
        let delete = auth_config(&DELETE_AUTH_CONFIG, integration_instance_id);
        self.pipeline.empty(delete)
    }

    /// Authorizes an integration instance: creates its credential, of which there is at most one.
    ///
    /// `integration_instance_id` is as in `get_auth_config`. A `redirect_uri` must be an absolute
    /// URI, else it is refused with kind `validation`. Fails with kind `conflict` if the instance
    /// already has a credential. The call is not repeated once the server may have received it;
    /// call `get_auth_credential` to see whether it took effect.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(konnect: authloom::Konnect) -> Result<(), authloom::Error> {
    /// use authloom::konnect::NewCredential;
    ///
    /// let credential = NewCredential::AwsRoleDelegation {
    ///     role_arn: "arn:aws:iam::111122223333:role/Catalog".into(),
    /// };
    /// konnect
    ///     .create_auth_credential("7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11", credential)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_auth_credential(
        &self,
        integration_instance_id: &str,
        credential: NewCredential,
    ) -> Request<Credential> {
        let mut post = auth_credential(&CREATE_AUTH_CREDENTIAL, integration_instance_id);
        if let NewCredential::OAuth { redirect_uri, .. } = &credential {
            post = post.check_uri("redirect_uri", redirect_uri);
        }
        let post = post.secrets(secrets(&credential)).json(&wire(&credential));
        self.pipeline.json(post)
    }

    /// Reads the credential of an integration instance. It does not change anything.
    ///
    /// `integration_instance_id` is as in `get_auth_config`. Fails with kind `not_found` if the
    /// instance is not authorized.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(konnect: authloom::Konnect) -> Result<(), authloom::Error> {
    /// let credential = konnect
    ///     .get_auth_credential("7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_auth_credential(&self, integration_instance_id: &str) -> Request<Credential> {
        let get = auth_credential(&GET_AUTH_CREDENTIAL, integration_instance_id);
        self.pipeline.json(get)
    }

    /// Deletes the credential of an integration instance. Resources that were discovered with it
    /// stay.
    ///
    /// `integration_instance_id` is as in `get_auth_config`. Fails with kind `not_found` if there
    /// is no credential. A 404 counts as success if an earlier attempt of this call may already
    /// have deleted it.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(konnect: authloom::Konnect) -> Result<(), authloom::Error> {
    /// konnect
    ///     .delete_auth_credential("7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_auth_credential(&self, integration_instance_id: &str) -> Request<()> {
        let delete = auth_credential(&DELETE_AUTH_CREDENTIAL, integration_instance_id);
        self.pipeline.empty(delete)
    }

    /// Sends a request for which there is no operation, below this client's base URL. Its effect
    /// depends on the endpoint. It is retried like an operation if its method is idempotent (RFC
    /// 9110), and otherwise only if the request was not sent or the server asked to retry.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(konnect: authloom::Konnect) -> Result<(), authloom::Error> {
    /// use authloom::RawRequest;
    ///
    /// let request = RawRequest {
    ///     method: "GET".into(),
    ///     path: "/v1/integration-instances".into(),
    ///     ..RawRequest::default()
    /// };
    /// let response = konnect.request(request).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, request: RawRequest) -> Request<RawResponse> {
        self.pipeline.request(request)
    }
}

fn auth_config(operation: &Operation, integration_instance_id: &str) -> Call {
    instance(operation, integration_instance_id).path("/auth-config")
}

fn auth_credential(operation: &Operation, integration_instance_id: &str) -> Call {
    instance(operation, integration_instance_id).path("/auth-credential")
}

fn instance(operation: &Operation, integration_instance_id: &str) -> Call {
    Call::new(operation, "/v1/integration-instances/")
        .segment("integration_instance_id", integration_instance_id)
}

fn secrets(credential: &NewCredential) -> Vec<&Secret> {
    match credential {
        NewCredential::OAuth { code, .. } | NewCredential::GithubAppInstallation { code, .. } => {
            vec![code]
        }
        NewCredential::MultiKeyAuth { headers } => {
            headers.iter().map(|header| &header.key).collect()
        }
        NewCredential::AwsRoleDelegation { .. } => Vec::new(),
    }
}

fn wire(credential: &NewCredential) -> Value {
    let (r#type, config) = match credential {
        NewCredential::OAuth { code, redirect_uri } => (
            "oauth",
            json!({
                "grant_type": "authorization_code",
                "code": code.reveal(),
                "redirect_uri": redirect_uri,
            }),
        ),
        NewCredential::GithubAppInstallation {
            installation_id,
            code,
            app_installed_by,
        } => {
            let mut config = json!({"installation_id": installation_id, "code": code.reveal()});
            if let Some(who) = app_installed_by {
                config["app_installed_by"] = json!(who);
            }
            ("github_app_installation", config)
        }
        NewCredential::MultiKeyAuth { headers } => {
            let headers: Vec<_> = headers
                .iter()
                .map(|header| json!({"name": header.name, "key": header.key.reveal()}))
                .collect();
            ("multi_key_auth", json!({"headers": headers}))
        }
        NewCredential::AwsRoleDelegation { role_arn } => {
            ("aws_role_delegation", json!({"role_arn": role_arn}))
        }
    };
    json!({"type": r#type, "config": config})
}
