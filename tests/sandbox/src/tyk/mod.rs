//! The Tyk Gateway: control API, per-API OAuth routes and a proxied API.
//!
//! It responds as a real gateway of version 5.14 does, statement by statement; where that
//! surprises, a comment says so.

mod authorize;
mod client;
mod clients;
mod clock;
mod control;
mod go;
mod grants;
mod hash;
mod issue;
mod oauth;
mod per_api;
mod profile;
mod proxied;
mod random;
mod reply;
mod router;
pub mod seed;
mod seed_check;
mod session;
mod state;
mod store;
mod tokens;

use std::time::SystemTime;

pub use profile::{Profile, UnknownProfile};
pub use seed::Seed;

use crate::exchange::{Action, Api, Request};

/// A sandboxed gateway.
#[derive(Debug)]
pub struct Tyk {
    state: state::State,
    profile: Profile,
}

impl Tyk {
    /// A gateway that has just started with the given state.
    pub fn new(seed: Seed, profile: Profile) -> Self {
        Self {
            state: state::State::new(seed),
            profile,
        }
    }
}

impl Api for Tyk {
    fn respond(&mut self, request: &Request, now: SystemTime) -> Action {
        let mut action = router::respond(&mut self.state, self.profile, request, now.into());
        if let (Action::Respond(response), "HEAD") = (&mut action, request.method.as_str()) {
            response.body.clear();
        }
        action
    }
}
