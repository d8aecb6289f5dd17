//! `cargo xtask bench`: the core and the packages of other languages beside their peers, and the
//! core's instructions beside a baseline.

mod bars;
mod baseline;
mod callgrind;
mod client;
mod identity;
mod instructions;
mod node;
mod options;
mod package;
mod page;
mod programs;
mod python;
mod results;
mod rounds;
mod scenarios;
mod server;
mod tables;

use std::process::ExitCode;

use lexopt::Parser;

use options::Request;
use programs::Programs;

pub(crate) use instructions::check as check_instructions;

/// Runs what the arguments ask for; an error is a sentence about them.
pub(crate) fn main(arguments: Parser) -> Result<ExitCode, String> {
    let outcome = match options::parse(arguments)? {
        Request::Help => {
            println!("{}", options::USAGE);
            return Ok(ExitCode::SUCCESS);
        }
        Request::Compare { rounds, quick } => compare(rounds, quick),
        Request::Python { request, wheel } => python::compare(&request, wheel.as_deref()),
        Request::Node(request) => node::compare(&request),
        Request::Instructions { write } if write => instructions::write_baseline(),
        Request::Instructions { .. } => instructions::check().map(|tally| {
            if tally.failed == 0 {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }),
    };
    Ok(outcome.unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::FAILURE
    }))
}

/// Measures every peer in every scenario, and says whether the core is as cheap as promised.
fn compare(rounds: usize, quick: bool) -> Result<ExitCode, String> {
    let programs = Programs::build()?;
    let mut results = rounds::run(&programs, rounds, quick)?;
    if !quick {
        instructions::measure_all(&programs, &mut results)?;
    }
    let tables = tables::all(&results);
    println!("{tables}");
    if !quick {
        page::write(&tables, rounds)?;
    }
    Ok(verdict(&bars::missed(&results)))
}

/// Says which bars were missed.
fn verdict(missed: &[String]) -> ExitCode {
    for sentence in missed {
        eprintln!("{sentence}");
    }
    if missed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
