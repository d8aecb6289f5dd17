//! The control API's operations on tokens.

use super::clock::Moment;
use super::go::encode::{self, Html, Object};
use super::go::form::Form;
use super::go::query;
use super::reply;
use super::state::State;
use super::store::Listed;
use crate::exchange::{Action, Request};

const PAGE_SIZE: u8 = 100;
const MALFORMED: &str = "cannot parse form. Form malformed";
const CLIENT_MISSING: &str = "oauth client doesn't exist";

/// `GET /tyk/oauth/clients/{apiID}/{keyName}/tokens`.
pub(crate) fn list(
    state: &State,
    api_id: &[u8],
    client_id: &[u8],
    query: &query::Values,
    now: Moment,
) -> Action {
    let Some(at) = state.api(api_id) else {
        return reply::error(404, "OAuth Client ID not found");
    };
    if !state.apis[at].open {
        return Action::Close;
    }
    let tokens = state.apis[at].store.tokens(client_id, now);
    match query::get(query, "page") {
        b"" => reply::json(200, &shown(&tokens)),
        page => {
            let page = page_number(page);
            let shown = on_page(&tokens, page).map(|on_page| shown_page(&tokens, on_page, page));
            shown.map_or(Action::Close, |shown| reply::json(200, &shown))
        }
    }
}

fn shown(tokens: &[Listed]) -> String {
    let tokens = tokens.iter().map(|listed| {
        Object::new(Html::Escaped)
            .string("code", &listed.code)
            .raw("expires", listed.expires)
            .finish()
    });
    encode::array(&tokens.collect::<Vec<_>>())
}

/// The tokens of a page; `None` where the gateway's arithmetic overflows and it drops the connection.
fn on_page(tokens: &[Listed], page: i64) -> Option<&[Listed]> {
    let size = i64::from(PAGE_SIZE);
    let start = page.wrapping_sub(1).wrapping_mul(size);
    let end = start.wrapping_add(size);
    let within = |at: i64| usize::try_from(at).ok().map(|at| at.min(tokens.len()));
    if tokens.is_empty() {
        return Some(tokens);
    }
    tokens.get(within(start)?..within(end)?)
}

fn shown_page(tokens: &[Listed], on_page: &[Listed], page: i64) -> String {
    let pagination = Object::new(Html::Escaped)
        .raw("page_num", page)
        .raw("page_total", tokens.len().div_ceil(usize::from(PAGE_SIZE)))
        .raw("page_size", PAGE_SIZE);
    Object::new(Html::Escaped)
        .raw("Pagination", pagination.finish())
        .raw("Tokens", shown(on_page))
        .finish()
}

/// What is no number, or below 1, is the first page.
fn page_number(page: &[u8]) -> i64 {
    let page = std::str::from_utf8(page)
        .ok()
        .and_then(|page| page.parse().ok());
    page.filter(|page| *page >= 1).unwrap_or(1)
}

/// `DELETE /tyk/oauth/refresh/{keyName}?api_id=`.
pub(crate) fn invalidate_refresh(state: &mut State, token: &[u8], query: &query::Values) -> Action {
    let api_id = query::get(query, "api_id");
    if api_id.is_empty() {
        return reply::error(400, "Missing parameter api_id");
    }
    let Some(at) = state.api(api_id) else {
        return reply::error(404, "API for this refresh token not found");
    };
    if !state.apis[at].open {
        return reply::error(400, "OAuth is not enabled on this API");
    }
    if let Ok(token) = std::str::from_utf8(token) {
        state.apis[at].store.refresh.remove(token);
    }
    reply::deleted(token)
}

/// `POST /tyk/oauth/revoke`.
pub(crate) fn revoke(state: &mut State, request: &Request, now: Moment) -> Action {
    let form = Form::parse(request);
    if form.outcome.is_some() {
        return reply::error(400, MALFORMED);
    }
    let (token, client_id) = (form.posted("token"), form.posted("client_id"));
    if token.is_empty() {
        return reply::error(400, "token is required");
    }
    if client_id.is_empty() {
        return reply::error(400, "client_id is required");
    }
    let apis = state.apis_of_client(client_id, form.posted("org_id"));
    if apis.is_empty() {
        return reply::error(400, CLIENT_MISSING);
    }
    for api in apis {
        remove(state, api, token, form.posted("token_type_hint"), now);
    }
    reply::done("token revoked successfully")
}

/// `POST /tyk/oauth/revoke_all`.
pub(crate) fn revoke_all(state: &mut State, request: &Request, now: Moment) -> Action {
    let form = Form::parse(request);
    if form.outcome.is_some() {
        return reply::error(400, MALFORMED);
    }
    let (client_id, secret) = (form.posted("client_id"), form.posted("client_secret"));
    if client_id.is_empty() {
        return reply::error(401, "client_id is required");
    }
    if secret.is_empty() {
        return reply::error(401, "client_secret is required");
    }
    let apis = state.apis_of_client(client_id, form.posted("org_id"));
    if apis.is_empty() {
        return reply::error(404, CLIENT_MISSING);
    }
    for api in apis {
        // A wrong secret revokes nothing, and the response does not say so.
        let _ = remove_all(state, api, client_id, secret, now);
    }
    reply::done("tokens revoked successfully")
}

/// Removes a token of the kind that the hint names, or of both.
pub(crate) fn remove(state: &mut State, api: usize, token: &[u8], hint: &[u8], now: Moment) {
    let Ok(token) = std::str::from_utf8(token) else {
        return;
    };
    if hint != b"refresh_token" {
        state.remove_access(api, token, now);
    }
    if hint != b"access_token" {
        state.apis[api].store.refresh.remove(token);
    }
}

/// Why a client's tokens were not revoked.
pub(crate) enum NotRevoked {
    NoClient,
    WrongSecret,
}

/// Removes a client's listed tokens, and the refresh tokens issued with them.
pub(crate) fn remove_all(
    state: &mut State,
    api: usize,
    client_id: &[u8],
    secret: &[u8],
    now: Moment,
) -> Result<(), NotRevoked> {
    let store = &state.apis[api].store;
    let client = store.client(client_id).ok_or(NotRevoked::NoClient)?;
    if client.secret.as_bytes() != secret {
        return Err(NotRevoked::WrongSecret);
    }
    for listed in store.tokens(client_id, now) {
        let stored = state.keys.stored(&listed.code);
        let store = &mut state.apis[api].store;
        if let Some(access) = store.access(&stored, &listed.code, now).cloned() {
            store.refresh.remove(&access.refresh_token);
            state.remove_access(api, &access.token, now);
        }
    }
    Ok(())
}

/// `DELETE /tyk/oauth/tokens?scope=lapsed`.
pub(crate) fn purge(state: &mut State, query: &query::Values, now: Moment) -> Action {
    if !query.contains_key("scope".as_bytes()) {
        return reply::error(422, "scope parameter is required");
    }
    if query::get(query, "scope") != b"lapsed" {
        return reply::error(400, "unknown scope");
    }
    if state.retain_seconds > 0 {
        let lapsed = now.second() - i64::from(state.retain_seconds);
        for api in &mut state.apis {
            api.store.purge(lapsed);
        }
    }
    reply::done("lapsed tokens purged")
}
