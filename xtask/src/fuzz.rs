//! `cargo xtask fuzz`: the fuzz targets under libFuzzer, on the stable toolchain.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use lexopt::{Arg, Parser, ValueExt};

use crate::{process, repository};

/// The package, and its program.
const PACKAGE: &str = "authloom-fuzz";

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

const USAGE: &str = "\
Usage: cargo xtask fuzz [--seconds N] [--target NAME]

  --seconds  how long each target runs; 10 unless said
  --target   only this one; by default each in turn";

/// How long each target runs as a check among others.
pub(crate) const SECONDS: u32 = 10;

/// What to do.
#[derive(Debug, PartialEq, Eq)]
struct Request {
    seconds: u32,
    target: Option<String>,
}

/// Runs the targets; an error is a sentence about the arguments.
pub(crate) fn main(arguments: Parser) -> Result<ExitCode, String> {
    let Some(Request { seconds, target }) = parse(arguments)? else {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    let fuzzed = lacks_compiler().map_or_else(|| fuzz(seconds, target.as_deref()), Err);
    Ok(match fuzzed {
        Ok(Verdict { findings: 0, .. }) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    })
}

/// Reads the arguments; `None` asks for help.
fn parse(mut arguments: Parser) -> Result<Option<Request>, String> {
    let mut request = Request {
        seconds: SECONDS,
        target: None,
    };
    let sentence = |error: lexopt::Error| format!("{error}.");
    while let Some(argument) = arguments.next().map_err(sentence)? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            Arg::Long("seconds") => {
                let value = arguments.value().map_err(sentence)?;
                request.seconds = value.parse().map_err(sentence)?;
            }
            Arg::Long("target") => {
                let value = arguments.value().map_err(sentence)?;
                request.target = Some(value.string().map_err(sentence)?);
            }
            other => {
                return Err(format!(
                    "`cargo xtask fuzz` takes --seconds N, --target NAME and --help: {}.",
                    other.unexpected()
                ));
            }
        }
    }
    // To libFuzzer, 0 is for ever.
    if request.seconds == 0 {
        return Err("--seconds must be at least 1.".to_owned());
    }
    Ok(Some(request))
}

/// Says what is missing where libFuzzer, which is C++, cannot be built.
pub(crate) fn lacks_compiler() -> Option<String> {
    let compiler = std::env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    let found = Command::new(&compiler)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    (!found).then(|| {
        format!(
            "libFuzzer is C++, and there is no compiler {compiler}; install g++ or clang, or name \
             one in CXX."
        )
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

/// Runs each target so long, or the one that is named.
pub(crate) fn fuzz(seconds: u32, only: Option<&str>) -> Result<Verdict, String> {
    let folder = folder();
    let targets: Vec<String> = tool(&["targets"])?.lines().map(str::to_owned).collect();
    let chosen: Vec<&String> = targets
        .iter()
        .filter(|name| only.is_none_or(|only| only == *name))
        .collect();
    if chosen.is_empty() {
        return Err(format!("The targets are {}.", targets.join(", ")));
    }
    tool(&["seeds", &folder.join("seeds").to_string_lossy()])?;
    let program = build(&folder)?;
    let mut verdict = Verdict::default();
    for name in chosen {
        if run(&program, &folder, name, seconds)? {
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
fn build(folder: &Path) -> Result<PathBuf, String> {
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

/// Runs one target; false if it has a finding. What libFuzzer prints goes into a file, and what
/// matters of it is shown.
fn run(program: &Path, folder: &Path, name: &str, seconds: u32) -> Result<bool, String> {
    let corpus = folder.join("corpus").join(name);
    let findings = folder.join("findings").join(name);
    let log = findings.join("log");
    let lost = |error| format!("{} cannot be written: {error}.", folder.display());
    fs::create_dir_all(&corpus).map_err(lost)?;
    fs::create_dir_all(&findings).map_err(lost)?;
    let mut command = Command::new(program);
    command
        .arg(&corpus)
        .arg(folder.join("seeds").join(name))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", findings.display()))
        // A longer body than this holds, an input asks for by having its own repeated.
        .args(["-timeout=10", "-max_len=4096", "-print_final_stats=1"])
        .env("AUTHLOOM_FUZZ_TARGET", name)
        .current_dir(repository::root())
        .stderr(File::create(&log).map_err(lost)?);
    let status = process::run(&mut command)?;
    let said = fs::read(&log).map_err(|error| format!("libFuzzer's log is lost: {error}."))?;
    let said = String::from_utf8_lossy(&said);
    if status.success() {
        let runs = statistic(&said, "number_of_executed_units").ok_or_else(|| {
            format!("{name}: libFuzzer ended well, but does not say how often it ran.")
        })?;
        println!("  {name:<16}{runs:>10} runs, no finding");
        return Ok(true);
    }
    println!("  {name}: a finding");
    for line in said.lines().filter(|line| !line.starts_with('#')) {
        println!("    {line}");
    }
    match finding(&said) {
        Some(input) => println!(
            "  The input is {input}; this runs it alone:\n\
             \x20   cargo run --package {PACKAGE} -- replay {name} {input}\n\
             \x20 Turn it into a test of what it shows, and mend that."
        ),
        None => println!("  libFuzzer ended with {status} and without an input."),
    }
    Ok(false)
}

/// A number of libFuzzer's closing lines.
fn statistic(log: &str, name: &str) -> Option<u64> {
    log.lines().find_map(|line| {
        let (found, number) = line.strip_prefix("stat::")?.split_once(':')?;
        (found == name).then(|| number.trim().parse().ok())?
    })
}

/// Where libFuzzer wrote the input that it found.
fn finding(log: &str) -> Option<&str> {
    log.lines()
        .find_map(|line| line.split_once("Test unit written to "))
        .map(|(_, path)| path.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<Request>, String> {
        parse(Parser::from_args(arguments))
    }

    #[test]
    fn each_target_runs_ten_seconds_unless_said() {
        let request = |seconds, target: Option<&str>| {
            Ok(Some(Request {
                seconds,
                target: target.map(str::to_owned),
            }))
        };
        assert_eq!(read(&[]), request(10, None));
        assert_eq!(read(&["--seconds", "60"]), request(60, None));
        assert_eq!(
            read(&["--target=tyk", "--seconds=1"]),
            request(1, Some("tyk"))
        );
        assert_eq!(read(&["--help"]), Ok(None));
    }

    #[test]
    fn what_is_not_understood_is_one_sentence() {
        for (arguments, part) in [
            (&["--seconds", "0"][..], "at least 1"),
            (&["--seconds", "soon"], "soon"),
            (&["--fast"], "takes --seconds N, --target NAME and --help"),
            (&["tyk"], "takes --seconds N"),
        ] {
            let sentence = read(arguments).expect_err("it is wrong");
            assert!(sentence.contains(part), "{sentence}");
        }
    }

    #[test]
    fn libfuzzers_log_is_read() {
        let log = "#2\tINITED\nstat::number_of_executed_units: 4711\nstat::peak_rss_mb:    43\n\
                   artifact_prefix='/f/'; Test unit written to /f/crash-1\nBase64: AA==\n";
        assert_eq!(statistic(log, "number_of_executed_units"), Some(4711));
        assert_eq!(statistic(log, "slowest_unit_time_sec"), None);
        assert_eq!(finding(log), Some("/f/crash-1"));
        assert_eq!(finding("Done 1 runs"), None);
    }
}
