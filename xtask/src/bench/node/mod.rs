//! `cargo xtask bench --node`: the Node package beside its peers.

mod clients;
mod figures;
mod page;
mod scenarios;

use std::process::ExitCode;

use super::package::{self, Package, Request};
use clients::Clients;

pub(crate) const PACKAGE: Package = Package {
    peers: scenarios::PEERS,
    scenarios: scenarios::SCENARIOS,
    figures: &figures::FIGURES,
    page: page::PAGE,
};

/// Measures what was asked for.
pub(crate) fn compare(request: &Request) -> Result<ExitCode, String> {
    package::compare(&PACKAGE, request, Clients::prepare)
}
