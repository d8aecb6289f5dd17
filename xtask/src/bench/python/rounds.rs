//! The rounds. Peers take turns within each, and turns are short, so that whatever else the machine
//! does meets all of them.

use super::super::client;
use super::super::results::Results;
use super::clients::Clients;
use super::request::Request;
use super::scenarios::SCENARIOS;

/// Measures what is asked for, so many times.
pub(crate) fn run(clients: &Clients, url: &str, request: &Request) -> Result<Results, String> {
    let mut results = Results::default();
    let scenarios = || {
        SCENARIOS
            .iter()
            .filter(|scenario| request.asks_for(scenario.name))
    };
    if scenarios().next().is_none() {
        return Ok(results);
    }
    for round in 1..=request.rounds {
        eprintln!("Round {round} of {}.", request.rounds);
        for scenario in scenarios() {
            for _ in 0..if request.quick { 1 } else { scenario.turns } {
                for peer in scenario.peers() {
                    let cost = client::cost(&mut clients.turn(scenario, peer, url))?;
                    results.add(scenario.name, peer.name, cost);
                }
            }
        }
    }
    Ok(results)
}
