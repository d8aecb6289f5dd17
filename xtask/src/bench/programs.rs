//! The programs of a benchmark, and the cores that they run on.

use std::path::PathBuf;
use std::process::Command;

use crate::program;

/// Server and client of the comparison in Rust, built for release.
pub(crate) struct Programs {
    server: BenchServer,
    client: PathBuf,
}

/// The server that every client calls, built for release.
pub(crate) struct BenchServer(PathBuf);

const SERVER_CORE: &str = "0";
const CLIENT_CORE: &str = "1";

impl BenchServer {
    pub(crate) fn build() -> Result<Self, String> {
        if !cfg!(target_os = "linux") {
            return Err("Benchmarks are run on Linux, where a process can be pinned.".to_owned());
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        if cores < 2 {
            return Err(
                "Benchmarks need two cores: one for the server, one for the client.".to_owned(),
            );
        }
        program::build("authloom-bench-server", "release").map(Self)
    }

    /// The server, on its core.
    pub(crate) fn command(&self) -> Command {
        pinned(SERVER_CORE, &Command::new(&self.0))
    }
}

impl Programs {
    pub(crate) fn build() -> Result<Self, String> {
        Ok(Self {
            server: BenchServer::build()?,
            client: program::build("authloom-bench-client", "release")?,
        })
    }

    /// The server.
    pub(crate) fn server(&self) -> &BenchServer {
        &self.server
    }

    /// A client, on its core.
    pub(crate) fn client(&self) -> Command {
        on_client_core(&Command::new(&self.client))
    }

    /// A client under another program, which is given the client's path as its next argument.
    pub(crate) fn client_under(&self, runner: &str, arguments: &[&str]) -> Command {
        let mut command = on_client_core(&Command::new(runner));
        command.args(arguments).arg(&self.client);
        command
    }
}

/// The same command on the core of the clients.
pub(crate) fn on_client_core(command: &Command) -> Command {
    pinned(CLIENT_CORE, command)
}

fn pinned(core: &str, command: &Command) -> Command {
    let mut pinned = Command::new("taskset");
    pinned
        .args(["--cpu-list", core])
        .arg(command.get_program())
        .args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        pinned.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => pinned.env(name, value),
            None => pinned.env_remove(name),
        };
    }
    pinned
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn a_pinned_command_is_the_same_but_for_its_core() {
        let mut command = Command::new("python");
        command.arg("a.py").env("A", "1").env_remove("B");
        let pinned = on_client_core(&command);
        assert_eq!(pinned.get_program(), "taskset");
        let arguments: Vec<_> = pinned.get_args().collect();
        assert_eq!(arguments, ["--cpu-list", CLIENT_CORE, "python", "a.py"]);
        let changed: Vec<_> = pinned.get_envs().collect();
        let one = Some(OsStr::new("1"));
        assert_eq!(changed, [(OsStr::new("A"), one), (OsStr::new("B"), None)]);
    }
}
