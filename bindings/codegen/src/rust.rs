//! What every language's Rust has in common.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::model::{Module, Surface};

/// Rust as rustfmt leaves it.
///
/// # Panics
///
/// Never: what could fail after rustfmt was started is an error.
pub fn formatted(text: &str) -> Result<String, Failure> {
    let failed = |why: &dyn std::fmt::Display| {
        Failure(format!(
            "rustfmt, which lays out what is written in Rust, failed: {why}"
        ))
    };
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(&error))?;
    let mut input = rustfmt.stdin.take().expect("standard input is piped");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output().map_err(|error| failed(&error))?;
    let written = writer.join().expect("writing does not panic");
    written.map_err(|error| failed(&error))?;
    if !output.status.success() {
        return Err(failed(&output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| failed(&error))
}

/// Where a definition is found from a generated module.
pub(crate) fn path(surface: &Surface, module: &Module, name: &str) -> String {
    let (home, _) = surface.find(name);
    if home.name == module.name {
        format!("core::{name}")
    } else {
        format!("{}::{name}", home.core_path)
    }
}

/// A name, marked where Rust has it for itself.
pub(crate) fn rust_name(name: &str) -> String {
    let keywords = [
        "type", "match", "ref", "use", "move", "in", "for", "loop", "where", "as",
    ];
    if keywords.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// Items with commas between them.
pub(crate) fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}
