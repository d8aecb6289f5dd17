//! The languages in which floods are met.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::node::{self, Node};
use crate::python::{self, Python};
use crate::repository;

/// A language, and how to call from it.
pub(super) struct Language {
    /// What `--only` calls it.
    pub(super) name: &'static str,
    /// Builds what the calls need; the path is that of `authloom-soak`.
    pub(super) prepare: fn(&Path) -> Result<Prepared, String>,
}

/// What became of a language's preparation.
pub(super) enum Prepared {
    Ready(Vec<Caller>),
    /// What it needs is not on this machine; a sentence says what.
    Lacking(String),
}

/// A program that makes the calls.
pub(super) struct Caller {
    pub(super) name: &'static str,
    pub(super) command: Command,
}

/// What is published is what is measured.
const PROFILE: &str = "release";
/// Where the scripts are, from the workspace's root.
const SCRIPTS: &str = "tests/soak";

pub(super) const LANGUAGES: &[Language] = &[
    Language {
        name: "rust",
        prepare: |soak| {
            let caller = |name, threads| {
                let mut command = Command::new(soak);
                command
                    .args(["--flood", threads])
                    .current_dir(repository::root());
                Caller { name, command }
            };
            Ok(Prepared::Ready(vec![
                caller("Rust, one thread", "1"),
                caller("Rust, two threads", "2"),
            ]))
        },
    },
    Language {
        name: "python",
        prepare: |_| in_python(),
    },
    Language {
        name: "node",
        prepare: |_| in_node(),
    },
];

fn in_python() -> Result<Prepared, String> {
    let python = match Python::find() {
        Ok(python) => python,
        Err(sentence) => return Ok(Prepared::Lacking(sentence)),
    };
    let wheel = python.build(&python::AUTHLOOM, PROFILE)?;
    let environment = python.empty()?;
    environment.install(&[&wheel])?;
    let caller = |name, style| {
        let mut command = environment.command("python");
        command.arg(format!("{SCRIPTS}/flood.py")).arg(style);
        Caller { name, command }
    };
    Ok(Prepared::Ready(vec![
        caller("Python, sync", "sync"),
        caller("Python, async", "async"),
    ]))
}

fn in_node() -> Result<Prepared, String> {
    let node = match Node::find() {
        Ok(node) => node,
        Err(sentence) => return Ok(Prepared::Lacking(sentence)),
    };
    node.install_locked(&node::package())?;
    let tarball = node.pack(PROFILE)?;
    let folder = node.with("flood", &tarball)?;
    let (script, copy) = (
        repository::root().join(SCRIPTS).join("flood.mjs"),
        folder.join("flood.mjs"),
    );
    fs::copy(&script, &copy).map_err(|error| format!("{}: {error}.", script.display()))?;
    let mut command = node.command(&folder);
    command.arg(copy);
    let name = "Node";
    Ok(Prepared::Ready(vec![Caller { name, command }]))
}
