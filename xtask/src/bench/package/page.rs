//! A package's part of `docs/performance.md`.

use super::super::{identity, page};
use super::Clients;

/// What the part says around its tables.
pub(crate) struct Page {
    /// The command that writes it.
    pub(crate) command: &'static str,
    pub(crate) head: &'static str,
    pub(crate) how: &'static str,
}

impl Page {
    /// Writes the part.
    pub(super) fn write(
        &self,
        tables: &str,
        clients: &impl Clients,
        rounds: usize,
    ) -> Result<(), String> {
        let Self { command, head, how } = self;
        let part = format!(
            "{head}\n```sh\n{command}\n```\n\n{tables}\nMedians of {rounds} rounds, with \
             {runtime}, {rustc}, {libc}, on {system}, {processor}.\n\n\
             Versions: {versions}.\n\n{how}",
            runtime = clients.runtime(),
            rustc = identity::rustc(),
            libc = identity::libc(),
            system = identity::system(),
            processor = identity::processor(),
            versions = clients.versions()?,
        );
        page::put(command, &part)
    }
}
