//! Starting other programs, always in the workspace's root.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use crate::repository;

/// The cargo that runs this program, so that a toolchain chosen with `+` is kept.
pub(crate) fn cargo<I, S>(arguments: I) -> Command
where
    I: IntoIterator<Item = S>,
    S: AsRef<OsStr>,
{
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(repository::root());
    command
}

/// Takes away what the user has set for clients of their own: it is for their servers, and no test
/// or tour of the sandbox may see it.
pub(crate) fn without_settings(command: &mut Command) {
    without_variables(command, "AUTHLOOM_");
}

/// Takes away every variable whose name begins like that.
pub(crate) fn without_variables(command: &mut Command, beginning: &str) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with(beginning) {
            command.env_remove(name);
        }
    }
}

/// The folders in which programs are found, but for those that have Rust in them.
pub(crate) fn path_without_rust() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let has_rust = |folder: &PathBuf| {
        ["cargo", "rustc"].iter().any(|name| {
            let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
            folder.join(name).exists()
        })
    };
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.into_iter().filter(move |folder| !has_rust(folder))
}

/// Takes away what tells a program of Rust, beside the path.
pub(crate) fn without_rust_settings(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO") || text.starts_with("RUST") {
            command.env_remove(name);
        }
    }
}

/// Runs a command with our own input and output.
pub(crate) fn run(command: &mut Command) -> Result<ExitStatus, String> {
    command
        .status()
        .map_err(|error| not_started(command, &error))
}

/// Runs a command, shows its standard output as it comes, and hands over each line of it too.
pub(crate) fn watch(
    command: &mut Command,
    mut on_line: impl FnMut(&str),
) -> Result<ExitStatus, String> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let output = child.stdout.take().expect("standard output is piped");
    let copied = copy_lines(output, io::stdout(), &mut on_line);
    let status = child.wait();
    copied.and(status).map_err(|error| {
        format!(
            "the output of {} was lost: {error}.",
            command.get_program().display()
        )
    })
}

fn copy_lines(
    from: impl io::Read,
    mut to: impl Write,
    on_line: &mut impl FnMut(&str),
) -> io::Result<()> {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        on_line(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    to.flush()
}

fn not_started(command: &Command, error: &io::Error) -> String {
    format!(
        "{} did not start: {error}.",
        command.get_program().display()
    )
}

/// Ends as a program did.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    if status.success() {
        return ExitCode::SUCCESS;
    }
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_copied_as_they_are_and_handed_over_without_their_end() {
        let mut seen = Vec::new();
        let mut shown = Vec::new();
        copy_lines(&b"one\r\n\xff\nlast"[..], &mut shown, &mut |line: &str| {
            seen.push(line.to_owned());
        })
        .expect("memory can be read and written");
        assert_eq!(shown, b"one\r\n\xff\nlast");
        assert_eq!(seen, ["one", "\u{fffd}", "last"]);
    }
}
