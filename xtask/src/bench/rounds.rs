//! The rounds of a comparison. Peers take turns within each, and turns are short, so that whatever
//! else the machine does meets all of them.

use std::process::Command;

use serde_json::Value;

use super::programs::Programs;
use super::results::{Cost, Results};
use super::scenarios::{PEERS, SCENARIOS};
use super::server::Server;

/// How often each peer takes its turn in a round; in a quick comparison once.
const TURNS: usize = 5;

/// Measures everything so many times.
pub(crate) fn run(programs: &Programs, rounds: usize, quick: bool) -> Result<Results, String> {
    let server = Server::start(programs)?;
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
                    results.add(scenario.name, peer.name, cost(&mut client)?);
                }
            }
        }
    }
    Ok(results)
}

/// Runs a client and reads what it says.
fn cost(client: &mut Command) -> Result<Cost, String> {
    let output = client
        .output()
        .map_err(|error| format!("taskset, which starts a client, did not start: {error}."))?;
    let said = String::from_utf8_lossy(&output.stdout);
    read(&said)
        .filter(|_| output.status.success())
        .ok_or_else(|| {
            format!(
                "A client failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )
        })
}

fn read(said: &str) -> Option<Cost> {
    let said: Value = serde_json::from_str(said).ok()?;
    Some(Cost {
        wall: said["wall_us"].as_f64()?,
        cpu: said["cpu_us"].as_f64()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_says_is_read() {
        let cost = read("{\"wall_us\": 2.5, \"cpu_us\": 1.25}\n").expect("a cost");
        assert!((cost.wall - 2.5).abs() < 1e-9 && (cost.cpu - 1.25).abs() < 1e-9);
        assert!(read("").is_none() && read("{\"wall_us\": 2.5}").is_none());
    }
}
