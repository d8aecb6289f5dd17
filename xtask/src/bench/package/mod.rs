//! The package of a language beside its peers: what `cargo xtask bench --python` and `--node` share.

mod bars;
mod figures;
mod page;
mod request;
mod rounds;
mod scenarios;
mod tables;

use std::path::Path;
use std::process::{Command, ExitCode};

use super::programs::BenchServer;
use super::server::Server;

pub(crate) use figures::{Figure, Measure};
pub(crate) use page::Page;
pub(crate) use request::Request;
pub(crate) use scenarios::{AUTHLOOM, Peer, Scenario, Way, get, peer, upsert};

/// What is measured of a package, and what it may cost: its tables. A new row is measured too.
pub(crate) struct Package {
    /// In the order of the columns, Authloom first.
    pub(crate) peers: &'static [Peer],
    pub(crate) scenarios: &'static [Scenario],
    /// What the package costs beside its calls.
    pub(crate) figures: &'static [Figure],
    pub(crate) page: Page,
}

/// The clients of a language, installed and ready. Each command is on the core of the clients.
pub(crate) trait Clients {
    /// The script in which a peer takes its turn, yet without its arguments.
    fn frame(&self, peer: &str) -> Command;

    /// The same for turns after which memory is looked at.
    fn frame_of_growth(&self, peer: &str) -> Command {
        self.frame(peer)
    }

    /// The script that starts processes in pairs, likewise.
    fn start(&self) -> Command;

    /// The file whose size counts.
    fn built(&self) -> &Path;

    /// What runs the scripts, with its version.
    fn runtime(&self) -> String;

    /// The versions of everything that is compared.
    fn versions(&self) -> Result<String, String>;
}

/// Measures what was asked for, and says whether the package is as cheap as promised.
pub(crate) fn compare<C: Clients>(
    package: &Package,
    request: &Request,
    prepare: impl FnOnce() -> Result<C, String>,
) -> Result<ExitCode, String> {
    let program = BenchServer::build()?;
    let clients = prepare()?;
    let server = Server::start(&program)?;
    let url = server.url(false);
    let results = rounds::run(package, &clients, url, request)?;
    let figures = figures::measure(package, &clients, url, request)?;
    let tables = tables::all(package, &results, &figures);
    println!("{tables}");
    if request.is_whole() {
        package.page.write(&tables, &clients, request.rounds)?;
    }
    let missed = bars::missed(package, &results, &figures, request);
    Ok(super::verdict(&missed))
}
