//! The control API's operations on clients.

use super::client::{Client, MetaData};
use super::clock::Moment;
use super::go::encode;
use super::go::json::{self, Kind};
use super::state::State;
use super::{random, reply};
use crate::exchange::Action;

const API_MISSING: &str = "API doesn't exist";
const CLIENT_MISSING: &str = "OAuth Client ID not found";
const NOT_OAUTH: &str = "API is not OAuth2";
const POLICY_MISSING: &str = "Policy doesn't exist";
const POLICY_WITHOUT_API: &str =
    "Policy access rights doesn't contain API this OAuth client belongs to";

/// A client as a request describes it, and the API it is meant for.
#[derive(Default)]
pub(crate) struct Described {
    pub(crate) client: Client,
    api_id: String,
}

impl Described {
    /// Reads a request's body; `None` for what is not of that form.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let mut described = Self::default();
        let members = match json::first(body).ok()?.kind {
            Kind::Null => return Some(described),
            Kind::Object(members) => members,
            _ => return None,
        };
        for (name, value) in &members {
            if json::same_name(name, "meta_data") {
                if value.overflows {
                    return None;
                }
                described.client.meta_data = MetaData::from(value);
            } else if let Some(field) = described.field(name) {
                match &value.kind {
                    Kind::String(text) => field.clone_from(text),
                    Kind::Null => {}
                    _ => return None,
                }
            }
        }
        Some(described)
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        let Client {
            id,
            secret,
            redirect_uri,
            policy_id,
            description,
            ..
        } = &mut self.client;
        let fields = [
            ("client_id", id),
            ("secret", secret),
            ("redirect_uri", redirect_uri),
            ("policy_id", policy_id),
            ("description", description),
            ("api_id", &mut self.api_id),
        ];
        fields
            .into_iter()
            .find_map(|(field, value)| json::same_name(name, field).then_some(value))
    }
}

/// `POST /tyk/oauth/clients/create`.
pub(crate) fn create(state: &mut State, body: &[u8]) -> Action {
    let Some(Described { mut client, api_id }) = Described::read(body) else {
        return reply::error(500, "Unmarshalling failed");
    };
    if client.id.is_empty() {
        client.id = random::hex();
    }
    if client.secret.is_empty() {
        client.secret = random::secret();
    }
    let stored = if api_id.is_empty() {
        create_by_policy(state, &client)
    } else {
        create_in_api(state, &client, &api_id)
    };
    match stored {
        Ok(()) => reply::json(200, &client.shown()),
        Err(message) => reply::error(400, message),
    }
}

fn create_in_api(state: &mut State, client: &Client, api_id: &str) -> Result<(), &'static str> {
    let at = state.api(api_id.as_bytes()).ok_or(API_MISSING)?;
    if !state.apis[at].seed.oauth {
        return Err(NOT_OAUTH);
    }
    state.apis[at]
        .store
        .set_client(client.clone(), state.clustered);
    Ok(())
}

fn create_by_policy(state: &mut State, client: &Client) -> Result<(), &'static str> {
    let policy = state.policy(&client.policy_id).ok_or(POLICY_MISSING)?;
    let mut api_ids = policy.api_ids.clone();
    // A gateway goes through them in no order, and what it did before an error stays done.
    fastrand::shuffle(&mut api_ids);
    let mut stored = false;
    for api_id in api_ids {
        let at = state.api(api_id.as_bytes()).ok_or(API_MISSING)?;
        let api = &mut state.apis[at];
        if api.seed.oauth || api.seed.jwt {
            stored = true;
            api.open = true;
            api.store.set_client(client.clone(), state.clustered);
        }
    }
    if stored { Ok(()) } else { Err(NOT_OAUTH) }
}

/// `GET /tyk/oauth/clients/{apiID}`.
pub(crate) fn list(state: &State, api_id: &[u8]) -> Action {
    let Some(at) = state.api(api_id) else {
        return reply::json(404, "null");
    };
    let api = &state.apis[at];
    let clients = if api.seed.oauth {
        api.store.listed_clients()
    } else {
        Vec::new()
    };
    let shown: Vec<String> = clients.iter().map(|client| client.shown()).collect();
    reply::json(200, &encode::array(&shown))
}

/// `GET /tyk/oauth/clients/{apiID}/{keyName}`.
pub(crate) fn get(state: &mut State, api_id: &[u8], client_id: &[u8]) -> Action {
    let Some(at) = state.api(api_id) else {
        return reply::error(404, CLIENT_MISSING);
    };
    state.apis[at].open = true;
    match state.apis[at].store.client(client_id) {
        Some(client) => reply::json(200, &client.shown()),
        None => reply::error(404, CLIENT_MISSING),
    }
}

/// How an update shows the client it updated.
#[derive(Clone, Copy)]
pub(crate) enum Shown {
    Alone,
    InArray,
}

/// `PUT /tyk/oauth/clients/{apiID}/{keyName}`; without a name, that of the body.
pub(crate) fn update(
    state: &mut State,
    api_id: &[u8],
    client_id: Option<&[u8]>,
    body: &[u8],
    now: Moment,
) -> Action {
    let Some(Described {
        client: described, ..
    }) = Described::read(body)
    else {
        return reply::error(500, "Unmarshalling failed");
    };
    let Some(at) = state.api(api_id) else {
        return reply::error(404, API_MISSING);
    };
    let api = &state.apis[at];
    if !described.policy_id.is_empty() {
        let Some(policy) = state.policy_of(&api.seed.org, &described.policy_id) else {
            return reply::error(404, POLICY_MISSING);
        };
        if !policy.api_ids.contains(&api.seed.id) {
            return reply::error(400, POLICY_WITHOUT_API);
        }
    }
    if !api.open {
        return Action::Close;
    }
    let shown = if client_id.is_some() {
        Shown::Alone
    } else {
        Shown::InArray
    };
    let Some(old) = api
        .store
        .client(client_id.unwrap_or(described.id.as_bytes()))
        .cloned()
    else {
        return reply::error(404, CLIENT_MISSING);
    };
    let updated = Client {
        id: old.id.clone(),
        secret: old.secret.clone(),
        ..described
    };
    replace(state, at, &old, &updated, shown, now)
}

/// `PUT /tyk/oauth/clients/{apiID}/{keyName}/rotate`.
pub(crate) fn rotate(state: &mut State, api_id: &[u8], client_id: &[u8], now: Moment) -> Action {
    let Some(at) = state.api(api_id) else {
        return reply::error(404, API_MISSING);
    };
    let api = &state.apis[at];
    if !api.open {
        return Action::Close;
    }
    let Some(old) = api.store.client(client_id).cloned() else {
        return reply::error(404, CLIENT_MISSING);
    };
    let rotated = Client {
        secret: random::secret(),
        ..old.clone()
    };
    replace(state, at, &old, &rotated, Shown::Alone, now)
}

fn replace(
    state: &mut State,
    at: usize,
    old: &Client,
    new: &Client,
    shown: Shown,
    now: Moment,
) -> Action {
    state.apis[at]
        .store
        .set_client(new.clone(), state.clustered);
    if !old.policy_id.is_empty() && old.policy_id != new.policy_id {
        // The list has the stored texts: hashes do not lead to the sessions behind them.
        for listed in state.apis[at].store.tokens(new.id.as_bytes(), now) {
            state.remove_access(at, &listed.code, now);
        }
    }
    match shown {
        Shown::Alone => reply::json(200, &new.shown()),
        Shown::InArray => reply::json(200, &encode::array(&[new.shown()])),
    }
}

/// `DELETE /tyk/oauth/clients/{apiID}/{keyName}`; an empty name is deleted as gladly.
pub(crate) fn delete(state: &mut State, api_id: &[u8], client_id: &[u8]) -> Action {
    match state.api(api_id) {
        Some(at) if state.apis[at].open => {
            if let Ok(client_id) = std::str::from_utf8(client_id) {
                state.apis[at].store.delete_client(client_id);
            }
            reply::deleted(client_id)
        }
        _ => reply::error(404, CLIENT_MISSING),
    }
}

/// `GET /tyk/oauth/clients/apis/{appID}?orgID=`.
pub(crate) fn apis(state: &State, client_id: &[u8], org: &[u8]) -> Action {
    let places = state.apis_of_client(client_id, org);
    let ids = places.into_iter().map(|at| {
        let mut id = String::new();
        encode::string(
            &mut id,
            state.apis[at].seed.id.as_bytes(),
            encode::Html::Escaped,
        );
        id
    });
    reply::json(200, &encode::array(&ids.collect::<Vec<_>>()))
}
