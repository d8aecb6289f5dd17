//! `cargo xtask demo`: the tours, in the sandbox or against real servers.

use std::ffi::OsString;
use std::process::{Command, ExitCode, ExitStatus};

use lexopt::{Arg, Parser};

use crate::node::{self, Node};
use crate::python::{self, Python};
use crate::{process, program, repository};

/// The same tour of the four systems, once per language.
struct Tour {
    language: &'static str,
    /// Builds what the tour needs and gives the command that runs it.
    prepare: fn() -> Result<Prepared, String>,
}

/// What became of a tour's preparation.
enum Prepared {
    /// This command runs it.
    Ready(Vec<OsString>),
    /// What it needs is not on this machine; a sentence says what.
    Lacking(String),
}

const TOURS: &[Tour] = &[
    Tour {
        language: "Rust",
        prepare: || {
            let tour = program::build("authloom-tour", "dev")?;
            Ok(Prepared::Ready(vec![tour.into()]))
        },
    },
    Tour {
        language: "Python",
        prepare: in_python,
    },
    Tour {
        language: "Node",
        prepare: in_node,
    },
];

/// Installs the package where there is nothing else. Only the language itself may be lacking.
fn in_python() -> Result<Prepared, String> {
    let python = match Python::find() {
        Ok(python) => python,
        Err(sentence) => return Ok(Prepared::Lacking(sentence)),
    };
    let wheel = python.build(&python::AUTHLOOM, "dev")?;
    let environment = python.empty()?;
    environment.install(&[&wheel])?;
    let tour = repository::root().join("examples/python/tour.py");
    Ok(Prepared::Ready(vec![
        environment.program("python").into(),
        tour.into(),
    ]))
}

/// The same for Node's package.
fn in_node() -> Result<Prepared, String> {
    let node = match Node::find() {
        Ok(node) => node,
        Err(sentence) => return Ok(Prepared::Lacking(sentence)),
    };
    let tarball = node.pack("dev")?;
    let folder = node.with("demo", &tarball)?;
    node::copy_modules(&repository::root().join(node::EXAMPLES), &folder, "mjs")?;
    Ok(Prepared::Ready(vec![
        node.program().into(),
        folder.join("tour.mjs").into(),
    ]))
}

/// Where the tours go.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// A sandbox of their own.
    Sandbox,
    /// The servers that the environment names.
    Live {
        /// Whether the user has agreed beforehand to what is changed there.
        agreed: bool,
    },
}

const USAGE: &str = "\
Usage: cargo xtask demo [--live [--yes]]

  --live  tour the servers that the AUTHLOOM_… variables name, instead of a sandbox
  --yes   do not ask before changing anything there";

/// Runs the tours; an error is a sentence about the arguments.
pub(crate) fn main(arguments: Parser) -> Result<ExitCode, String> {
    let Some(place) = parse(arguments)? else {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    let toured = match place {
        Place::Sandbox => in_sandbox(),
        Place::Live { agreed } => live(agreed),
    };
    Ok(match toured {
        Ok(status) => process::exit_code(status),
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    })
}

/// Reads the arguments; `None` asks for help.
fn parse(mut arguments: Parser) -> Result<Option<Place>, String> {
    let (mut live, mut agreed) = (false, false);
    while let Some(argument) = arguments.next().map_err(|error| format!("{error}."))? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            Arg::Long("live") => live = true,
            Arg::Long("yes") => agreed = true,
            other => {
                return Err(format!(
                    "`cargo xtask demo` takes --live, --yes and --help: {}.",
                    other.unexpected()
                ));
            }
        }
    }
    match (live, agreed) {
        (true, agreed) => Ok(Some(Place::Live { agreed })),
        (false, false) => Ok(Some(Place::Sandbox)),
        (false, true) => Err("--yes agrees to what --live changes, so it needs --live.".to_owned()),
    }
}

/// Runs each tour in a sandbox of its own, up to the first that fails.
pub(crate) fn in_sandbox() -> Result<ExitStatus, String> {
    let sandbox = program::build("authloom-sandbox", "dev")?;
    each_tour(|tour| {
        let mut command = Command::new(&sandbox);
        command.arg("--").args(tour);
        // The sandbox fills in what a tour needs.
        process::without_settings(&mut command);
        command
    })
}

/// Runs each tour against the servers that the environment names, up to the first that fails.
fn live(agreed: bool) -> Result<ExitStatus, String> {
    each_tour(|tour| {
        let mut command = Command::new(&tour[0]);
        command.args(&tour[1..]).arg("--live");
        if agreed {
            command.arg("--yes");
        }
        command
    })
}

fn each_tour(command: impl Fn(&[OsString]) -> Command) -> Result<ExitStatus, String> {
    let mut status = ExitStatus::default();
    for Tour { language, prepare } in TOURS {
        println!("\nThe tour in {language}");
        let tour = match prepare()? {
            Prepared::Ready(tour) => tour,
            Prepared::Lacking(sentence) => {
                println!("Skipped: {sentence}");
                continue;
            }
        };
        status = process::run(command(&tour).current_dir(repository::root()))?;
        if !status.success() {
            break;
        }
    }
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_is_toured_unless_live_is_asked_for() {
        let read = |arguments: &[&str]| parse(Parser::from_args(arguments));
        assert_eq!(read(&[]), Ok(Some(Place::Sandbox)));
        assert_eq!(read(&["--live"]), Ok(Some(Place::Live { agreed: false })));
        assert_eq!(
            read(&["--yes", "--live"]),
            Ok(Some(Place::Live { agreed: true }))
        );
        assert_eq!(read(&["--live", "--help"]), Ok(None));
    }

    #[test]
    fn what_is_not_understood_is_one_sentence() {
        for (arguments, sentence) in [
            (
                "--lively",
                "`cargo xtask demo` takes --live, --yes and --help: invalid option '--lively'.",
            ),
            (
                "--yes",
                "--yes agrees to what --live changes, so it needs --live.",
            ),
        ] {
            assert_eq!(
                parse(Parser::from_args([arguments])),
                Err(sentence.to_owned())
            );
        }
    }
}
