//! The two programs of a benchmark, and the cores that they run on.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program;

/// Server and client, built for release.
pub(crate) struct Programs {
    server: PathBuf,
    client: PathBuf,
}

const SERVER_CORE: &str = "0";
const CLIENT_CORE: &str = "1";

impl Programs {
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
        Ok(Self {
            server: program::build("authloom-bench-server", "release")?,
            client: program::build("authloom-bench-client", "release")?,
        })
    }

    /// The server, on its core.
    pub(crate) fn server(&self) -> Command {
        pinned(SERVER_CORE, &self.server)
    }

    /// A client, on its core.
    pub(crate) fn client(&self) -> Command {
        pinned(CLIENT_CORE, &self.client)
    }

    /// A client under another program, which is given the client's path as its next argument.
    pub(crate) fn client_under(&self, runner: &str, arguments: &[&str]) -> Command {
        let mut command = pinned(CLIENT_CORE, Path::new(runner));
        command.args(arguments).arg(&self.client);
        command
    }
}

fn pinned(core: &str, program: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", core]).arg(program);
    command
}
