//! The clients: each peer in a virtual environment of its own, since one of them brings another
//! version of what the next one needs.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::package::{self, AUTHLOOM, Peer};
use super::super::programs::on_client_core;
use super::scenarios::PEERS;
use crate::python::{self, Python, Venv};
use crate::repository;

/// Where the scripts are, from the workspace's root.
const SCRIPTS: &str = "benches/python";

/// Every peer's environment.
pub(crate) struct Clients {
    environments: HashMap<&'static str, Venv>,
    wheel: PathBuf,
    version: String,
    caches: PathBuf,
}

impl Clients {
    /// Makes what is not there yet, and installs the wheel that is to be measured.
    pub(crate) fn prepare(wheel: Option<&Path>) -> Result<Self, String> {
        let python = Python::find()?;
        let wheel = match wheel {
            Some(wheel) => fs::canonicalize(wheel)
                .map_err(|error| format!("{} cannot be read: {error}.", wheel.display()))?,
            None => python.build(&python::AUTHLOOM, "release")?,
        };
        let mut environments = HashMap::new();
        for Peer { name, .. } in PEERS {
            let environment = python.with(&format!("bench-{name}"), &requirements(name))?;
            environments.insert(*name, environment);
        }
        environments[AUTHLOOM].install(&[&wheel])?;
        Ok(Self {
            environments,
            wheel,
            version: python.version().to_owned(),
            caches: python.folder().join("bench-caches"),
        })
    }

    /// A script in the environment of a peer, on the core of the clients.
    fn script(&self, peer: &str, name: &str) -> Command {
        let mut command = self.environments[peer].command("python");
        command
            .arg(Path::new(SCRIPTS).join(name))
            // Else they would lie beside the scripts.
            .env("PYTHONPYCACHEPREFIX", &self.caches)
            // Where it is set, each start would compile the package anew.
            .env_remove("PYTHONDONTWRITEBYTECODE");
        on_client_core(&command)
    }
}

impl package::Clients for Clients {
    fn frame(&self, peer: &str) -> Command {
        self.script(peer, "frame.py")
    }

    fn start(&self) -> Command {
        self.script(AUTHLOOM, "start.py")
    }

    fn built(&self) -> &Path {
        &self.wheel
    }

    fn runtime(&self) -> String {
        format!("Python {}", self.version)
    }

    fn versions(&self) -> Result<String, String> {
        let name = self.wheel.file_name().unwrap_or_default().to_string_lossy();
        let mut versions = vec![name.split('-').take(2).collect::<Vec<_>>().join(" ")];
        for peer in PEERS {
            let pinned = requirements(peer.name);
            let text = fs::read_to_string(repository::root().join(&pinned))
                .map_err(|error| format!("{pinned} cannot be read: {error}."))?;
            // One that runs on another's library is known by what it adds.
            let package = peer.name.rsplit('_').next().unwrap_or(peer.name);
            versions.extend(version(&text, package));
        }
        Ok(versions.join(", "))
    }
}

/// The file that pins what a peer needs.
fn requirements(peer: &str) -> String {
    format!("{SCRIPTS}/requirements-{peer}.txt")
}

/// A package with the version that is pinned.
fn version(requirements: &str, package: &str) -> Option<String> {
    let version = requirements
        .lines()
        .find_map(|line| line.strip_prefix(package)?.strip_prefix("=="))?;
    Some(format!("{package} {version}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_among_what_is_pinned() {
        let requirements = "httpcore==1.0.9\nhttpx2==2.16.2\nhttpx==0.28.1\n";
        assert_eq!(
            version(requirements, "httpx").as_deref(),
            Some("httpx 0.28.1")
        );
        assert_eq!(version(requirements, "aiohttp"), None);
    }

    #[test]
    fn every_peer_has_its_script_and_what_it_needs() {
        for Peer { name, .. } in PEERS {
            for file in [requirements(name), format!("{SCRIPTS}/peers/{name}.py")] {
                assert!(repository::root().join(&file).is_file(), "{file}");
            }
        }
    }
}
