//! What the tours of the four systems have in common.

use std::sync::Arc;

use authloom::{Error, Transport};

use crate::live;
use crate::stage::{Place, Stage, Stopped};

/// One system, ready to be toured.
pub(crate) trait System: Sized {
    /// Its name.
    const NAME: &'static str;
    /// The variables without which it cannot be toured.
    const NEEDS: &'static [&'static str];

    /// Builds the client from the environment, on this transport or the crate's own. Nothing is
    /// sent.
    fn from_env(transport: Option<Arc<dyn Transport>>) -> Result<Self, Error>;

    /// The base URL of the server.
    fn server(&self) -> String;

    /// What a live tour changes there.
    fn changes(&self) -> Vec<String>;

    /// Calls the operations, one by one.
    async fn tour(&mut self, stage: &mut Stage) -> Result<(), Stopped>;

    /// Removes what a tour that was stopped has left.
    async fn clean_up(&mut self, stage: &mut Stage);
}

/// A variable of [`System::NEEDS`].
pub(crate) fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// Finds a system by the environment; none if a live tour has to leave it out. An error is a
/// sentence.
pub(crate) fn find<S: System>(
    stage: &Stage,
    transport: Option<&Arc<dyn Transport>>,
) -> Result<Option<S>, String> {
    let missing: Vec<&str> = S::NEEDS
        .iter()
        .copied()
        .filter(|name| variable(name).is_empty())
        .collect();
    if stage.place == Place::Live {
        if !missing.is_empty() {
            live::leave_out(stage, S::NAME, &missing);
            return Ok(None);
        }
        let system = S::from_env(transport.cloned()).map_err(|error| error.to_string())?;
        live::announce(stage, &system);
        return Ok(Some(system));
    }
    let no_sandbox = |because: &str| {
        format!(
            "The environment names no sandbox: {because}. `cargo xtask demo` starts one; `--live` \
             tours real servers."
        )
    };
    if !missing.is_empty() {
        return Err(no_sandbox(&format!("{} is not set", missing.join(", "))));
    }
    let system = S::from_env(transport.cloned()).map_err(|error| error.to_string())?;
    if !is_loopback(&system.server()) {
        return Err(no_sandbox(&format!(
            "{} is at {}",
            S::NAME,
            system.server()
        )));
    }
    Ok(Some(system))
}

/// Tours a system, and cleans up whatever happened.
pub(crate) async fn visit<S: System>(system: Option<&mut S>, stage: &mut Stage) {
    let Some(system) = system else { return };
    if stage.is_interrupted() {
        stage.skip(S::NAME);
        return;
    }
    stage.enter(S::NAME, &system.server());
    // The stage has said why it stopped, and remembers it.
    let _ = system.tour(stage).await;
    system.clean_up(stage).await;
}

/// Whether a base URL names this very machine, as those of a sandbox do.
fn is_loopback(base_url: &str) -> bool {
    let Some(rest) = base_url.strip_prefix("http://") else {
        return false;
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host);
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_counts_as_a_sandbox() {
        for url in [
            "http://127.0.0.1:8080",
            "http://[::1]:8080/v2",
            "http://localhost/pub",
        ] {
            assert!(is_loopback(url), "{url}");
        }
        for url in [
            "https://api.twinehealth.com/pub",
            "http://10.0.0.1:8080",
            "http://127.0.0.1.example",
            "http://127.0.0.1@host.example/",
        ] {
            assert!(!is_loopback(url), "{url}");
        }
    }
}
