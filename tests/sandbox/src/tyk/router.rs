//! What comes before any handler: reading and cleaning the path, and choosing who responds.

use super::clock::Moment;
use super::go::encode::{Html, Object};
use super::go::path::{self, Path};
use super::profile::Profile;
use super::state::State;
use super::{control, per_api, reply};
use crate::exchange::{Action, Request};

/// Responds to a request.
pub(crate) fn respond(
    state: &mut State,
    profile: Profile,
    request: &Request,
    now: Moment,
) -> Action {
    let Ok(path) = Path::parse(request.path.as_bytes()) else {
        return reply::text(400, "400 Bad Request");
    };
    let cleaned = path::clean(&path.decoded);
    if cleaned != path.decoded {
        let query = request
            .query
            .as_ref()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        return reply::redirect(301, &format!("{}{query}", path::escape(&cleaned)));
    }
    if path.decoded == b"/hello" {
        return hello();
    }
    if let Some(rest) = path.below("/tyk/") {
        // The prefix is taken from the path as sent too, and must stand there in plain letters.
        if path
            .unusual
            .as_ref()
            .is_some_and(|sent| !sent.starts_with(b"/tyk"))
        {
            return reply::page_not_found();
        }
        return control::respond(state, profile, &rest.decoded, request, now);
    }
    match api_of(state, &path) {
        Some((api, rest)) => per_api::respond(state, api, &rest, request, now),
        None => reply::text(404, "Not Found"),
    }
}

/// The API that a path belongs to, and the rest of the path: the longest listen path wins.
fn api_of(state: &State, path: &Path) -> Option<(usize, Path)> {
    let mut places: Vec<usize> = (0..state.apis.len()).collect();
    places.sort_by_key(|at| std::cmp::Reverse(state.apis[*at].listen_path.len()));
    places.into_iter().find_map(|at| {
        let api = &state.apis[at];
        let by_id = format!("/{}/", api.seed.id);
        let rest = path
            .below(&by_id)
            .or_else(|| path.below(&api.listen_path))?;
        Some((at, rest))
    })
}

fn hello() -> Action {
    let health = Object::new(Html::Escaped)
        .string("status", "pass")
        .string("version", "v5.14.0")
        .string("description", "Tyk GW");
    reply::json(200, &health.finish())
}
