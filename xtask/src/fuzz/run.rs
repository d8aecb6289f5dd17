//! One target under libFuzzer.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::options::Effort;
use super::program::{PACKAGE, Target, starts};
use crate::process;

/// What is the same for each search. Nothing here depends on how fast the machine is, but for the
/// time after which an input counts as one that hangs: thousands of times what the slowest takes.
/// Inputs of an earlier search, and those that another process might add, are not read.
const FLAGS: [&str; 8] = [
    "-timeout=120",
    "-report_slow_units=120",
    "-rss_limit_mb=2048",
    "-detect_leaks=0",
    "-reload=0",
    // A longer body than this holds, an input asks for by having its own repeated.
    "-max_len=4096",
    "-print_final_stats=1",
    "-verbosity=1",
];

/// The folders of a search, below cargo's own, which git ignores.
pub(super) struct Folders<'a> {
    pub(super) program: &'a Path,
    /// Where everything lies.
    pub(super) root: &'a Path,
}

impl Folders<'_> {
    fn of(&self, what: &str, target: &str) -> PathBuf {
        self.root.join(what).join(target)
    }

    /// Where the targets' inputs to begin with are.
    pub(super) fn inputs(&self) -> PathBuf {
        self.root.join("inputs")
    }
}

/// Runs one target; false if it has a finding. What libFuzzer prints goes into a file, and what
/// matters of it is shown.
pub(super) fn run(
    folders: &Folders<'_>,
    target: &Target,
    effort: Effort,
    seed: u32,
) -> Result<bool, String> {
    let name = target.name.as_str();
    let lost = |error| format!("{} cannot be written: {error}.", folders.root.display());
    let corpus = folders.of("corpus", name);
    let findings = folders.of("findings", name);
    fresh(&corpus).map_err(lost)?;
    fs::create_dir_all(&findings).map_err(lost)?;
    let log = findings.join("log");
    let order = list(folders, name).map_err(lost)?;
    let mut command = program(folders.program, effort);
    command
        .arg(&corpus)
        .arg(format!("-seed_inputs=@{}", order.display()))
        .arg(format!("-seed={seed}"))
        .arg(format!("-artifact_prefix={}/", findings.display()))
        .args(FLAGS)
        .args(end(target, effort))
        .env("AUTHLOOM_FUZZ_TARGET", name)
        .current_dir(folders.root)
        .stderr(File::create(&log).map_err(lost)?);
    let status = process::run(&mut command)?;
    let said = fs::read(&log).map_err(|error| format!("libFuzzer's log is lost: {error}."))?;
    let said = String::from_utf8_lossy(&said);
    if status.success() {
        let Some(Done { runs, reached }) = Done::read(&said) else {
            return Err(format!(
                "{name}: libFuzzer ended well, but does not say how often it ran."
            ));
        };
        println!("  {name:<16}{runs:>10} runs, {reached}, no finding");
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
             \x20 Copy it to tests/fuzz/corpus/{name}, under a name that says what it shows, and \
             mend that."
        ),
        None => println!("  libFuzzer ended with {status} and without an input."),
    }
    Ok(false)
}

/// An empty folder.
fn fresh(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::create_dir_all(folder)
}

/// A file that names the inputs to begin with, in order: a folder would be read in the order in
/// which its file system lists it.
fn list(folders: &Folders<'_>, name: &str) -> io::Result<PathBuf> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folders.inputs().join(name))? {
        let input = entry?.file_name();
        // From the folder in which libFuzzer runs: a comma would end a path.
        names.push(format!("inputs/{name}/{}", input.to_string_lossy()));
    }
    names.sort_unstable();
    let list = folders.root.join(format!("inputs-{name}"));
    fs::write(&list, names.join(","))?;
    Ok(list)
}

/// What ends the search.
fn end(target: &Target, effort: Effort) -> Vec<String> {
    let runs = match effort {
        Effort::Seconds(seconds) => return vec![format!("-max_total_time={seconds}")],
        Effort::Runs(runs) => runs,
        Effort::Check => target.runs,
    };
    // What a program compares depends on where the system has put its memory, and so would the
    // inputs that are made of that.
    vec![format!("-runs={runs}"), "-use_cmp=0".to_owned()]
}

/// The program, for an exploration with its memory always in the same place where the system can
/// do that, so that its seed leads to the same finding.
fn program(program: &Path, effort: Effort) -> Command {
    let explores = matches!(effort, Effort::Seconds(_));
    if explores && starts("setarch", &["-R", "true"]) {
        let mut command = Command::new("setarch");
        command.arg("-R").arg(program);
        return command;
    }
    Command::new(program)
}

/// What libFuzzer says of a search without a finding.
#[derive(Debug, PartialEq, Eq)]
struct Done {
    runs: u64,
    /// Equal for equal searches.
    reached: String,
}

impl Done {
    fn read(log: &str) -> Option<Self> {
        let runs = log.lines().find_map(|line| {
            let number = line.strip_prefix("stat::number_of_executed_units:")?;
            number.trim().parse().ok()
        })?;
        let last = log.lines().rfind(|line| line.contains("\tDONE "))?;
        let number = |name: &str| {
            let mut words = last.split_whitespace();
            words.find(|word| *word == name)?;
            words.next()
        };
        let (edges, features) = (number("cov:")?, number("ft:")?);
        let inputs = number("corp:")?.split('/').next()?;
        Some(Self {
            runs,
            reached: format!("{edges} edges, {features} features, {inputs} inputs kept"),
        })
    }
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

    #[test]
    fn libfuzzers_log_is_read() {
        let log = "#558\tINITED cov: 5240 ft: 10394 corp: 228/5400b exec/s: 0 rss: 36Mb\n\
                   #8000\tDONE   cov: 6155 ft: 13351 corp: 765/19Kb lim: 46 exec/s: 2666 rss: 40Mb\n\
                   stat::number_of_executed_units: 8000\nstat::peak_rss_mb:    43\n";
        let done = Done {
            runs: 8000,
            reached: "6155 edges, 13351 features, 765 inputs kept".to_owned(),
        };
        assert_eq!(Done::read(log), Some(done));
        assert_eq!(Done::read("stat::number_of_executed_units: 1"), None);
        let log = "artifact_prefix='/f/'; Test unit written to /f/crash-1\nBase64: AA==\n";
        assert_eq!(finding(log), Some("/f/crash-1"));
        assert_eq!(finding("Done 1 runs"), None);
    }

    #[test]
    fn a_check_depends_on_no_clock() {
        let target = Target {
            name: "any".to_owned(),
            runs: 7,
        };
        for (effort, flags) in [
            (Effort::Check, &["-runs=7", "-use_cmp=0"][..]),
            (Effort::Runs(9), &["-runs=9", "-use_cmp=0"]),
            (Effort::Seconds(3), &["-max_total_time=3"]),
        ] {
            assert_eq!(end(&target, effort), flags);
        }
    }
}
