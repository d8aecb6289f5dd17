//! Fitbit Plus's calls and values.

use authloom::fitbit_plus::{
    BodyForm, CreateTokenOptions, Grant, Group, Include, Organization, Token,
};
use authloom::{FitbitPlus, FitbitPlusConfig, Secret};
use authloom_sandbox::Vector;
use serde::Deserialize;

use crate::run::{Outcome, Way, arguments, settings, unknown_operation};
use crate::value::{Found, object};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Settings {
    token: Option<Secret>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    grant_type: GrantType,
    client_id: Option<String>,
    client_secret: Option<Secret>,
    refresh_token: Option<Secret>,
    include: Option<String>,
    body_form: Option<Form>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum GrantType {
    ClientCredentials,
    RefreshToken,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    JsonApi,
    Flat,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfToken {
    token_id: String,
}

/// Makes a vector's call.
pub(crate) async fn call(vector: &Vector, way: Way) -> Outcome {
    let mut settings: Settings = settings(vector)?;
    if vector.operation != "create_token" && vector.client.get("token").is_none() {
        settings.token = Some("at-1".into());
    }
    let config = FitbitPlusConfig {
        base_url: Some(way.base_url),
        token: settings.token,
        http: way.http,
        ..FitbitPlusConfig::default()
    };
    let fitbit = FitbitPlus::new(config).map_err(|error| error.to_string())?;
    Ok(match vector.operation.as_str() {
        "create_token" => {
            let (grant, options) = create(arguments(vector)?);
            let created = fitbit.create_token(grant, options).await;
            created.map(token)
        }
        "fetch_token_groups" => {
            let OfToken { token_id } = arguments(vector)?;
            let groups = fitbit.fetch_token_groups(&token_id).await;
            groups.map(|groups| list(groups, group))
        }
        "fetch_token_organization" => {
            let OfToken { token_id } = arguments(vector)?;
            let owner = fitbit.fetch_token_organization(&token_id).await;
            owner.map(organization)
        }
        _ => return unknown_operation(vector),
    })
}

fn create(call: Create) -> (Grant, CreateTokenOptions) {
    let grant = match call.grant_type {
        GrantType::ClientCredentials => Grant::ClientCredentials {
            client_secret: call.client_secret,
            refresh_token: call.refresh_token,
        },
        GrantType::RefreshToken => Grant::RefreshToken {
            refresh_token: call.refresh_token.unwrap_or_default(),
            client_secret: call.client_secret,
        },
    };
    let options = CreateTokenOptions {
        client_id: call.client_id,
        include: call.include.map(|include| match include.as_str() {
            "groups" => Include::Groups,
            "organization" => Include::Organization,
            _ => Include::Other(include),
        }),
        body_form: match call.body_form {
            None | Some(Form::JsonApi) => BodyForm::JsonApi,
            Some(Form::Flat) => BodyForm::Flat,
        },
    };
    (grant, options)
}

fn list<T>(items: Vec<T>, shape: impl Fn(T) -> Found) -> Found {
    items.into_iter().map(shape).collect::<Vec<_>>().into()
}

fn token(token: Token) -> Found {
    object! {
        id: token.id,
        access_token: token.access_token,
        refresh_token: token.refresh_token,
        token_type: token.token_type,
        expires_in: token.expires_in,
        expires_at: Found::IfListed(Box::new(token.expires_at.into())),
        groups: list(token.groups, group),
        organization: token.organization.map(organization),
        ignored: token.ignored,
        request_id: token.request_id,
    }
}

fn group(group: Group) -> Found {
    object! { id: group.id, name: group.name, bio: group.bio }
}

fn organization(organization: Organization) -> Found {
    object! { id: organization.id, name: organization.name }
}
