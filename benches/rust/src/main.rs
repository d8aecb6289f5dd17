//! `authloom-bench-client PEER SCENARIO CALLS URL`: makes so many calls with one of the peers and
//! prints what they cost, as one JSON line. A process makes one measurement, so that no peer
//! finds caches, connections or memory of another.

mod calls;
mod cost;
mod measure;
mod peer;
mod peers;

use std::process::ExitCode;

fn main() -> ExitCode {
    // As a service has it that shows what its libraries say.
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::INFO)
        .with_writer(std::io::stderr)
        .init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [peer, scenario, calls, url] => measure::Request::new(scenario, calls, url)
            .and_then(|request| peers::measure(peer, &request)),
        _ => Err("Usage: authloom-bench-client PEER SCENARIO CALLS URL".to_owned()),
    };
    match outcome {
        Ok(cost) => {
            println!("{cost}");
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
