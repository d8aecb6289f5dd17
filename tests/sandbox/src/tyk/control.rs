//! The control API: everything under `/tyk/`.

use super::clock::Moment;
use super::go::encode::{self, Html, Object};
use super::go::form::{Form, query_of};
use super::go::query;
use super::profile::Profile;
use super::state::State;
use super::{authorize, clients, reply, tokens};
use crate::exchange::{Action, Request};

/// What a route leads to; ids are as decoded from the path.
enum Operation<'a> {
    Create,
    Apis {
        client_id: &'a [u8],
    },
    List {
        api_id: &'a [u8],
    },
    Get {
        api_id: &'a [u8],
        client_id: &'a [u8],
    },
    Update {
        api_id: &'a [u8],
        client_id: Option<&'a [u8]>,
    },
    Delete {
        api_id: &'a [u8],
        client_id: &'a [u8],
    },
    Rotate {
        api_id: &'a [u8],
        client_id: &'a [u8],
    },
    Tokens {
        api_id: &'a [u8],
        client_id: &'a [u8],
    },
    InvalidateRefresh {
        token: &'a [u8],
    },
    Revoke,
    RevokeAll,
    Purge,
    Authorize,
    Definitions,
    Reload,
}

/// Goes on only with the admin key.
pub(crate) fn with_key(
    state: &mut State,
    request: &Request,
    next: impl FnOnce(&mut State) -> Action,
) -> Action {
    if request.header("X-Tyk-Authorization").unwrap_or_default() == state.secret {
        return next(state);
    }
    reply::error(
        403,
        "Attempted administrative access with invalid or missing key!",
    )
}

/// Responds to a call, its path without `/tyk`; it starts with `/`.
pub(crate) fn respond(
    state: &mut State,
    profile: Profile,
    path: &[u8],
    request: &Request,
    now: Moment,
) -> Action {
    with_key(state, request, |state| {
        let path = path.strip_suffix(b"/").unwrap_or(path);
        if path.is_empty() {
            return reply::redirect(301, "/");
        }
        let segments: Vec<&[u8]> = path[1..].split(|byte| *byte == b'/').collect();
        let routes = routes(&segments, profile, request);
        let found = routes.iter().find(|(method, _)| *method == request.method);
        match found {
            Some((_, operation)) => perform(state, operation, request, now),
            None if routes.is_empty() => reply::page_not_found(),
            None => reply::method_not_supported(),
        }
    })
}

/// The routes of a path, by method, in the order they are tried.
fn routes<'a>(
    segments: &[&'a [u8]],
    profile: Profile,
    request: &Request,
) -> Vec<(&'static str, Operation<'a>)> {
    use Operation as Op;
    let seed = profile == Profile::Seed;
    let mut routes = Vec::new();
    match *segments {
        [b"oauth", b"clients", api_id] => {
            if api_id == b"create" {
                routes.push(("POST", Op::Create));
            }
            if seed {
                routes.push((
                    "PUT",
                    Op::Update {
                        api_id,
                        client_id: None,
                    },
                ));
            }
            routes.push(("GET", Op::List { api_id }));
            routes.push((
                "DELETE",
                Op::Delete {
                    api_id,
                    client_id: b"",
                },
            ));
        }
        [b"oauth", b"clients", api_id, client_id] => {
            routes.push((
                "PUT",
                Op::Update {
                    api_id,
                    client_id: Some(client_id),
                },
            ));
            if api_id == b"apis" && names_org(request) {
                routes.push(("GET", Op::Apis { client_id }));
            }
            routes.push(("GET", Op::Get { api_id, client_id }));
            routes.push(("DELETE", Op::Delete { api_id, client_id }));
        }
        [b"oauth", b"clients", api_id, client_id, b"rotate"] => {
            routes.push(("PUT", Op::Rotate { api_id, client_id }));
        }
        [b"oauth", b"clients", api_id, client_id, b"tokens"] => {
            routes.push(("GET", Op::Tokens { api_id, client_id }));
        }
        [b"oauth", b"refresh", token] => routes.push(("DELETE", Op::InvalidateRefresh { token })),
        [b"oauth", b"revoke"] => routes.push(("POST", Op::Revoke)),
        [b"oauth", b"revoke_all"] => routes.push(("POST", Op::RevokeAll)),
        [b"oauth", b"tokens"] => routes.push(("DELETE", Op::Purge)),
        [b"oauth", b"authorize-client"] if seed => routes.push(("POST", Op::Authorize)),
        [b"apis"] => routes.push(("GET", Op::Definitions)),
        [b"reload"] | [b"reload", b"group"] => routes.push(("GET", Op::Reload)),
        _ => {}
    }
    routes
}

/// The router looks for the name in the query; a value with a line break does not match.
fn names_org(request: &Request) -> bool {
    let pairs = query_of(request).split(|byte| b"&;".contains(byte));
    let mut found = pairs.filter_map(|pair| {
        let (name, value) = query::cut(pair, b'=');
        let named = query::unescape(name).is_ok_and(|name| name == b"orgID");
        named.then(|| query::unescape(value).ok()).flatten()
    });
    found.next().is_some_and(|value| !value.contains(&b'\n'))
}

fn perform(state: &mut State, operation: &Operation, request: &Request, now: Moment) -> Action {
    use Operation as Op;
    let query = || query::parse(query_of(request)).0;
    match *operation {
        Op::Create => clients::create(state, &request.body),
        Op::Apis { client_id } => {
            let form = Form::parse_multipart(request);
            clients::apis(state, client_id, form.get("orgID"))
        }
        Op::List { api_id } => clients::list(state, api_id),
        Op::Get { api_id, client_id } => clients::get(state, api_id, client_id),
        Op::Update { api_id, client_id } => {
            clients::update(state, api_id, client_id, &request.body, now)
        }
        Op::Delete { api_id, client_id } => clients::delete(state, api_id, client_id),
        Op::Rotate { api_id, client_id } => clients::rotate(state, api_id, client_id, now),
        Op::Tokens { api_id, client_id } => tokens::list(state, api_id, client_id, &query(), now),
        Op::InvalidateRefresh { token } => tokens::invalidate_refresh(state, token, &query()),
        Op::Revoke => tokens::revoke(state, request, now),
        Op::RevokeAll => tokens::revoke_all(state, request, now),
        Op::Purge => tokens::purge(state, &query(), now),
        Op::Authorize => bare_authorize(state, request, now),
        Op::Definitions => definitions(state),
        Op::Reload => reply::done(""),
    }
}

/// The bare authorize path names no API: it is the first one that has the client, or else the
/// first one that could have it.
fn bare_authorize(state: &mut State, request: &Request, now: Moment) -> Action {
    let form = Form::parse_multipart(request);
    let of_client = state
        .apis
        .iter()
        .position(|api| api.seed.oauth && api.store.client(form.get("client_id")).is_some());
    match of_client.or_else(|| state.apis.iter().position(|api| api.seed.oauth)) {
        Some(api) => authorize::approve(state, api, request, now),
        None => reply::page_not_found(),
    }
}

/// The APIs, as far as a caller needs to know that they are there.
fn definitions(state: &State) -> Action {
    let shown = state.apis.iter().map(|api| {
        let proxy = Object::new(Html::Escaped).string("listen_path", &api.listen_path);
        Object::new(Html::Escaped)
            .string("name", &api.seed.id)
            .string("api_id", &api.seed.id)
            .string("org_id", &api.seed.org)
            .raw("use_keyless", api.seed.keyless)
            .raw("use_oauth2", api.seed.oauth)
            .raw("enable_jwt", api.seed.jwt)
            .raw("proxy", proxy.finish())
            .raw("active", true)
            .finish()
    });
    reply::json(200, &encode::array(&shown.collect::<Vec<_>>()))
}
