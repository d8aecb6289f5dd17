//! `cargo xtask bench --python`: the Python package beside its peers.

mod clients;
mod figures;
mod page;
mod scenarios;

use std::path::Path;
use std::process::ExitCode;

use super::package::{self, Package, Request};
use clients::Clients;

pub(crate) const PACKAGE: Package = Package {
    peers: scenarios::PEERS,
    scenarios: scenarios::SCENARIOS,
    figures: &figures::FIGURES,
    page: page::PAGE,
};

/// Measures what was asked for, of that wheel if none is to be built.
pub(crate) fn compare(request: &Request, wheel: Option<&Path>) -> Result<ExitCode, String> {
    package::compare(&PACKAGE, request, || Clients::prepare(wheel))
}
