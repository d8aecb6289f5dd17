//! Random calls under random faults and random cancellation, for as long as it takes to see what
//! leaks: `authloom-sandbox -- authloom-soak --calls N --seed S`. And calls while other servers send
//! without end, which `cargo xtask soak --flood` makes.

mod calls;
mod control;
mod faults;
mod flood;
mod machine;
mod options;
mod run;
mod tally;

use std::process::ExitCode;

use options::{Asked, Options};

fn main() -> ExitCode {
    let asked = match options::parse(lexopt::Parser::from_env()) {
        Ok(asked) => asked,
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::from(2);
        }
    };
    let done = match asked {
        Asked::Soak(options) => soak(&options),
        Asked::Flood { threads } => flood::measure::run(threads).map(|()| true),
        Asked::ServeFloods => flood::server::serve().map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Soaks, and tells whether nothing is amiss.
fn soak(options: &Options) -> Result<bool, String> {
    println!("seed {}, {} calls", options.seed, options.calls);
    let report = run::run(options)?;
    println!("{report}");
    Ok(report.is_well())
}
