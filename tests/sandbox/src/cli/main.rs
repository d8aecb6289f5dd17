//! Serves the sandbox to programs in any language.

mod command;
mod options;

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;
use std::thread;

use authloom_sandbox::{Sandbox, Seed, StartError};
use serde_json::{Map, Value, json};

use options::{Asked, Options};

/// The status for what the caller must put right: options, seed, vectors.
const MISUSE: u8 = 2;

fn main() -> ExitCode {
    match Asked::parse(std::env::args_os().skip(1)) {
        Ok(Asked::Help) => say(options::HELP),
        Ok(Asked::Version) => say(concat!(
            "authloom-sandbox ",
            env!("CARGO_PKG_VERSION"),
            "\n"
        )),
        Ok(Asked::Run(options)) => match start(&options) {
            Ok(sandbox) => run(&sandbox, &options),
            Err(problem) => complain(&problem, MISUSE),
        },
        Err(problem) => complain(&format!("{problem} (see --help)"), MISUSE),
    }
}

fn start(options: &Options) -> Result<Sandbox, String> {
    let mut builder = Sandbox::builder().profile(options.profile);
    if let Some(file) = &options.seed {
        let named = |problem: String| format!("{}: {problem}", file.display());
        let text = fs::read_to_string(file).map_err(|error| named(error.to_string()))?;
        builder = builder.seed(Seed::from_json(&text).map_err(|error| named(error.to_string()))?);
    }
    if let Some(folder) = &options.vectors {
        builder = builder.vectors(folder);
    }
    builder
        .start()
        .map_err(|error: StartError| error.to_string())
}

fn run(sandbox: &Sandbox, options: &Options) -> ExitCode {
    if let Some(command) = &options.command {
        return command::run(command, sandbox);
    }
    let line = json!({
        "env": object(sandbox.env()),
        "control": sandbox.control_url(),
        "tls": {"authority_pem": sandbox.authority_pem(), "env": object(sandbox.tls_env())},
    });
    let printed = say(&format!("{line}\n"));
    if printed != ExitCode::SUCCESS {
        return printed;
    }
    if options.stay {
        loop {
            thread::park();
        }
    }
    // An error ends it too: there is nobody left who could close it.
    let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
    ExitCode::SUCCESS
}

fn object(variables: Vec<(String, String)>) -> Map<String, Value> {
    variables
        .into_iter()
        .map(|(name, value)| (name, Value::String(value)))
        .collect()
}

fn say(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&format!("standard output: {error}"), 1),
    }
}

fn complain(problem: &str, status: u8) -> ExitCode {
    // Who has closed standard error does not want to know.
    let _ = writeln!(io::stderr(), "authloom-sandbox: {problem}");
    ExitCode::from(status)
}
