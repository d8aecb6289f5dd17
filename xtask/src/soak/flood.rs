//! Calls while other servers send without end.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitCode, Stdio};

use lexopt::{Arg, Parser, ValueExt};
use serde_json::Value;

use super::languages::{Caller, LANGUAGES, Language, Prepared};
use super::measured::{Measured, table};
use crate::{process, program};

/// The variable in which a program finds where the servers are.
const VARIABLE: &str = "AUTHLOOM_FLOOD";

/// Reads which languages are asked for; without `--only` it is each.
pub(super) fn parse(mut arguments: Parser) -> Result<Vec<&'static Language>, String> {
    let mut chosen: Vec<&Language> = LANGUAGES.iter().collect();
    let sentence = |error: lexopt::Error| {
        let names: Vec<_> = LANGUAGES.iter().map(|language| language.name).collect();
        format!(
            "`cargo xtask soak --flood` takes --only with some of {}: {error}.",
            names.join(",")
        )
    };
    while let Some(argument) = arguments.next().map_err(sentence)? {
        match argument {
            Arg::Long("flood") => {}
            Arg::Long("only") => {
                let value = arguments.value().and_then(ValueExt::string);
                let value = value.map_err(sentence)?;
                let find = |name| LANGUAGES.iter().find(|language| language.name == name);
                let named = value.split(',').map(|name| {
                    find(name).ok_or_else(|| sentence(format!("`{name}` is none").into()))
                });
                chosen = named.collect::<Result<_, _>>()?;
            }
            other => return Err(sentence(other.unexpected())),
        }
    }
    Ok(chosen)
}

/// Calls from each of the languages, one after the other.
pub(super) fn run(languages: &[&Language]) -> Result<ExitCode, String> {
    let soak = program::build("authloom-soak", "release")?;
    let mut callers = Vec::new();
    for language in languages {
        match (language.prepare)(&soak)? {
            Prepared::Ready(ready) => callers.extend(ready),
            Prepared::Lacking(sentence) => println!("Skipped {}: {sentence}", language.name),
        }
    }
    let mut all = Vec::new();
    for Caller { name, command } in callers {
        println!("{name} …");
        all.push(measure(&soak, name, command)?);
    }
    println!("\n{}", table(&all));
    let complaints: Vec<_> = all.iter().flat_map(Measured::complaints).collect();
    for sentence in &complaints {
        eprintln!("{sentence}.");
    }
    Ok(if complaints.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn measure(soak: &Path, name: &'static str, mut command: Command) -> Result<Measured, String> {
    let servers = Servers::start(soak)?;
    process::without_settings(&mut command);
    let output = command
        .env(VARIABLE, &servers.line)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| {
            format!(
                "{} did not start: {error}.",
                command.get_program().display()
            )
        })?;
    let noise_ms = servers.end()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let said = said.trim();
    let value: Value = serde_json::from_str(said).unwrap_or_default();
    match Measured::read(name, &value, noise_ms) {
        Some(measured) if output.status.success() => Ok(measured),
        _ => Err(format!(
            "{name} ended with {} and said: {said}",
            output.status
        )),
    }
}

/// The servers, for as long as they are kept.
struct Servers {
    program: Child,
    output: BufReader<ChildStdout>,
    /// Where they are.
    line: String,
}

impl Servers {
    fn start(soak: &Path) -> Result<Self, String> {
        let mut program = Command::new(soak)
            .arg("--serve-floods")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("authloom-soak did not start: {error}."))?;
        let output = program.stdout.take().expect("standard output is piped");
        let mut servers = Self {
            program,
            output: BufReader::new(output),
            line: String::new(),
        };
        servers.line = servers.read()?.to_string();
        Ok(servers)
    }

    fn read(&mut self) -> Result<Value, String> {
        let mut line = String::new();
        let read = self.output.read_line(&mut line);
        let value = read
            .ok()
            .and_then(|_| serde_json::from_str::<Value>(&line).ok());
        value.ok_or_else(|| "authloom-soak did not say what it should.".to_owned())
    }

    /// Ends them, and tells how late the machine woke a thread meanwhile, in milliseconds.
    fn end(mut self) -> Result<f64, String> {
        // They end when their input does.
        drop(self.program.stdin.take());
        let said = self.read()?;
        said["noise_ms"]
            .as_f64()
            .ok_or_else(|| format!("authloom-soak said: {said}."))
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        drop(self.program.stdin.take());
        let _ = self.program.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(arguments: &[&str]) -> Result<Vec<&'static str>, String> {
        let languages = parse(Parser::from_args(arguments))?;
        Ok(languages.iter().map(|language| language.name).collect())
    }

    #[test]
    fn languages_are_chosen_by_name() {
        assert_eq!(names(&["--flood"]), Ok(vec!["rust", "python", "node"]));
        assert_eq!(
            names(&["--only", "node,rust", "--flood"]),
            Ok(vec!["node", "rust"])
        );
        let wrong = names(&["--flood", "--only", "cobol"]).expect_err("there is none");
        assert!(wrong.contains("`cobol` is none"), "{wrong}");
        assert!(names(&["--flood", "--calls", "7"]).is_err());
    }
}
