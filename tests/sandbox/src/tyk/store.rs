//! What one API remembers: clients, codes, tokens, and the list of tokens of each client.

use std::collections::HashMap;

use super::client::Client;
use super::clock::Moment;

/// An authorization code.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: Vec<u8>,
    pub(crate) scope: String,
    pub(crate) key_rules: Vec<u8>,
    pub(crate) ends: Moment,
}

/// What is kept with an access token.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) token: String,
    pub(crate) refresh_token: String,
    pub(crate) client_id: String,
    pub(crate) ends: Moment,
}

/// What is kept with a refresh token.
#[derive(Debug, Clone)]
pub(crate) struct Refresh {
    pub(crate) access_token: String,
    pub(crate) client_id: String,
    /// The client had a redirect URI when the token was issued.
    pub(crate) redirects: bool,
    pub(crate) scope: String,
    /// `None` where the policy decided without anyone having been asked.
    pub(crate) key_rules: Option<Vec<u8>>,
    pub(crate) ends: Moment,
}

/// A token as a client's list has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Listed {
    /// Unix seconds.
    pub(crate) expires: i64,
    /// The token, or its hash.
    pub(crate) code: String,
}

/// The storage of one API.
#[derive(Debug, Default)]
pub(crate) struct Store {
    clients: HashMap<String, Client>,
    listed_clients: Vec<String>,
    pub(crate) codes: HashMap<String, Code>,
    access: HashMap<String, Access>,
    pub(crate) refresh: HashMap<String, Refresh>,
    tokens: HashMap<String, Vec<Listed>>,
}

impl Store {
    /// The client of an id; ids are compared as sent.
    pub(crate) fn client(&self, id: &[u8]) -> Option<&Client> {
        std::str::from_utf8(id)
            .ok()
            .and_then(|id| self.clients.get(id))
    }

    /// The clients as a list shows them, in no order.
    pub(crate) fn listed_clients(&self) -> Vec<&Client> {
        let mut clients: Vec<&Client> = self
            .listed_clients
            .iter()
            .filter_map(|id| self.clients.get(id))
            .collect();
        fastrand::shuffle(&mut clients);
        clients
    }

    /// Stores a client over any other of its id.
    ///
    /// Clustered storage finds the old entry of its list by looking for the id as text in each
    /// record, and so drops the entries of unrelated clients too.
    pub(crate) fn set_client(&mut self, client: Client, clustered: bool) {
        let clients = &self.clients;
        self.listed_clients.retain(|id| {
            let in_record = || {
                clients
                    .get(id)
                    .is_some_and(|held| held.record().contains(&client.id))
            };
            *id != client.id && !(clustered && in_record())
        });
        self.listed_clients.push(client.id.clone());
        self.clients.insert(client.id.clone(), client);
    }

    /// Deletes a client. Its list of tokens stays: a gateway deletes that of another id.
    pub(crate) fn delete_client(&mut self, id: &str) {
        self.clients.remove(id);
        self.listed_clients.retain(|listed| listed != id);
        self.tokens.remove(&format!("oauth-clientid.{id}"));
    }

    /// Keeps an access token under its stored text, and lists it.
    pub(crate) fn add_access(&mut self, stored: &str, access: Access) {
        let list = self.tokens.entry(access.client_id.clone()).or_default();
        list.retain(|listed| listed.code != stored);
        list.push(Listed {
            expires: access.ends.second(),
            code: stored.to_owned(),
        });
        list.sort_unstable();
        self.access.insert(stored.to_owned(), access);
    }

    /// The access token kept under one of two texts: its own hash, or itself taken for a hash.
    pub(crate) fn access(&self, stored: &str, token: &str, now: Moment) -> Option<&Access> {
        let find = |text: &str| self.access.get(text).filter(|access| now < access.ends);
        find(stored).or_else(|| find(token))
    }

    /// Forgets an access token and delists it, with every other that ends in the same second.
    pub(crate) fn remove_access(&mut self, stored: &str, token: &str, now: Moment) {
        let found = self.access(stored, token, now);
        let found = found.map(|access| (access.client_id.clone(), access.ends.second()));
        if let Some((client_id, second)) = found {
            let list = self.tokens.entry(client_id).or_default();
            list.retain(|listed| listed.expires != second);
        }
        self.access.remove(stored);
    }

    /// A client's tokens that are not over, by their end and then by their text.
    pub(crate) fn tokens(&self, client_id: &[u8], now: Moment) -> Vec<Listed> {
        let list = std::str::from_utf8(client_id)
            .ok()
            .and_then(|id| self.tokens.get(id));
        let current = list
            .into_iter()
            .flatten()
            .filter(|listed| listed.expires >= now.second());
        current.cloned().collect()
    }

    /// Takes tokens that ended by a given second from all lists.
    pub(crate) fn purge(&mut self, second: i64) {
        for list in self.tokens.values_mut() {
            list.retain(|listed| listed.expires > second);
        }
    }
}
