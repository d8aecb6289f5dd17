//! Everything a gateway remembers.

use std::collections::HashMap;

use super::client::Client;
use super::clock::Moment;
use super::hash::Keys;
use super::seed::{self, Policy, Seed};
use super::session::Session;
use super::store::{Access, Code, Refresh, Store};

/// An API and its storage.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) seed: seed::Api,
    pub(crate) listen_path: String,
    /// The gateway has opened the storage: for an OAuth API at its start, for others on the way.
    pub(crate) open: bool,
    pub(crate) store: Store,
}

/// A gateway's memory.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) secret: String,
    pub(crate) oauth_error_status: u16,
    pub(crate) keys: Keys,
    pub(crate) clustered: bool,
    pub(crate) retain_seconds: u32,
    pub(crate) apis: Vec<Api>,
    policies: Vec<Policy>,
    /// By the stored text of the access token, whatever the API it was issued for.
    pub(crate) sessions: HashMap<String, Session>,
}

impl State {
    pub(crate) fn new(seed: Seed) -> Self {
        let keys = Keys {
            hashed: seed.hash_keys,
            function: seed.hash_key_function,
        };
        let mut state = Self {
            secret: seed.secret,
            oauth_error_status: seed.oauth_error_status_code,
            keys,
            clustered: seed.clustered_storage,
            retain_seconds: seed.oauth_token_expired_retain_period,
            apis: Vec::new(),
            policies: seed.policies,
            sessions: HashMap::new(),
        };
        for api in seed.apis {
            state.add_api(api);
        }
        state
    }

    fn add_api(&mut self, seed: seed::Api) {
        let mut store = Store::default();
        for client in &seed.clients {
            store.set_client(Client::from(client), self.clustered);
        }
        for code in &seed.codes {
            let registered = store.client(code.client_id.as_bytes());
            let registered = registered.map(|client| client.redirect_uri.clone());
            let kept = Code {
                client_id: code.client_id.clone(),
                redirect_uri: code
                    .redirect_uri
                    .clone()
                    .or(registered)
                    .unwrap_or_default()
                    .into(),
                scope: code.scope.clone(),
                key_rules: code.key_rules.clone().into(),
                ends: Moment::at_second(code.expires),
            };
            store.codes.insert(code.code.clone(), kept);
        }
        for token in &seed.access_tokens {
            let stored = self.keys.stored(&token.token);
            let access = Access {
                token: token.token.clone(),
                refresh_token: token.refresh_token.clone(),
                client_id: token.client_id.clone(),
                ends: Moment::at_second(token.expires),
            };
            store.add_access(&stored, access);
            let session = Session {
                org: seed.org.clone(),
                client_id: token.client_id.clone(),
                expires: token.expires,
                policies: token.policy_id.iter().cloned().collect(),
                ..Session::default()
            };
            self.sessions.insert(stored, session);
        }
        for token in &seed.refresh_tokens {
            let refresh = Refresh {
                access_token: token.access_token.clone(),
                client_id: token.client_id.clone(),
                redirects: true,
                scope: token.scope.clone(),
                key_rules: Some(token.key_rules.clone().into()),
                ends: Moment::at_second(token.expires),
            };
            store.refresh.insert(token.token.clone(), refresh);
        }
        let listen_path = seed
            .listen_path
            .clone()
            .unwrap_or_else(|| format!("/{}/", seed.id));
        self.apis.push(Api {
            open: seed.oauth,
            listen_path,
            store,
            seed,
        });
    }

    /// The place of the API of an id.
    pub(crate) fn api(&self, id: &[u8]) -> Option<usize> {
        self.apis
            .iter()
            .position(|api| api.seed.id.as_bytes() == id)
    }

    /// The policy of an id, whoever owns it.
    pub(crate) fn policy(&self, id: &str) -> Option<&Policy> {
        self.policies.iter().rev().find(|policy| policy.id == id)
    }

    /// The policy of an id in an organization.
    pub(crate) fn policy_of(&self, org: &str, id: &str) -> Option<&Policy> {
        self.policies
            .iter()
            .find(|policy| policy.id == id && policy.org == org)
    }

    /// The places of the APIs of an organization, or of all when it is empty, that have a client
    /// in their list; in no order.
    pub(crate) fn apis_of_client(&self, client_id: &[u8], org: &[u8]) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.apis.len())
            .filter(|at| {
                let api = &self.apis[*at];
                let listed = || api.store.listed_clients();
                api.seed.oauth
                    && (org.is_empty() || api.seed.org.as_bytes() == org)
                    && listed()
                        .iter()
                        .any(|client| client.id.as_bytes() == client_id)
            })
            .collect();
        fastrand::shuffle(&mut places);
        places
    }

    /// Revokes an access token in one API and everywhere else.
    pub(crate) fn remove_access(&mut self, api: usize, token: &str, now: Moment) {
        let stored = self.keys.stored(token);
        let Api { seed, store, .. } = &mut self.apis[api];
        store.remove_access(&stored, token, now);
        let with_org = self.keys.stored(&self.keys.token(&seed.org, token));
        self.sessions.remove(&stored);
        self.sessions.remove(&with_org);
    }

    /// The session behind a token as an API sees it; the token's bare id will do as well.
    pub(crate) fn session(&self, org: &str, token: &str) -> Option<&Session> {
        let with_org = self.keys.stored(&self.keys.token(org, token));
        self.sessions
            .get(&with_org)
            .or_else(|| self.sessions.get(&self.keys.stored(token)))
    }
}
