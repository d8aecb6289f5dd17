//! The OAuth routes under an API's own paths.

use super::clock::Moment;
use super::go::form::Form;
use super::go::path::Path;
use super::state::State;
use super::{authorize, grants, proxied, reply, tokens};
use crate::exchange::{Action, Request};

/// What the token route adds to each response.
const SECURE: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("X-XSS-Protection", "1; mode=block"),
    ("X-Frame-Options", "DENY"),
    (
        "Strict-Transport-Security",
        "max-age=63072000; includeSubDomains",
    ),
    ("Cache-Control", "no-cache, no-store, must-revalidate"),
    ("Pragma", "no-cache"),
    ("Expires", "0"),
];

const MALFORMED: &str = "error parsing form. Form malformed";

/// Responds to a call below an API, its path without the prefix; it starts with `/`.
pub(crate) fn respond(
    state: &mut State,
    api: usize,
    path: &Path,
    request: &Request,
    now: Moment,
) -> Action {
    if !state.apis[api].seed.oauth {
        return proxied::respond(state, api, path, request, now);
    }
    let method = request.method.as_str();
    match path.decoded.as_slice() {
        b"/tyk/oauth/authorize-client" | b"/tyk/oauth/authorize-client/" => {
            super::control::with_key(state, request, |state| match method {
                "POST" => authorize::approve(state, api, request, now),
                _ => reply::method_not_supported(),
            })
        }
        b"/oauth/authorize" | b"/oauth/authorize/" => match method {
            "GET" | "POST" => authorize::ask(state, api, request),
            _ => reply::method_not_supported(),
        },
        b"/oauth/token" | b"/oauth/token/" => {
            let action = match method {
                "GET" | "POST" => grants::token(state, api, request, now),
                _ => reply::method_not_supported(),
            };
            reply::with_headers(action, SECURE)
        }
        b"/oauth/revoke" => revoke(state, api, request, now),
        b"/oauth/revoke_all" => revoke_all(state, api, request, now),
        _ => proxied::respond(state, api, path, request, now),
    }
}

fn revoke(state: &mut State, api: usize, request: &Request, now: Moment) -> Action {
    let form = Form::parse(request);
    if form.outcome.is_some() {
        return reply::error(400, MALFORMED);
    }
    let token = form.posted("token");
    if token.is_empty() {
        return reply::error(400, "token is required");
    }
    tokens::remove(state, api, token, form.posted("token_type_hint"), now);
    reply::done("token revoked successfully")
}

fn revoke_all(state: &mut State, api: usize, request: &Request, now: Moment) -> Action {
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
    match tokens::remove_all(state, api, client_id, secret, now) {
        Err(tokens::NotRevoked::NoClient) => reply::error(404, "error getting oauth client"),
        Err(tokens::NotRevoked::WrongSecret) => reply::error(401, "client secret is wrong"),
        Ok(()) => reply::done("tokens revoked successfully"),
    }
}
