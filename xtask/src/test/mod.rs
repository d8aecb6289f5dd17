//! `cargo xtask test`: every check and every test there is, one step after the other.

mod cargo_test;
mod checks;
mod deny;
mod fuzz;
mod length;
mod nginx;
mod node;
mod node_test;
mod options;
mod pytest;
mod python;
mod registries;
mod spelling;
mod steps;
mod tally;
mod words;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use lexopt::Parser;

use options::Request;
use steps::{STEPS, Step};
pub(crate) use tally::Tally;

/// What a step came to.
struct Report {
    name: &'static str,
    tally: Tally,
    time: Duration,
}

/// Runs what the arguments ask for; an error is a sentence about them.
pub(crate) fn main(arguments: Parser) -> Result<ExitCode, String> {
    match options::parse(arguments, STEPS)? {
        Request::Help => {
            println!("Usage: cargo xtask test [--only STEP,…] [--list]\n");
            list();
            Ok(ExitCode::SUCCESS)
        }
        Request::List => {
            list();
            Ok(ExitCode::SUCCESS)
        }
        Request::Run(steps) => Ok(run(&steps)),
    }
}

fn list() {
    for Step { name, about, .. } in STEPS {
        println!("  {name:<14}{about}");
    }
}

/// Runs every step, also after one has failed, and closes with the sum.
fn run(steps: &[&Step]) -> ExitCode {
    let reports: Vec<Report> = steps.iter().map(|step| report(step)).collect();
    println!("\n==> All steps");
    for Report { name, tally, time } in &reports {
        println!("  {name:<14}{:>7.1} s   {tally}", time.as_secs_f64());
    }
    let sum: Tally = reports.iter().map(|report| report.tally).sum();
    println!("{sum}");
    if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn report(step: &Step) -> Report {
    println!("\n==> {}: {}", step.name, step.about);
    let start = Instant::now();
    let tally = (step.run)().unwrap_or_else(|sentence| {
        println!("{sentence}");
        Tally::FAILED
    });
    let time = start.elapsed();
    println!("<== {}: {tally} in {:.1} s", step.name, time.as_secs_f64());
    Report {
        name: step.name,
        tally,
        time,
    }
}
