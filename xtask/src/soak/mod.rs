//! `cargo xtask soak`: random calls under random faults, in a release build; and with `--flood`
//! calls while other servers send without end, in each language.

mod flood;
mod languages;
mod measured;

use std::ffi::OsString;
use std::process::{Command, ExitCode, ExitStatus};

use lexopt::Parser;

use crate::{process, program, repository};

/// How many calls a check of every change makes; by hand, take a million.
const CALLS: &str = "20000";
/// Where chance begins in that check, so that each makes the same calls under the same faults.
const SEED: &str = "1";
/// What asks for floods.
const FLOOD: &str = "--flood";

/// Soaks with the arguments of `authloom-soak`, which reads them itself, or has it flooded.
pub(crate) fn main(mut arguments: Parser) -> Result<ExitCode, String> {
    let arguments = arguments
        .raw_args()
        .map_err(|error| format!("{error}."))?
        .collect::<Vec<_>>();
    let done = if arguments.iter().any(|argument| argument == FLOOD) {
        let languages = flood::parse(Parser::from_args(arguments))?;
        flood::run(&languages)
    } else {
        soak(&arguments).map(process::exit_code)
    };
    Ok(done.unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::FAILURE
    }))
}

/// The soak of every change.
pub(crate) fn short() -> Result<ExitStatus, String> {
    soak(&["--calls", CALLS, "--seed", SEED].map(Into::into))
}

fn soak(arguments: &[OsString]) -> Result<ExitStatus, String> {
    let sandbox = program::build("authloom-sandbox", "release")?;
    let soak = program::build("authloom-soak", "release")?;
    let mut command = Command::new(sandbox);
    command.arg("--").arg(soak).args(arguments);
    process::run(command.current_dir(repository::root()))
}
