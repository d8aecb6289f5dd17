//! Running a command that finds the sandbox in its environment.

use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitCode, ExitStatus};

use authloom_sandbox::{Sandbox, VARIABLES};

use super::complain;

/// Runs the command and gives the status to end with: its own, or as shells do 128 and its
/// signal, 127 if it is not found, 126 if it cannot be run.
pub(crate) fn run(command: &[OsString], sandbox: &Sandbox) -> ExitCode {
    let [program, arguments @ ..] = command else {
        return complain("there is no command", super::MISUSE);
    };
    let mut child = Command::new(program);
    // What the caller's own environment says of other servers must not reach the command: a
    // credential among it would be sent here.
    for name in VARIABLES {
        child.env_remove(name);
    }
    child
        .args(arguments)
        .envs(sandbox.env())
        .env("AUTHLOOM_SANDBOX_CONTROL", sandbox.control_url());
    match child.status() {
        Ok(status) => ExitCode::from(code(status)),
        Err(error) => {
            let status = if error.kind() == io::ErrorKind::NotFound {
                127
            } else {
                126
            };
            complain(&format!("{}: {error}", program.to_string_lossy()), status)
        }
    }
}

fn code(status: ExitStatus) -> u8 {
    // A status beyond a byte exists on Windows only.
    let narrow = |code: i32| u8::try_from(code).unwrap_or(1);
    match status.code() {
        Some(code) => narrow(code),
        None => narrow(signal(status).map_or(1, |signal| signal + 128)),
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}
