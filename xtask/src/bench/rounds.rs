//! The rounds of a comparison. Peers take turns within each, and turns are short, so that whatever
//! else the machine does meets all of them.

use super::client;
use super::programs::Programs;
use super::results::Results;
use super::scenarios::{PEERS, SCENARIOS};
use super::server::Server;

/// How often each peer takes its turn in a round; in a quick comparison once.
const TURNS: usize = 5;

/// Measures everything so many times.
pub(crate) fn run(programs: &Programs, rounds: usize, quick: bool) -> Result<Results, String> {
    let server = Server::start(programs.server())?;
    let mut results = Results::default();
    for round in 1..=rounds {
        eprintln!("Round {round} of {rounds}.");
        for scenario in SCENARIOS {
            for _ in 0..if quick { 1 } else { TURNS } {
                for peer in PEERS.iter().filter(|peer| scenario.suits(peer)) {
                    let mut client = programs.client();
                    client
                        .args([peer.name, scenario.argument, &scenario.calls.to_string()])
                        .arg(server.url(scenario.secure));
                    results.add(scenario.name, peer.name, client::cost(&mut client)?);
                }
            }
        }
    }
    Ok(results)
}
