//! `cargo xtask fuzz`: the fuzz targets under libFuzzer, on the stable toolchain.

mod options;
mod program;
mod run;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::Parser;

use crate::repository;
pub(crate) use options::Search;
use options::USAGE;
pub(crate) use program::lacks_compiler;
use program::{Target, build, targets, write_inputs};
use run::{Folders, run};

/// Runs the targets; an error is a sentence about the arguments.
pub(crate) fn main(arguments: Parser) -> Result<ExitCode, String> {
    let Some(search) = Search::parse(arguments)? else {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    let fuzzed = lacks_compiler().map_or_else(|| fuzz(&search), Err);
    Ok(match fuzzed {
        Ok(Verdict { findings: 0, .. }) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    })
}

/// What came of the targets.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// How many ran without a finding.
    pub(crate) clean: u64,
    /// How many have one.
    pub(crate) findings: u64,
}

/// Searches each target, or the one that is named, beginning with its seeds and its corpus.
pub(crate) fn fuzz(search: &Search) -> Result<Verdict, String> {
    let root = folder();
    let targets = targets()?;
    let is_chosen = |target: &&Target| search.target.as_ref().is_none_or(|it| *it == target.name);
    let chosen: Vec<&Target> = targets.iter().filter(is_chosen).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
        return Err(format!("The targets are {}.", names.join(", ")));
    }
    let program = build(&root)?;
    let folders = Folders {
        program: &program,
        root: &root,
    };
    // Those of another commit would be taken for today's.
    let _ = fs::remove_dir_all(folders.inputs());
    write_inputs(&folders.inputs())?;
    println!("  seed {}", search.seed);
    let mut verdict = Verdict::default();
    for target in chosen {
        if run(&folders, target, search.effort, search.seed)? {
            verdict.clean += 1;
        } else {
            verdict.findings += 1;
        }
    }
    Ok(verdict)
}

/// Where everything goes: below cargo's own folder, which git ignores.
fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    repository::root().join(target).join("fuzz")
}
