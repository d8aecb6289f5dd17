//! The rounds. Peers take turns within each, and turns are short, so that whatever else the machine
//! does meets all of them.

use super::super::client;
use super::super::results::Results;
use super::{Clients, Package, Request};

/// Measures what is asked for, so many times.
pub(super) fn run(
    package: &Package,
    clients: &impl Clients,
    url: &str,
    request: &Request,
) -> Result<Results, String> {
    let mut results = Results::default();
    let scenarios = || {
        let all = package.scenarios.iter();
        all.filter(|scenario| request.asks_for(scenario.name))
    };
    if scenarios().next().is_none() {
        return Ok(results);
    }
    for round in 1..=request.rounds {
        eprintln!("Round {round} of {}.", request.rounds);
        for scenario in scenarios() {
            for _ in 0..if request.quick { 1 } else { scenario.turns } {
                for peer in scenario.peers(package) {
                    let mut turn = scenario.turn(clients.frame(peer.name), peer, url);
                    results.add(scenario.name, peer.name, client::cost(&mut turn)?);
                }
            }
        }
    }
    Ok(results)
}
