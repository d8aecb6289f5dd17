//! Fitbit Plus: OAuth tokens in JSON:API.

mod body;
mod problem;
mod seed;
mod show;
mod state;

use std::time::SystemTime;

use serde_json::{Value, json};

use crate::api_name::ApiName;
use crate::encoding::percent_decode_text;
use crate::exchange::{Action, Api, Request, Response};
use body::{Include, TokenRequest};
use problem::Problem;
use state::State;

pub use seed::{Client, Group, Organization, Seed, Token};

const JSON_API: &str = "application/vnd.api+json";

/// Fitbit Plus's state, and the rules by which requests change it.
#[derive(Debug)]
pub struct FitbitPlus {
    state: State,
}

/// What a path asks for. A token's id is `None` if it is not text.
enum Route {
    Create,
    Groups(Option<String>),
    Organization(Option<String>),
}

impl FitbitPlus {
    /// Fitbit Plus in the state that a seed describes, lives counted from `now`.
    pub fn new(seed: &Seed, now: SystemTime) -> Self {
        Self {
            state: State::new(seed, now),
        }
    }

    fn handle(&mut self, request: &Request, now: SystemTime) -> Result<Response, Problem> {
        let route = route(&request.path).ok_or_else(Problem::not_found)?;
        let method = match route {
            Route::Create => "POST",
            Route::Groups(_) | Route::Organization(_) => "GET",
        };
        if request.method != method {
            return Err(Problem::method_not_allowed(method));
        }
        match route {
            Route::Create => self.create(request, now),
            Route::Groups(id) => self.groups(request, id.as_deref(), now),
            Route::Organization(id) => self.organization(request, id.as_deref(), now),
        }
    }

    /// A bearer may be sent along; whatever it is, it changes nothing.
    fn create(&mut self, request: &Request, now: SystemTime) -> Result<Response, Problem> {
        let wanted = TokenRequest::read(request)?;
        let token = self
            .state
            .issue(&wanted.client_id, &wanted.grant, now)
            .ok_or_else(Problem::invalid_credentials)?;
        let (groups, organization) = self.reach(&token)?;
        let mut meta = show::meta();
        if !wanted.ignored.is_empty() {
            meta["ignored"] = json!(wanted.ignored);
        }
        let mut body = json!({
            "meta": meta,
            "data": {
                "type": "token",
                "id": token.id,
                "attributes": {
                    "access_token": token.access,
                    "refresh_token": token.refresh,
                    "token_type": "bearer",
                    "expires_in": self.state.lifetime(),
                },
                "relationships": show::relationships(&token.id, &groups, organization),
            },
        });
        match wanted.include {
            Some(Include::Groups) => body["included"] = all_groups(&groups),
            Some(Include::Organization) => {
                body["included"] = json!([show::organization(organization)]);
            }
            None => {}
        }
        Ok(Response::json(201, JSON_API, &body))
    }

    fn groups(
        &self,
        request: &Request,
        id: Option<&str>,
        now: SystemTime,
    ) -> Result<Response, Problem> {
        let token = self.own_token(request, id, now)?;
        let (groups, _) = self.reach(token)?;
        let mut meta = show::meta();
        meta["count"] = json!(groups.len());
        let body = json!({
            "meta": meta,
            "links": {"self": format!("/pub/oauth/token/{}/groups", token.id)},
            "data": all_groups(&groups),
        });
        Ok(Response::json(200, JSON_API, &body))
    }

    fn organization(
        &self,
        request: &Request,
        id: Option<&str>,
        now: SystemTime,
    ) -> Result<Response, Problem> {
        let token = self.own_token(request, id, now)?;
        let (_, organization) = self.reach(token)?;
        let body = json!({"meta": show::meta(), "data": show::organization(organization)});
        Ok(Response::json(200, JSON_API, &body))
    }

    /// The bearer's token, if the path names it.
    fn own_token(
        &self,
        request: &Request,
        id: Option<&str>,
        now: SystemTime,
    ) -> Result<&state::Token, Problem> {
        let token = request
            .bearer()
            .and_then(|bearer| self.state.live(bearer, now))
            .ok_or_else(Problem::unauthorized)?;
        if id == Some(token.id.as_str()) {
            Ok(token)
        } else {
            Err(Problem::forbidden("The token is not the bearer's own"))
        }
    }

    /// The groups and the organization that a token reaches. A checked seed has them.
    fn reach(&self, token: &state::Token) -> Result<(Vec<&Group>, &Organization), Problem> {
        let client = self.state.client(&token.client_id);
        let client = client.ok_or_else(Problem::not_found)?;
        let organization = self.state.organization(client);
        let organization = organization.ok_or_else(Problem::not_found)?;
        Ok((self.state.groups(client), organization))
    }
}

impl Api for FitbitPlus {
    fn respond(&mut self, request: &Request, now: SystemTime) -> Action {
        self.handle(request, now)
            .unwrap_or_else(Problem::response)
            .into()
    }
}

fn all_groups(groups: &[&Group]) -> Value {
    groups.iter().map(|group| show::group(group)).collect()
}

fn route(path: &str) -> Option<Route> {
    let local = path
        .strip_prefix(ApiName::FitbitPlus.base_path())?
        .strip_prefix("/oauth/token")?;
    if local.is_empty() {
        return Some(Route::Create);
    }
    let (id, item) = local.strip_prefix('/')?.split_once('/')?;
    if id.is_empty() {
        return None;
    }
    let id = percent_decode_text(id);
    match item {
        "groups" => Some(Route::Groups(id)),
        "organization" => Some(Route::Organization(id)),
        _ => None,
    }
}
