//! `cargo xtask codegen`: the mechanical part of the bindings, from the core's public source.

use std::process::ExitCode;

use lexopt::{Arg, Parser};

use crate::repository;
use crate::test::Tally;

const USAGE: &str = "\
Usage: cargo xtask codegen [--check]

  --check  compare with what is there, and fail where it differs";

/// Writes or compares; an error is a sentence about the arguments.
pub(crate) fn main(mut arguments: Parser) -> Result<ExitCode, String> {
    let mut done: fn() -> Result<bool, String> = write;
    while let Some(argument) = arguments.next().map_err(|error| error.to_string())? {
        match argument {
            Arg::Long("check") => done = is_up_to_date,
            Arg::Long("help") | Arg::Short('h') => {
                println!("{USAGE}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(format!("{}.\n\n{USAGE}", other.unexpected())),
        }
    }
    Ok(match done() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    })
}

/// The same comparison as a step among others.
pub(crate) fn check() -> Result<Tally, String> {
    is_up_to_date().map(Tally::of)
}

fn write() -> Result<bool, String> {
    let paths = authloom_codegen::write(repository::root()).map_err(|why| why.to_string())?;
    for path in &paths {
        println!("wrote {path}");
    }
    if paths.is_empty() {
        println!("Everything is as it must be.");
    }
    Ok(true)
}

fn is_up_to_date() -> Result<bool, String> {
    let differences = authloom_codegen::check(repository::root()).map_err(|why| why.to_string())?;
    for difference in &differences {
        println!("{difference}");
    }
    if !differences.is_empty() {
        println!("The bindings do not fit the core's source: run `cargo xtask codegen`.");
    }
    Ok(differences.is_empty())
}
