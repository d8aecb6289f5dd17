//! `cargo xtask bench --python`: the Python package beside its peers.

mod bars;
mod clients;
mod figures;
mod page;
mod request;
mod rounds;
mod scenarios;
mod tables;

use std::process::ExitCode;

use super::programs::BenchServer;
use super::server::Server;
use clients::Clients;

pub(crate) use request::Request;

/// Measures what was asked for, and says whether the package is as cheap as promised.
pub(crate) fn compare(request: &Request) -> Result<ExitCode, String> {
    let program = BenchServer::build()?;
    let clients = Clients::prepare(request)?;
    let server = Server::start(&program)?;
    let url = server.url(false);
    let results = rounds::run(&clients, url, request)?;
    let figures = figures::measure(&clients, url, request)?;
    let tables = tables::all(&results, &figures);
    println!("{tables}");
    if request.is_whole() {
        page::write(&tables, &clients, request.rounds)?;
    }
    Ok(super::verdict(&bars::missed(&results, &figures, request)))
}
