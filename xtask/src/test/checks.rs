//! Checks that another program makes.

use std::process::Command;

use super::tally::Tally;
use crate::process;

/// A command that passes or fails as a whole.
pub(super) fn check(command: &mut Command) -> Result<Tally, String> {
    let status = process::run(command)?;
    if !status.success() {
        println!("{} failed: {status}.", command.get_program().display());
    }
    Ok(Tally::of(status.success()))
}

/// What a suite comes to whose language is not on this machine. In continuous integration it has to
/// be.
pub(super) fn missing(sentence: &str) -> Result<Tally, String> {
    if std::env::var_os("CI").is_some() {
        return Err(sentence.to_owned());
    }
    println!("Skipped: {sentence}");
    Ok(Tally::SKIPPED)
}
