//! The fuzz targets as a program: under libFuzzer where it was built for fuzzing, else a tool that
//! writes the inputs to begin with, and replays inputs.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
mod libfuzzer;

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    replay::main()
}

#[cfg(not(fuzzing))]
mod replay;
