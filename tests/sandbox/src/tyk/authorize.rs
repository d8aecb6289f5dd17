//! Authorization: the admin's call that approves, and the browser's that asks.

use super::client::Client;
use super::clock::Moment;
use super::go::form::{Form, query_of};
use super::go::{query, utf8};
use super::issue::{self, Failure, Order};
use super::oauth::{OauthError, Output, Redirect, redirect_matches};
use super::state::State;
use super::store::Code;
use super::{random, reply};
use crate::exchange::{Action, Request};

const CODE_SECONDS: i64 = 250;

/// An authorization request that nothing is wrong with.
struct Asked {
    for_token: bool,
    client: Client,
    redirect_uri: Vec<u8>,
}

/// `POST …/tyk/oauth/authorize-client/`: the admin approves.
pub(crate) fn approve(state: &mut State, api: usize, request: &Request, now: Moment) -> Action {
    let form = Form::parse_multipart(request);
    let status = state.oauth_error_status;
    let asked = match examine(state, api, &form) {
        Ok(asked) => asked,
        Err((_, output)) => return reply::text(status, output.body()),
    };
    let key_rules = form.get("key_rules").to_vec();
    let state_value = form.get("state");
    if asked.for_token {
        let redirect = Redirect {
            uri: asked.redirect_uri,
            in_fragment: true,
        };
        let order = Order {
            client: &asked.client,
            key_rules: Some(key_rules),
            scope: form.get("scope").to_vec(),
            refreshable: false,
        };
        return match issue::issue(state, api, order, now) {
            Ok(output) => {
                let output = output
                    .text("scope", form.get("scope"))
                    .text("state", state_value);
                reply::text(200, output.redirect(&redirect).body())
            }
            Err(Failure::NoPolicy) => {
                let output = Output::error(OauthError::ServerError).redirect(&redirect);
                reply::text(status, output.body())
            }
            Err(Failure::Broken) => Action::Close,
        };
    }
    let code = random::code();
    let kept = Code {
        client_id: asked.client.id,
        redirect_uri: utf8::lossy(&asked.redirect_uri).into_bytes(),
        scope: utf8::lossy(form.get("scope")),
        key_rules,
        ends: now.plus_seconds(CODE_SECONDS),
    };
    state.apis[api].store.codes.insert(code.clone(), kept);
    let redirect = Redirect {
        uri: asked.redirect_uri,
        in_fragment: false,
    };
    let output = Output::default()
        .text("code", code)
        .text("state", state_value);
    reply::text(200, output.redirect(&redirect).body())
}

/// `GET` or `POST …/oauth/authorize/`: a browser is sent to the login page.
pub(crate) fn ask(state: &State, api: usize, request: &Request) -> Action {
    if let Err((error, _)) = examine(state, api, &Form::parse(request)) {
        let status = state.oauth_error_status;
        return reply::error(
            status,
            if status == 200 {
                ""
            } else {
                error.description()
            },
        );
    }
    let login = &state.apis[api].seed.login_redirect;
    if request.method == "GET" {
        let query = String::from_utf8_lossy(query_of(request));
        return reply::redirect(307, &format!("{login}?{query}"));
    }
    reply::redirect(307, login)
}

fn examine(state: &State, api: usize, form: &Form) -> Result<Asked, (OauthError, Output)> {
    let api = &state.apis[api];
    let kind = form.get("response_type");
    let allowed = &api.seed.allowed_authorize_types;
    let for_token = kind == b"token";
    if !(for_token || kind == b"code") || !allowed.iter().any(|allowed| allowed.as_bytes() == kind)
    {
        let error = OauthError::UnsupportedResponseType;
        return Err((error, Output::error(error)));
    }
    let fail = |error| (error, Output::error(error).text("state", form.get("state")));
    let client = api
        .store
        .client(form.get("client_id"))
        .ok_or_else(|| fail(OauthError::ServerError))?;
    if client.redirect_uri.is_empty() {
        return Err(fail(OauthError::UnauthorizedClient));
    }
    let registered = client.redirect_uri.as_bytes();
    // The form was decoded already; a gateway decodes this field once more.
    let redirect_uri = query::unescape(form.get("redirect_uri"))
        .ok()
        .filter(|uri| !uri.is_empty())
        .unwrap_or_else(|| registered.to_vec());
    if !redirect_matches(registered, &redirect_uri) {
        let (error, output) = fail(OauthError::InvalidRequest);
        let redirect = Redirect {
            uri: registered.to_vec(),
            in_fragment: false,
        };
        return Err((error, output.redirect(&redirect)));
    }
    Ok(Asked {
        for_token,
        client: client.clone(),
        redirect_uri,
    })
}
