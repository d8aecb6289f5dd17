//! The fuzz targets as programs: one to ask, one with libFuzzer in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{process, repository};

/// The package, and its program.
pub(super) const PACKAGE: &str = "authloom-fuzz";

/// What libFuzzer needs to see which code an input reaches, and what it compares. No sanitizer:
/// that would take an unstable compiler, and there is no unsafe code to watch.
const FLAGS: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Says what is missing where libFuzzer, which is C++, cannot be built.
pub(crate) fn lacks_compiler() -> Option<String> {
    let compiler = std::env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    (!starts(&compiler, &["--version"])).then(|| {
        format!(
            "libFuzzer is C++, and there is no compiler {compiler}; install g++ or clang, or name \
             one in CXX."
        )
    })
}

/// Whether a program is there, and ends well.
pub(super) fn starts(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A target, as the program names it.
pub(super) struct Target {
    pub(super) name: String,
    /// How many inputs a check of every change runs.
    pub(super) runs: u32,
}

/// All targets.
pub(super) fn targets() -> Result<Vec<Target>, String> {
    tool(&["targets"])?
        .lines()
        .map(|line| {
            let (name, runs) = line.split_once(' ')?;
            Some(Target {
                name: name.to_owned(),
                runs: runs.parse().ok()?,
            })
        })
        .collect::<Option<_>>()
        .ok_or_else(|| format!("{PACKAGE} targets printed what is no list of targets."))
}

/// Writes the inputs to begin with, below this folder in one of each target's name.
pub(super) fn write_inputs(folder: &Path) -> Result<(), String> {
    tool(&["inputs", &folder.to_string_lossy()]).map(drop)
}

/// Runs the package's program as it is without libFuzzer, and gives what it prints.
fn tool(arguments: &[&str]) -> Result<String, String> {
    let mut command = process::cargo(["run", "--quiet", "--locked", "--package", PACKAGE, "--"]);
    let output = command
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo did not start: {error}."))?;
    if !output.status.success() {
        return Err(format!("{PACKAGE} {} failed.", arguments.join(" ")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Builds the program with libFuzzer in it, and says where it lies.
pub(super) fn build(folder: &Path) -> Result<PathBuf, String> {
    eprintln!("Building {PACKAGE} with libFuzzer; the first time this takes minutes.");
    let host = host()?;
    let build = folder.join("build");
    let mut command = process::cargo(["build", "--quiet", "--locked", "--package", PACKAGE]);
    command
        .args(["--bin", PACKAGE, "--profile", "fuzz"])
        // With a target named, the flags are not for build scripts and macros, which run in the
        // compiler and know no libFuzzer.
        .args(["--target", &host])
        .arg("--target-dir")
        .arg(&build)
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("RUSTFLAGS", FLAGS.join(" "));
    if !process::run(&mut command)?.success() {
        return Err(format!("{PACKAGE} does not build with libFuzzer."));
    }
    let name = format!("{PACKAGE}{}", std::env::consts::EXE_SUFFIX);
    Ok(build.join(host).join("fuzz").join(name))
}

/// The machine's own target, as rustc names it.
fn host() -> Result<String, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .arg("-vV")
        .current_dir(repository::root())
        .output()
        .map_err(|error| format!("rustc did not start: {error}."))?;
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| "rustc did not say which machine it is for.".to_owned())
}
