//! Calls that go through the gateway to the service behind it.

use super::clock::Moment;
use super::go::encode::{Html, Object};
use super::go::path::Path;
use super::reply;
use super::session::Session;
use super::state::State;
use crate::exchange::{Action, Request};

const NOT_AUTHORISED: &str = "Key not authorised";
const DISALLOWED: &str = "Access to this API has been disallowed";

/// Responds to a call below an API, its path without the prefix.
pub(crate) fn respond(
    state: &State,
    api: usize,
    path: &Path,
    request: &Request,
    now: Moment,
) -> Action {
    match admit(state, api, request, now) {
        Ok(()) => upstream(path, request),
        Err((status, message)) => {
            let asked = request.header("Content-Type").unwrap_or_default();
            reply::refused(status, message, asked)
        }
    }
}

/// The service behind every API: it says what reached it.
fn upstream(path: &Path, request: &Request) -> Action {
    let echo = Object::new(Html::Plain)
        .string("method", &request.method)
        .string("path", path.written());
    reply::response(200, &[("Content-Type", "application/json")], echo.finish())
}

type Refusal = (u16, &'static str);

fn admit(state: &State, at: usize, request: &Request, now: Moment) -> Result<(), Refusal> {
    let api = &state.apis[at].seed;
    let sent = request.header("Authorization").unwrap_or_default();
    if api.keyless {
        return Ok(());
    }
    let session = if api.oauth {
        let mut words = sent.split(' ');
        let scheme = words.next().unwrap_or_default();
        let token = words.next().ok_or((400, "Authorization field missing"))?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err((400, "Bearer token malformed"));
        }
        let session = state
            .session(&api.org, token)
            .ok_or((403, NOT_AUTHORISED))?;
        allowed_apis(state, &api.org, session).ok_or((403, NOT_AUTHORISED))?;
        if state.apis[at]
            .store
            .client(session.client_id.as_bytes())
            .is_none()
        {
            return Err((403, "Key not authorised. OAuth client access was revoked"));
        }
        session
    } else if api.jwt {
        let missing = sent.is_empty();
        return Err(if missing {
            (400, "Authorization field missing")
        } else {
            // The sandbox knows no signing keys, so no JWT is ever right.
            (403, "Key not authorized")
        });
    } else {
        if sent.is_empty() {
            return Err((401, "Authorization field missing"));
        }
        let bearer = sent
            .get(..7)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "));
        let token = if bearer { &sent[7..] } else { sent };
        state.session(&api.org, token).ok_or((403, DISALLOWED))?
    };
    if session.inactive && session.policies.is_empty() {
        return Err((403, "Key is inactive, please renew"));
    }
    if now > Moment::at_second(session.expires) {
        return Err((401, "Key has expired, please renew"));
    }
    let allowed = allowed_apis(state, &api.org, session).ok_or((403, DISALLOWED))?;
    if !allowed.is_empty() && !allowed.contains(&&api.id) {
        return Err((403, DISALLOWED));
    }
    Ok(())
}

/// The APIs a session may call, empty for all; `None` when its policies do not apply here.
///
/// Policies are looked for in the session's organization and must be of the API's.
fn allowed_apis<'a>(state: &'a State, org: &str, session: &'a Session) -> Option<Vec<&'a String>> {
    if session.policies.is_empty() {
        return Some(session.api_ids.iter().collect());
    }
    let session_org = if session.org.is_empty() {
        org
    } else {
        &session.org
    };
    let policies = session
        .policies
        .iter()
        .filter_map(|id| state.policy_of(session_org, id));
    let apis: Vec<&String> = policies.flat_map(|policy| &policy.api_ids).collect();
    (session_org == org && !apis.is_empty()).then_some(apis)
}
