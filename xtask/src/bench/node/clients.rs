//! The clients: the packed package and its peers, installed beside the scripts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::super::package;
use super::super::programs::on_client_core;
use crate::node::{self, Node};
use crate::{process, repository};

/// Where the scripts are, from the workspace's root.
const SCRIPTS: &str = "benches/node";
/// The peers that are installed.
const PEERS: [&str; 3] = ["undici", "axios", "got"];

/// What the clients are run with.
pub(crate) struct Clients {
    node: Node,
    scripts: PathBuf,
    binary: PathBuf,
}

impl Clients {
    /// Installs the peers unless they are there, and the package as it is packed now.
    pub(crate) fn prepare() -> Result<Self, String> {
        let node = Node::find()?;
        let scripts = repository::root().join(SCRIPTS);
        node.install_locked(&scripts)?;
        let tarball = node.pack("release")?;
        let package = scripts.join("node_modules").join(package::AUTHLOOM);
        unpack(&tarball, &package)?;
        Ok(Self {
            binary: node::binary_in(&package)?,
            scripts,
            node,
        })
    }

    /// A script on the core of the clients; Node's own options come before its name.
    fn script(&self, arguments: &[&str]) -> Command {
        let mut command = self.node.command(&self.scripts);
        on_client_core(command.args(arguments))
    }

    /// The undici that is in Node.
    fn undici(&self) -> Result<String, String> {
        let mut command = self.node.command(&self.scripts);
        let output = command
            .args(["--print", "process.versions.undici"])
            .output()
            .map_err(|error| format!("node did not start: {error}."))?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

impl package::Clients for Clients {
    fn frame(&self, _peer: &str) -> Command {
        self.script(&["frame.mjs"])
    }

    fn frame_of_growth(&self, _peer: &str) -> Command {
        // What grows besides is V8's young generation, which takes what it may and is no leak.
        self.script(&["--expose-gc", "--max-semi-space-size=2", "frame.mjs"])
    }

    fn start(&self) -> Command {
        self.script(&["start.mjs"])
    }

    fn built(&self) -> &Path {
        &self.binary
    }

    fn runtime(&self) -> String {
        format!("Node {}", self.node.version())
    }

    fn versions(&self) -> Result<String, String> {
        let lock = fs::read_to_string(self.scripts.join("package-lock.json"))
            .map_err(|error| format!("{SCRIPTS}/package-lock.json cannot be read: {error}."))?;
        let mut versions = vec![format!(
            "{} {}",
            package::AUTHLOOM,
            env!("CARGO_PKG_VERSION")
        )];
        versions.extend(PEERS.iter().filter_map(|name| version(&lock, name)));
        versions.push(format!("undici {} in Node", self.undici()?));
        Ok(versions.join(", "))
    }
}

/// A package with the version that is locked.
fn version(lock: &str, package: &str) -> Option<String> {
    let lock: Value = serde_json::from_str(lock).ok()?;
    let locked = &lock["packages"][format!("node_modules/{package}")];
    Some(format!("{package} {}", locked["version"].as_str()?))
}

/// Unpacks a tarball in place of what was there.
fn unpack(tarball: &Path, folder: &Path) -> Result<(), String> {
    // That there was none before is no error.
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}.", folder.display()))?;
    let mut command = Command::new("tar");
    command
        .args(["--extract", "--gzip", "--strip-components=1", "--file"])
        .arg(tarball)
        .arg("--directory")
        .arg(folder);
    if process::run(&mut command)?.success() {
        Ok(())
    } else {
        Err(format!("{} could not be unpacked.", tarball.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scenarios;
    use super::*;

    #[test]
    fn every_peer_that_is_installed_is_locked() {
        let lock = repository::root().join(SCRIPTS).join("package-lock.json");
        let lock = fs::read_to_string(lock).expect("the lock file");
        for name in PEERS {
            assert!(version(&lock, name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_peer_has_its_module() {
        for peer in scenarios::PEERS {
            let file = format!("{SCRIPTS}/peers/{}.mjs", peer.name);
            assert!(repository::root().join(&file).is_file(), "{file}");
        }
    }
}
