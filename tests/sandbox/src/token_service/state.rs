//! What the token service remembers.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use super::problem::Problem;
use super::seed::{Client, Kind, RateLimit, Seed};
use crate::clock::shift;

const MINUTE: Duration = Duration::from_secs(60);

/// A token that was issued.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) id: String,
    pub(super) value: String,
    pub(super) kind: Kind,
    pub(super) client_id: String,
    pub(super) scopes: Vec<String>,
    pub(super) expires: SystemTime,
    /// Of a short-term token, the id of the long-term one that it comes from.
    pub(super) parent: Option<String>,
    pub(super) revoked: bool,
}

/// What the token service remembers.
#[derive(Debug)]
pub(super) struct State {
    rate_limit: RateLimit,
    pub(super) short_lifetime: i64,
    clients: Vec<Client>,
    tokens: Vec<Token>,
    /// When the requests of the last minute were taken.
    taken: VecDeque<SystemTime>,
}

impl State {
    pub(super) fn new(seed: &Seed, now: SystemTime) -> Self {
        let tokens = seed.tokens.iter().map(|token| Token {
            id: token.id.clone(),
            value: token.token.clone(),
            kind: token.kind,
            client_id: token.client_id.clone(),
            scopes: token.scopes.clone(),
            expires: shift(now, token.expires_in),
            parent: token.parent.clone(),
            revoked: token.revoked,
        });
        Self {
            rate_limit: seed.rate_limit,
            short_lifetime: seed.short_token_lifetime_seconds,
            clients: seed.clients.clone(),
            tokens: tokens.collect(),
            taken: VecDeque::new(),
        }
    }

    /// Takes a request if the limit allows it.
    pub(super) fn take(&mut self, now: SystemTime) -> Result<(), Problem> {
        if !self.rate_limit.enabled {
            return Ok(());
        }
        let age = |at: &SystemTime| now.duration_since(*at).unwrap_or_default();
        self.taken.retain(|at| age(at) < MINUTE);
        if self.taken.len() >= self.rate_limit.per_minute {
            let oldest = self.taken.front().map(age).unwrap_or_default();
            return Err(Problem::RateLimited(MINUTE.saturating_sub(oldest)));
        }
        self.taken.push_back(now);
        Ok(())
    }

    pub(super) fn client(&mut self, id: &str) -> Option<&mut Client> {
        self.clients
            .iter_mut()
            .find(|client| client.client_id == id)
    }

    /// The live token of that value, of one kind or of any.
    pub(super) fn live(
        &self,
        value: Option<&str>,
        kind: Option<Kind>,
        now: SystemTime,
    ) -> Result<&Token, Problem> {
        let token = self
            .tokens
            .iter()
            .find(|token| Some(token.value.as_str()) == value)
            .filter(|token| kind.is_none_or(|kind| kind == token.kind) && !self.is_revoked(token))
            .ok_or(Problem::InvalidToken)?;
        if token.expires <= now {
            return Err(Problem::TokenExpired);
        }
        Ok(token)
    }

    /// A short-term token goes with the one it comes from.
    fn is_revoked(&self, token: &Token) -> bool {
        token.revoked
            || self
                .tokens
                .iter()
                .any(|other| other.revoked && Some(&other.id) == token.parent.as_ref())
    }

    pub(super) fn add(&mut self, token: Token) {
        self.tokens.push(token);
    }

    /// Revokes a client's token; false if it has none of that id.
    pub(super) fn revoke(&mut self, id: &str, client_id: &str) -> bool {
        let token = self
            .tokens
            .iter_mut()
            .find(|token| token.id == id && token.client_id == client_id);
        match token {
            Some(token) => {
                token.revoked = true;
                true
            }
            None => false,
        }
    }
}
