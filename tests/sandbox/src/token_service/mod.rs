//! The token service: long-term and short-term tokens.

mod body;
mod problem;
mod scopes;
mod seed;
mod state;

use std::time::SystemTime;

use serde_json::json;

use crate::api_name::ApiName;
use crate::clock::{rfc3339_seconds, shift};
use crate::encoding::percent_decode_text;
use crate::exchange::{Action, Api, Request, Response};
use crate::random;
use body::{LongRequest, Proof, ShortBody};
use problem::Problem;
use scopes::{cover_all, covers};
use state::State;

pub use seed::{Client, Kind, RateLimit, Seed, Token};

const JSON: &str = "application/json";
/// The longest life that a long-term token may be asked for, in seconds.
const LONGEST_TTL: i64 = 7_776_000;
/// Its life when none is asked for, in seconds.
const DEFAULT_TTL: i64 = 2_592_000;

/// The token service's state, and the rules by which requests change it.
#[derive(Debug)]
pub struct TokenService {
    state: State,
}

/// What a path asks for.
enum Route {
    IssueLong,
    IssueShort,
    /// The id of the token; `None` if it is not text.
    Revoke(Option<String>),
}

impl TokenService {
    /// The token service in the state that a seed describes, lives counted from `now`.
    pub fn new(seed: &Seed, now: SystemTime) -> Self {
        Self {
            state: State::new(seed, now),
        }
    }

    fn handle(&mut self, request: &Request, now: SystemTime) -> Result<Response, Problem> {
        let route = route(&request.path).ok_or(Problem::NotFound)?;
        if request.method != "POST" {
            return Err(Problem::MethodNotAllowed);
        }
        match route {
            Route::IssueLong => self.issue_long(request, now),
            Route::IssueShort => self.issue_short(request, now),
            Route::Revoke(id) => self.revoke(request, id.as_deref(), now),
        }
    }

    fn issue_long(&mut self, request: &Request, now: SystemTime) -> Result<Response, Problem> {
        self.state.take(now)?;
        let wanted = LongRequest::read(request)?;
        let bearers_client = match &wanted.proof {
            Proof::ShortTermToken(value) => {
                let token = self.state.live(value.as_deref(), Some(Kind::Short), now)?;
                if !covers(&token.scopes, "tokens:write") {
                    return Err(Problem::InsufficientScope("tokens:write"));
                }
                Some(token.client_id.clone())
            }
            _ => None,
        };
        let client = self
            .state
            .client(&wanted.client_id)
            .ok_or(Problem::InvalidClient)?;
        let named = request.header("x-client-id");
        if !proves(&wanted.proof, client, bearers_client.as_deref())
            || named.is_some_and(|named| named != client.client_id)
        {
            return Err(Problem::InvalidClient);
        }
        if client.access_denied {
            return Err(Problem::AccessDenied);
        }
        let scopes = wanted.scopes.unwrap_or_else(|| client.scopes.clone());
        if !cover_all(&client.scopes, &scopes) {
            return Err(Problem::InvalidScope);
        }
        if let Proof::OtpCode(code) = &wanted.proof {
            // Only a token uses it up, and only this one of equal codes.
            let used = client.otp_codes.iter().position(|known| known == code);
            used.map(|place| client.otp_codes.remove(place));
        }
        let ttl = wanted.ttl_seconds.unwrap_or(DEFAULT_TTL);
        let token = state::Token {
            id: format!("tok_lt_{}", random::hex(12)),
            value: format!("lt_{}", random::hex(32)),
            kind: Kind::Long,
            client_id: wanted.client_id,
            scopes,
            expires: shift(now, ttl.min(client.max_ttl_seconds)),
            parent: None,
            revoked: false,
        };
        let response = issued(&token, now).with_header("X-Token-Id", token.id.as_str());
        self.state.add(token);
        Ok(response)
    }

    fn issue_short(&mut self, request: &Request, now: SystemTime) -> Result<Response, Problem> {
        self.state.take(now)?;
        let body = ShortBody::read(request)?;
        let value = match request.count("authorization") {
            0 => body.long_token.as_deref(),
            _ => request.bearer(),
        };
        let long = self.state.live(value, Some(Kind::Long), now)?;
        let scopes = body.scopes.unwrap_or_else(|| long.scopes.clone());
        if !cover_all(&long.scopes, &scopes) {
            return Err(Problem::InvalidScope);
        }
        let token = state::Token {
            id: format!("tok_st_{}", random::hex(12)),
            value: format!("stk_{}", random::hex(32)),
            kind: Kind::Short,
            client_id: long.client_id.clone(),
            scopes,
            expires: shift(now, self.state.short_lifetime).min(long.expires),
            parent: Some(long.id.clone()),
            revoked: false,
        };
        let response = issued(&token, now);
        self.state.add(token);
        Ok(response)
    }

    fn revoke(
        &mut self,
        request: &Request,
        id: Option<&str>,
        now: SystemTime,
    ) -> Result<Response, Problem> {
        let bearer = self.state.live(request.bearer(), None, now)?;
        if !covers(&bearer.scopes, "tokens:revoke") {
            return Err(Problem::InsufficientScope("tokens:revoke"));
        }
        let client_id = bearer.client_id.clone();
        match id {
            Some(id) if self.state.revoke(id, &client_id) => Ok(Response::empty(204)),
            _ => Err(Problem::NotFound),
        }
    }
}

impl Api for TokenService {
    fn respond(&mut self, request: &Request, now: SystemTime) -> Action {
        self.handle(request, now)
            .unwrap_or_else(|problem| problem.response())
            .into()
    }
}

fn route(path: &str) -> Option<Route> {
    let local = path
        .strip_prefix(ApiName::TokenService.base_path())?
        .strip_prefix("/auth/tokens/")?;
    match local {
        "long" => Some(Route::IssueLong),
        "short" => Some(Route::IssueShort),
        _ => {
            let id = local.strip_suffix("/revoke")?;
            let is_segment = !id.is_empty() && !id.contains('/');
            is_segment.then(|| Route::Revoke(percent_decode_text(id)))
        }
    }
}

/// Whether the proof is the client's own. A short-term token was checked before: what is left is
/// whose it is.
fn proves(proof: &Proof, client: &Client, bearers_client: Option<&str>) -> bool {
    match proof {
        Proof::ClientSecret(secret) => client.client_secret.as_ref() == Some(secret),
        Proof::OtpCode(code) => client.otp_codes.contains(code),
        Proof::Assertion(assertion) => client.assertions.contains(assertion),
        Proof::ShortTermToken(_) => bearers_client == Some(&client.client_id),
    }
}

fn issued(token: &state::Token, now: SystemTime) -> Response {
    let left = token.expires.duration_since(now).unwrap_or_default();
    let body = json!({
        "token_type": "Bearer",
        "access_token": token.value,
        "expires_in": left.as_secs(),
        "expires_at": rfc3339_seconds(token.expires),
        "scopes": token.scopes,
        "token_id": token.id,
    });
    Response::json(201, JSON, &body)
}
