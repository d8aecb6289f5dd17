//! How many instructions calls take.

use std::collections::BTreeMap;
use std::process::ExitCode;

use super::baseline::{Baseline, Verdict};
use super::callgrind;
use super::programs::Programs;
use super::results::Results;
use super::scenarios::{CONSTRUCT, CORE, PEERS, SCENARIOS};
use super::server::Server;
use crate::test::Tally;

/// What the baseline holds, as `authloom-bench-client` calls it.
const COUNTED: [&str; 2] = ["get", "upsert"];

const NO_VALGRIND: &str =
    "Instructions are counted by valgrind, which is not installed: apt-get install valgrind.";

/// Compares the core with its baseline; where that is not possible, it is skipped and said so.
pub(crate) fn check() -> Result<Tally, String> {
    if !cfg!(target_os = "linux") {
        println!("Skipped: instructions are counted on Linux.");
        return Ok(Tally::SKIPPED);
    }
    let Some(valgrind) = callgrind::version() else {
        println!("Skipped. {NO_VALGRIND}");
        return Ok(Tally::SKIPPED);
    };
    let now = count_core(&valgrind)?;
    for (name, count) in &now.instructions {
        println!("{name}: {count} instructions");
    }
    Ok(match Baseline::read()?.judge(&now) {
        Verdict::Kept => Tally::PASSED,
        Verdict::Exceeded(sentences) => {
            println!(
                "{}\nIf that is what the change is worth, run `cargo xtask bench --instructions \
                 --write-baseline` and give the reason in the commit.",
                sentences.join("\n")
            );
            Tally::FAILED
        }
        Verdict::Other(differs) => {
            println!(
                "Skipped: benches/baseline.json was counted with something else: {}.\nTo compare, \
                 count the commit before the change here first, with `cargo xtask bench \
                 --instructions --write-baseline`; if the change is to stay, commit what that \
                 writes for it.",
                differs.join("; ")
            );
            Tally::SKIPPED
        }
    })
}

/// Writes what the core takes now.
pub(crate) fn write_baseline() -> Result<ExitCode, String> {
    let valgrind = callgrind::version().ok_or(NO_VALGRIND)?;
    let now = count_core(&valgrind)?;
    now.write()?;
    println!("Written to benches/baseline.json; say in the commit why it changed.");
    Ok(ExitCode::SUCCESS)
}

fn count_core(valgrind: &str) -> Result<Baseline, String> {
    let programs = Programs::build()?;
    let server = Server::start(programs.server())?;
    let mut counts = BTreeMap::new();
    for name in COUNTED {
        let count = callgrind::count(&programs, CORE, name, server.url(false))?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of instructions is small, and no less than none"
        )]
        counts.insert(name.to_owned(), count.instructions.round() as u64);
    }
    Baseline::of(counts, valgrind)
}

/// Counts what every peer takes without TLS, where valgrind is there.
pub(crate) fn measure_all(programs: &Programs, results: &mut Results) -> Result<(), String> {
    if callgrind::version().is_none() {
        eprintln!("{NO_VALGRIND}");
        return Ok(());
    }
    eprintln!("Counting instructions.");
    let server = Server::start(programs.server())?;
    for scenario in SCENARIOS
        .iter()
        .filter(|scenario| !scenario.secure && scenario.name != CONSTRUCT.name)
    {
        for peer in PEERS {
            let url = server.url(false);
            let count = callgrind::count(programs, peer.name, scenario.argument, url)?;
            results.count(scenario.name, peer.name, count);
        }
    }
    Ok(())
}
