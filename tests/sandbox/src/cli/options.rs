//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use authloom_sandbox::tyk::Profile;
use lexopt::prelude::{Long, Short, Value, ValueExt};

pub(crate) const HELP: &str = "\
Serves Konnect, Fitbit Plus, the token service and the Tyk Gateway on loopback.

Usage:
  authloom-sandbox [options]                  print one JSON line with the environment and the
                                              control URL; serve until standard input closes
  authloom-sandbox [options] -- COMMAND…      run COMMAND in that environment; end with its status

Options:
  --seed FILE         begin with the state that FILE describes, in JSON
  --profile PROFILE   Tyk as a gateway behaves (gateway, the default) or as its description says
                      (seed)
  --vectors DIR       respond from the vectors in DIR/*.json, once armed at the control port
  --stay              serve until terminated, whatever standard input does
  --help              show this
  --version           show the version
";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    Help,
    Version,
    Run(Options),
}

/// How to run.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) seed: Option<PathBuf>,
    pub(crate) profile: Profile,
    pub(crate) vectors: Option<PathBuf>,
    pub(crate) stay: bool,
    /// A program and its arguments; never empty.
    pub(crate) command: Option<Vec<OsString>>,
}

impl Asked {
    /// Reads the arguments after the program's name.
    pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Self, lexopt::Error> {
        let mut before: Vec<OsString> = arguments.collect();
        let mut options = Options::default();
        if let Some(end) = before.iter().position(|argument| argument == "--") {
            let command = before.split_off(end).split_off(1);
            if command.is_empty() {
                return Err("there is no command after --".into());
            }
            options.command = Some(command);
        }
        let mut parser = lexopt::Parser::from_args(before);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("seed") => options.seed = Some(parser.value()?.into()),
                Long("vectors") => options.vectors = Some(parser.value()?.into()),
                Long("profile") => options.profile = parser.value()?.parse()?,
                Long("stay") => options.stay = true,
                Long("help") | Short('h') => return Ok(Self::Help),
                Long("version") | Short('V') => return Ok(Self::Version),
                Value(unknown) => {
                    let unknown = unknown.to_string_lossy();
                    return Err(format!("{unknown:?} is no option; a command follows --").into());
                }
                other => return Err(other.unexpected()),
            }
        }
        if options.stay && options.command.is_some() {
            return Err("--stay and a command exclude each other".into());
        }
        Ok(Self::Run(options))
    }
}
