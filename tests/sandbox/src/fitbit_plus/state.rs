//! What Fitbit Plus remembers.

use std::time::SystemTime;

use super::body::Grant;
use super::seed::{Client, Group, Organization, Seed};
use crate::clock::shift;
use crate::random;

/// A pair of tokens.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) id: String,
    pub(super) access: String,
    pub(super) refresh: String,
    pub(super) client_id: String,
    expires: SystemTime,
    /// Its refresh token was used: neither of the pair is good for anything.
    retired: bool,
}

/// What Fitbit Plus remembers.
#[derive(Debug)]
pub(super) struct State {
    seed: Seed,
    tokens: Vec<Token>,
}

impl State {
    pub(super) fn new(seed: &Seed, now: SystemTime) -> Self {
        let tokens = seed.tokens.iter().map(|token| Token {
            id: token.id.clone(),
            access: token.access_token.clone(),
            refresh: token.refresh_token.clone(),
            client_id: token.client_id.clone(),
            expires: shift(now, token.expires_in),
            retired: token.retired,
        });
        Self {
            tokens: tokens.collect(),
            seed: seed.clone(),
        }
    }

    pub(super) fn lifetime(&self) -> i64 {
        self.seed.token_lifetime_seconds
    }

    pub(super) fn client(&self, id: &str) -> Option<&Client> {
        self.seed
            .clients
            .iter()
            .find(|client| client.client_id == id)
    }

    pub(super) fn groups(&self, client: &Client) -> Vec<&Group> {
        let known = |id: &String| self.seed.groups.iter().find(|group| group.id == *id);
        client.groups.iter().filter_map(known).collect()
    }

    pub(super) fn organization(&self, client: &Client) -> Option<&Organization> {
        let mut organizations = self.seed.organizations.iter();
        organizations.find(|organization| organization.id == client.organization)
    }

    /// The token of a live access token.
    pub(super) fn live(&self, access_token: &str, now: SystemTime) -> Option<&Token> {
        self.tokens
            .iter()
            .find(|token| token.access == access_token && !token.retired && now < token.expires)
    }

    /// Issues a token; none if the client or its proof is not known. A refresh retires the old
    /// pair, and may come after the access token has expired.
    pub(super) fn issue(
        &mut self,
        client_id: &str,
        grant: &Grant,
        now: SystemTime,
    ) -> Option<Token> {
        let client = self.client(client_id)?;
        match grant {
            Grant::ClientCredentials { client_secret } => {
                if client.client_secret != *client_secret {
                    return None;
                }
            }
            Grant::RefreshToken { refresh_token } => {
                let old = self.tokens.iter_mut().find(|token| {
                    token.refresh == *refresh_token
                        && token.client_id == client_id
                        && !token.retired
                })?;
                old.retired = true;
            }
        }
        let token = Token {
            id: random::hex(24),
            access: format!("at-{}", random::hex(32)),
            refresh: format!("rt-{}", random::hex(32)),
            client_id: client_id.to_owned(),
            expires: shift(now, self.lifetime()),
            retired: false,
        };
        self.tokens.push(token.clone());
        Some(token)
    }
}
