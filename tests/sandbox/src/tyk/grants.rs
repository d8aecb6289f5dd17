//! The token route: a client exchanges what it has for tokens.

use super::client::Client;
use super::clock::Moment;
use super::go::form::Form;
use super::go::json::{self, Kind};
use super::go::{base64, query};
use super::issue::{Order, Refusal, issue};
use super::oauth::{OauthError, Output, redirect_matches};
use super::reply;
use super::state::State;
use crate::exchange::{Action, Request};

/// `POST …/oauth/token/`.
pub(crate) fn token(state: &mut State, api: usize, request: &Request, now: Moment) -> Action {
    let status = state.oauth_error_status;
    let (status, output) = match exchange(state, api, request, now) {
        Ok(output) => (200, output),
        Err(Refusal::Error(error)) => (status, Output::error(error)),
        Err(Refusal::Broken) => return Action::Close,
    };
    reply::response(
        status,
        &[("Content-Type", "application/json")],
        output.body(),
    )
}

fn exchange(
    state: &mut State,
    api: usize,
    request: &Request,
    now: Moment,
) -> Result<Output, Refusal> {
    if request.method != "POST" {
        return Err(OauthError::InvalidRequest.into());
    }
    let form = form(request);
    let grant = std::str::from_utf8(form.get("grant_type")).unwrap_or_default();
    let allowed = &state.apis[api].seed.allowed_access_types;
    if !allowed.iter().any(|allowed| allowed == grant) {
        return Err(OauthError::UnsupportedGrantType.into());
    }
    let grant = match grant {
        "authorization_code" => authorization_code,
        "refresh_token" => refresh_token,
        "client_credentials" => client_credentials,
        "password" => password,
        _ => return Err(OauthError::UnsupportedGrantType.into()),
    };
    let (name, password) = credentials(request).ok_or(OauthError::InvalidRequest)?;
    let login = Login { name, password };
    grant(state, api, &form, &login, now)
}

/// The form, with a JSON body's members over it when that is what the content type says.
fn form(request: &Request) -> Form {
    let mut form = Form::parse(request);
    if request.header("Content-Type") == Some("application/json") {
        for (name, value) in json_strings(&request.body).unwrap_or_default() {
            form.all.insert(name.into_bytes(), vec![value.into_bytes()]);
        }
    }
    form
}

fn json_strings(body: &[u8]) -> Option<Vec<(String, String)>> {
    let Kind::Object(members) = json::first(body).ok()?.kind else {
        return None;
    };
    let strings = members.into_iter().map(|(name, value)| match value.kind {
        Kind::String(text) => Some((name, text)),
        Kind::Null => Some((name, String::new())),
        _ => None,
    });
    strings.collect()
}

/// The name and password of HTTP Basic, raw.
struct Login {
    name: Vec<u8>,
    password: Vec<u8>,
}

impl Login {
    fn client<'a>(&self, state: &'a State, api: usize) -> Result<&'a Client, Refusal> {
        let client = state.apis[api]
            .store
            .client(&self.name)
            .ok_or(OauthError::ServerError)?;
        if client.secret.as_bytes() != self.password || client.redirect_uri.is_empty() {
            return Err(OauthError::UnauthorizedClient.into());
        }
        Ok(client)
    }
}

fn credentials(request: &Request) -> Option<(Vec<u8>, Vec<u8>)> {
    let encoded = request.header("Authorization")?.strip_prefix("Basic ")?;
    let decoded = base64::decode_standard(encoded.as_bytes())?;
    decoded.contains(&b':').then(|| {
        let (name, password) = query::cut(&decoded, b':');
        (name.to_vec(), password.to_vec())
    })
}

fn authorization_code(
    state: &mut State,
    api: usize,
    form: &Form,
    login: &Login,
    now: Moment,
) -> Result<Output, Refusal> {
    let code = text(form.get("code")).ok_or(OauthError::InvalidGrant)?;
    let client = login.client(state, api)?.clone();
    let kept = state.apis[api].store.codes.get(code).cloned();
    let kept = kept
        .filter(|kept| now < kept.ends && kept.client_id == client.id)
        .ok_or(OauthError::InvalidGrant)?;
    let registered = client.redirect_uri.as_bytes();
    let asked = match form.get("redirect_uri") {
        b"" => registered,
        asked => asked,
    };
    if !redirect_matches(registered, asked) || asked != kept.redirect_uri {
        return Err(OauthError::InvalidRequest.into());
    }
    let order = Order {
        client: &client,
        key_rules: Some(kept.key_rules),
        scope: kept.scope.clone().into(),
        refreshable: true,
    };
    let output = issue(state, api, order, now)?;
    state.apis[api].store.codes.remove(code);
    Ok(output.text("scope", kept.scope))
}

fn refresh_token(
    state: &mut State,
    api: usize,
    form: &Form,
    login: &Login,
    now: Moment,
) -> Result<Output, Refusal> {
    let token = text(form.get("refresh_token")).ok_or(OauthError::InvalidGrant)?;
    let client = login.client(state, api)?.clone();
    let kept = state.apis[api].store.refresh.get(token).cloned();
    let kept = kept
        .filter(|kept| now < kept.ends)
        .ok_or(OauthError::InvalidGrant)?;
    if !kept.redirects {
        return Err(OauthError::UnauthorizedClient.into());
    }
    if kept.client_id != client.id {
        return Err(OauthError::InvalidClient.into());
    }
    let scope = match form.get("scope") {
        b"" => kept.scope.as_bytes(),
        scope => scope,
    };
    let order = Order {
        client: &client,
        key_rules: kept.key_rules,
        scope: scope.to_vec(),
        refreshable: true,
    };
    let output = issue(state, api, order, now)?;
    state.apis[api].store.refresh.remove(token);
    // Delists what ends in the same second too, the new token included.
    state.remove_access(api, &kept.access_token, now);
    Ok(output.text("scope", scope))
}

fn client_credentials(
    state: &mut State,
    api: usize,
    form: &Form,
    login: &Login,
    now: Moment,
) -> Result<Output, Refusal> {
    let client = login.client(state, api)?.clone();
    let scope = form.get("scope");
    let order = Order {
        client: &client,
        key_rules: None,
        scope: scope.to_vec(),
        refreshable: false,
    };
    Ok(issue(state, api, order, now)?.text("scope", scope))
}

fn password(
    state: &mut State,
    api: usize,
    form: &Form,
    login: &Login,
    _now: Moment,
) -> Result<Output, Refusal> {
    if form.get("username").is_empty() || form.get("password").is_empty() {
        return Err(OauthError::InvalidGrant.into());
    }
    login.client(state, api)?;
    // The sandbox has no users, so there is nobody whose password could be right.
    Err(OauthError::AccessDenied.into())
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.is_empty())
}
