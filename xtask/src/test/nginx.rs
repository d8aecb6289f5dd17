//! Calls through a real nginx.

use std::process::Command;

use super::checks::missing;
use super::tally::Tally;
use crate::{process, program, repository};

/// The status by which the program says that there is no nginx to test with.
const NO_NGINX: i32 = 77;

/// Runs them where nginx is installed; in continuous integration it has to be.
pub(super) fn run() -> Result<Tally, String> {
    let program = program::build("authloom-nginx-test", "dev")?;
    let mut command = Command::new(program);
    process::without_settings(&mut command);
    let status = process::run(command.current_dir(repository::root()))?;
    if status.code() == Some(NO_NGINX) {
        return missing("No nginx that is new enough is installed.");
    }
    Ok(Tally::of(status.success()))
}
