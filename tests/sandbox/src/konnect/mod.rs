//! Konnect: auth configs and credentials of integration instances.

mod body;
mod problem;
mod seed;
mod uri;

use std::time::SystemTime;

use serde_json::{Value, json};

use crate::clock::rfc3339_millis;
use crate::encoding::percent_decode_text;
use crate::exchange::{Action, Api, Request, Response};
use crate::random;
use problem::Problem;

pub use seed::{
    Access, AuthConfig, Credential, Instance, MissingPermission, Seed, Token, WholeAccess,
};

const JSON: &str = "application/json";

/// Konnect's state, and the rules by which requests change it.
#[derive(Debug)]
pub struct Konnect {
    tokens: Vec<Token>,
    instances: Vec<Instance>,
}

/// What of an instance a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    /// The instance itself.
    Instance,
    AuthConfig,
    AuthCredential,
}

impl Item {
    fn methods(self) -> &'static str {
        match self {
            Self::Instance => "GET",
            Self::AuthConfig => "GET, PUT, DELETE",
            Self::AuthCredential => "GET, POST, DELETE",
        }
    }
}

impl Konnect {
    /// Konnect in the state that a seed describes.
    pub fn new(seed: &Seed) -> Self {
        Self {
            tokens: seed.tokens.clone(),
            instances: seed.instances.clone(),
        }
    }

    fn handle(&mut self, request: &Request, now: SystemTime) -> Result<Response, Problem> {
        let (id, item) = route(&request.path).ok_or(Problem::NotFound("There is no such path"))?;
        let method = request.method.as_str();
        if !item.methods().split(", ").any(|known| known == method) {
            return Err(Problem::MethodNotAllowed(item.methods()));
        }
        self.authorize(request, id.as_deref())?;
        let instance = self
            .instances
            .iter_mut()
            .find(|instance| Some(&instance.id) == id.as_ref())
            .ok_or(Problem::NotFound("The integration instance was not found"))?;
        match (item, method) {
            (Item::Instance, _) => Ok(Response::json(200, JSON, &show_instance(instance))),
            (Item::AuthConfig, "GET") => get_auth_config(instance),
            (Item::AuthConfig, "PUT") => upsert_auth_config(instance, request),
            (Item::AuthConfig, _) => delete(&mut instance.auth_config, NO_CONFIG),
            (Item::AuthCredential, "GET") => get_auth_credential(instance),
            (Item::AuthCredential, "POST") => create_auth_credential(instance, request, now),
            (Item::AuthCredential, _) => delete(&mut instance.credential, NO_CREDENTIAL),
        }
    }

    fn authorize(&self, request: &Request, instance: Option<&str>) -> Result<(), Problem> {
        let token = request
            .bearer()
            .and_then(|bearer| self.tokens.iter().find(|token| token.token == bearer))
            .ok_or(Problem::Unauthorized)?;
        // No id matches one that is not text, but a token for everything may ask for it.
        if token.access.covers(instance.unwrap_or_default()) {
            Ok(())
        } else {
            Err(Problem::Forbidden)
        }
    }
}

impl Api for Konnect {
    fn respond(&mut self, request: &Request, now: SystemTime) -> Action {
        self.handle(request, now)
            .unwrap_or_else(|problem| problem.response())
            .into()
    }
}

/// The instance and the item that a path names; the instance is `None` if its id is not text.
fn route(path: &str) -> Option<(Option<String>, Item)> {
    let below = path.strip_prefix("/v1/integration-instances/")?;
    let (id, item) = below.split_once('/').unwrap_or((below, ""));
    let item = match item {
        "" if id.len() == below.len() => Item::Instance,
        "auth-config" => Item::AuthConfig,
        "auth-credential" => Item::AuthCredential,
        _ => return None,
    };
    (!id.is_empty()).then(|| (percent_decode_text(id), item))
}

const NO_CONFIG: &str = "The instance has no auth config";
const NO_CREDENTIAL: &str = "The instance has no credential";

fn get_auth_config(instance: &Instance) -> Result<Response, Problem> {
    let config = instance.auth_config.as_ref();
    let config = config.ok_or(Problem::NotFound(NO_CONFIG))?;
    Ok(Response::json(200, JSON, &show_auth_config(config)))
}

/// Stores the config. The credential was given to the old one, so it goes, also when old and new
/// are equal.
fn upsert_auth_config(instance: &mut Instance, request: &Request) -> Result<Response, Problem> {
    let config = body::auth_config(request)?;
    let shown = show_auth_config(&config);
    instance.auth_config = Some(config);
    instance.credential = None;
    Ok(Response::json(200, JSON, &shown))
}

fn get_auth_credential(instance: &Instance) -> Result<Response, Problem> {
    let credential = instance.credential.as_ref();
    let credential = credential.ok_or(Problem::NotFound(NO_CREDENTIAL))?;
    Ok(Response::json(
        200,
        JSON,
        &show_credential(instance, credential),
    ))
}

fn create_auth_credential(
    instance: &mut Instance,
    request: &Request,
    now: SystemTime,
) -> Result<Response, Problem> {
    let new = body::new_credential(request)?;
    if instance.credential.is_some() {
        return Err(Problem::Conflict("The instance has a credential already"));
    }
    let credential = Credential {
        id: random::uuid(),
        kind: new.kind,
        config: new.config,
        missing_permissions: Vec::new(),
        tainted: false,
        expires_at: None,
        created_at: rfc3339_millis(now),
    };
    let shown = show_credential(instance, &credential);
    instance.credential = Some(credential);
    Ok(Response::json(201, JSON, &shown))
}

fn delete<T>(item: &mut Option<T>, missing: &'static str) -> Result<Response, Problem> {
    match item.take() {
        Some(_) => Ok(Response::empty(204)),
        None => Err(Problem::NotFound(missing)),
    }
}

fn show_instance(instance: &Instance) -> Value {
    json!({
        "id": instance.id,
        "name": instance.name,
        "display_name": instance.display_name,
    })
}

fn show_auth_config(config: &AuthConfig) -> Value {
    json!({
        "type": config.kind,
        "client_id": config.client_id,
        "authorization_endpoint": config.authorization_endpoint,
        "token_endpoint": config.token_endpoint,
    })
}

fn show_credential(instance: &Instance, credential: &Credential) -> Value {
    let missing: Vec<_> = credential
        .missing_permissions
        .iter()
        .map(|missing| json!({"scopes": missing.scopes, "message": missing.message}))
        .collect();
    let mut shown = json!({
        "id": credential.id,
        "integration_instance": show_instance(instance),
        "missing_permissions": missing,
        "tainted": credential.tainted,
        "expires_at": credential.expires_at,
        "created_at": credential.created_at,
        "type": credential.kind,
    });
    if let Some(config) = &credential.config {
        shown["config"] = json!(config);
    }
    shown
}
