//! Inputs and replays.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use authloom_fuzz::inputs;
use authloom_fuzz::targets::{TARGETS, Target};

pub(crate) fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["targets"] => {
            for target in TARGETS {
                println!("{} {}", target.name, target.runs);
            }
            Ok(())
        }
        ["inputs", folder] => inputs::write(Path::new(folder))
            .map(|count| println!("{count} inputs"))
            .map_err(|error| format!("{folder} cannot be written: {error}.")),
        ["replay", target, files @ ..] => replay(target, files),
        _ => Err("Usage: authloom-fuzz targets | inputs FOLDER | replay TARGET FILE…".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a target on each file; what does not hold panics.
fn replay(target: &str, files: &[&str]) -> Result<(), String> {
    let target = Target::named(target).ok_or_else(|| format!("There is no target {target}."))?;
    for file in files {
        let input = fs::read(file).map_err(|error| format!("{file} cannot be read: {error}."))?;
        eprintln!("{file}: {} bytes", input.len());
        (target.run)(&input);
    }
    Ok(())
}
