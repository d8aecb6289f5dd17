//! The clients: the packed package and its peers, installed beside the scripts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::super::package;
use super::super::programs::on_client_core;
use crate::{process, repository};

/// Where the scripts are, from the workspace's root.
const SCRIPTS: &str = "benches/node";
/// The package, likewise.
const PACKAGE: &str = "bindings/node";
/// The peers that are installed.
const PEERS: [&str; 3] = ["undici", "axios", "got"];
/// A copy of the lock file in what was installed by it. It is written last, so what was not
/// finished has none.
const INSTALLED_BY: &str = "installed-by.json";

/// What the clients are run with.
pub(crate) struct Clients {
    binary: PathBuf,
    /// Node's version, and that of the undici in it.
    node: String,
    undici: String,
    lock: Value,
}

impl Clients {
    /// Installs the peers unless they are there, and the package as it is packed now.
    pub(crate) fn prepare() -> Result<Self, String> {
        let scripts = repository::root().join(SCRIPTS);
        let modules = scripts.join("node_modules");
        let lock = peers(&scripts, &modules)?;
        let node = says("process.versions.node")?;
        let undici = says("process.versions.undici")?;
        let package = modules.join(package::AUTHLOOM);
        unpack(&pack(&modules)?, &package)?;
        Ok(Self {
            binary: binary(&package)?,
            node,
            undici,
            lock,
        })
    }
}

impl package::Clients for Clients {
    fn frame(&self, _peer: &str) -> Command {
        script(&["frame.mjs"])
    }

    fn frame_of_growth(&self, _peer: &str) -> Command {
        script(&["--expose-gc", "frame.mjs"])
    }

    fn start(&self) -> Command {
        script(&["start.mjs"])
    }

    fn built(&self) -> &Path {
        &self.binary
    }

    fn runtime(&self) -> String {
        format!("Node {}", self.node)
    }

    fn versions(&self) -> Result<String, String> {
        let of_peers = PEERS.iter().map(|name| {
            let entry = &self.lock["packages"][format!("node_modules/{name}")];
            Some(format!("{name} {}", entry["version"].as_str()?))
        });
        let of_peers = of_peers
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| format!("{SCRIPTS}/package-lock.json lacks a peer."))?;
        Ok(format!(
            "authloom {}, {}, undici {} in Node",
            env!("CARGO_PKG_VERSION"),
            of_peers.join(", "),
            self.undici
        ))
    }
}

/// A script on the core of the clients; Node's own options come before its name.
fn script(arguments: &[&str]) -> Command {
    let mut command = node();
    command
        .current_dir(repository::root().join(SCRIPTS))
        .args(arguments);
    on_client_core(&command)
}

/// Node without what the user has set for it or for clients of their own.
fn node() -> Command {
    let mut command = Command::new("node");
    command.env_remove("NODE_OPTIONS");
    process::without_settings(&mut command);
    command
}

/// What an expression is in Node.
fn says(expression: &str) -> Result<String, String> {
    let output = node()
        .args(["--print", expression])
        .output()
        .map_err(|error| format!("node did not start: {error}."))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Installs what the lock file says, and returns that file.
fn peers(scripts: &Path, modules: &Path) -> Result<Value, String> {
    let file = scripts.join("package-lock.json");
    let lock = fs::read(&file).map_err(|error| format!("{}: {error}.", file.display()))?;
    let stamp = modules.join(INSTALLED_BY);
    if fs::read(&stamp).ok().as_ref() != Some(&lock) {
        eprintln!("Installing the peers.");
        npm(
            scripts,
            &["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        )?;
        fs::write(&stamp, &lock).map_err(|error| format!("{}: {error}.", stamp.display()))?;
    }
    serde_json::from_slice(&lock).map_err(|error| format!("{}: {error}.", file.display()))
}

/// Packs the package as it is built for release, and says where the tarball lies.
fn pack(folder: &Path) -> Result<PathBuf, String> {
    eprintln!("Building the package; the first time this takes a while.");
    let package = repository::root().join(PACKAGE);
    npm(&package, &["run", "build"])?;
    let destination = folder.display().to_string();
    npm(&package, &["pack", "--pack-destination", &destination])?;
    let name = format!("{}-{}.tgz", package::AUTHLOOM, env!("CARGO_PKG_VERSION"));
    Ok(folder.join(name))
}

fn npm(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new("npm");
    command
        .current_dir(folder)
        .arg("--silent")
        .args(arguments)
        // The table is the only thing on standard output.
        .stdout(std::io::stderr());
    if process::run(&mut command)?.success() {
        Ok(())
    } else {
        Err(format!("`npm {}` failed.", arguments.join(" ")))
    }
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

/// The binary in the package.
fn binary(package: &Path) -> Result<PathBuf, String> {
    fs::read_dir(package)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|ending| ending == "node"))
        .ok_or_else(|| "The package was packed without its binary.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::scenarios;
    use super::*;

    #[test]
    fn every_peer_has_its_module() {
        for peer in scenarios::PEERS {
            let file = format!("{SCRIPTS}/peers/{}.mjs", peer.name);
            assert!(repository::root().join(&file).is_file(), "{file}");
        }
    }
}
