//! Issuing access tokens, and refresh tokens with them.

use super::client::Client;
use super::clock::Moment;
use super::oauth::{OauthError, Output};
use super::random;
use super::session::Session;
use super::state::State;
use super::store::{Access, Refresh};

const ACCESS_SECONDS: i64 = 3600;
const REFRESH_SECONDS: i64 = 1_209_600;

/// What is asked for.
pub(crate) struct Order<'a> {
    pub(crate) client: &'a Client,
    /// `None` where nobody could give any.
    pub(crate) key_rules: Option<Vec<u8>>,
    pub(crate) scope: Vec<u8>,
    pub(crate) refreshable: bool,
}

/// Why nothing was issued.
pub(crate) enum Failure {
    /// Neither usable key rules nor a policy.
    NoPolicy,
    /// The client's metadata made the gateway drop the connection.
    Broken,
}

/// Why a grant failed.
pub(crate) enum Refusal {
    Error(OauthError),
    /// The gateway drops the connection.
    Broken,
}

impl From<OauthError> for Refusal {
    fn from(error: OauthError) -> Self {
        Self::Error(error)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NoPolicy => Self::Error(OauthError::ServerError),
            Failure::Broken => Self::Broken,
        }
    }
}

/// Issues tokens for an API and says what they are.
pub(crate) fn issue(
    state: &mut State,
    api: usize,
    order: Order<'_>,
    now: Moment,
) -> Result<Output, Failure> {
    let Order {
        client,
        key_rules,
        scope,
        refreshable,
    } = order;
    let session = session(state, client, key_rules.as_deref()).ok_or(Failure::NoPolicy)?;
    let token = state.keys.token(&session.org, &random::hex());
    let refresh_token = if refreshable {
        random::secret()
    } else {
        String::new()
    };
    let stored = state.keys.stored(&token);
    let ends = now.plus_seconds(ACCESS_SECONDS);
    let access = Access {
        token: token.clone(),
        refresh_token: refresh_token.clone(),
        client_id: client.id.clone(),
        ends,
    };
    let store = &mut state.apis[api].store;
    store.add_access(&stored, access);
    if !client.meta_data.usable {
        // Only here does a gateway look at the metadata: the token is listed already.
        return Err(Failure::Broken);
    }
    if refreshable {
        let refresh = Refresh {
            access_token: token.clone(),
            client_id: client.id.clone(),
            redirects: !client.redirect_uri.is_empty(),
            scope: super::go::utf8::lossy(&scope),
            key_rules,
            ends: now.plus_seconds(REFRESH_SECONDS),
        };
        store.refresh.insert(refresh_token.clone(), refresh);
    }
    let session = Session {
        client_id: client.id.clone(),
        expires: ends.second(),
        ..session
    };
    state.sessions.insert(stored, session);
    Ok(Output::default()
        .text("access_token", token)
        .text("token_type", "bearer")
        .number("expires_in", ACCESS_SECONDS)
        .text("refresh_token", refresh_token))
}

fn session(state: &State, client: &Client, key_rules: Option<&[u8]>) -> Option<Session> {
    key_rules.and_then(Session::from_key_rules).or_else(|| {
        let policy = state.policy(&client.policy_id)?;
        Some(Session {
            org: policy.org.clone(),
            policies: vec![policy.id.clone()],
            ..Session::default()
        })
    })
}
