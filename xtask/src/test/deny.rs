//! `cargo deny`, for those of its checks that need nothing from the network.

use std::process::{Command, Stdio};

use super::tally::Tally;
use crate::process;

/// Advisories are looked up in a database on the network: the workflow `dependencies` does that.
const CHECKS: &[&str] = &["bans", "licenses", "sources"];

/// Runs it where it is installed; in continuous integration it has to be.
pub(crate) fn run() -> Result<Tally, String> {
    if is_installed() {
        let mut command = process::cargo(["deny", "--locked", "check", "--deny", "unmatched-skip"]);
        return Ok(Tally::of(process::run(command.args(CHECKS))?.success()));
    }
    let sentence = "cargo-deny is not installed; .ci/install-cargo-deny installs it.";
    if std::env::var_os("CI").is_some() {
        return Err(sentence.to_owned());
    }
    println!("Skipped: {sentence}");
    Ok(Tally::SKIPPED)
}

fn is_installed() -> bool {
    // Not `cargo deny`: where it is missing, cargo would search for names that resemble it.
    Command::new("cargo-deny")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
