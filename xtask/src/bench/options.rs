//! What `cargo xtask bench` was asked to do.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use super::{node, package, python};

pub(crate) const USAGE: &str = "\
Usage: cargo xtask bench [--rounds N] [--quick]
       cargo xtask bench --python [--rounds N] [--quick] [--only NAME] [--wheel FILE]
       cargo xtask bench --node [--rounds N] [--quick] [--only NAME]
       cargo xtask bench --instructions [--write-baseline]

  --rounds N         rounds of which the median counts, by default 7, of some turns each
  --quick            three rounds of one turn each, and docs/performance.md stays as it is
  --python           compare the Python package with its peers, instead of the core with its own
  --node             compare the Node package likewise
  --only NAME        measure that alone, and docs/performance.md stays as it is
  --wheel FILE       measure that wheel of the Python package, instead of building one
  --instructions     count the core's instructions and compare them with benches/baseline.json
  --write-baseline   write them there instead; the commit says why they changed";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Help,
    /// Compare the core with its peers.
    Compare {
        rounds: usize,
        quick: bool,
    },
    /// Compare the Python package with its peers.
    Python {
        request: package::Request,
        /// The wheel to measure, if none is to be built.
        wheel: Option<PathBuf>,
    },
    /// Compare the Node package with its peers.
    Node(package::Request),
    /// Count instructions.
    Instructions {
        write: bool,
    },
}

/// What the arguments say, one by one.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
struct Said {
    rounds: Option<usize>,
    quick: bool,
    python: bool,
    node: bool,
    only: Option<String>,
    wheel: Option<PathBuf>,
    instructions: bool,
    write: bool,
}

/// Reads the arguments; an error is one sentence.
pub(crate) fn parse(mut arguments: Parser) -> Result<Request, String> {
    let mut said = Said::default();
    while let Some(argument) = arguments.next().map_err(|error| format!("{error}."))? {
        let value = |arguments: &mut Parser| arguments.value().map_err(|error| format!("{error}."));
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Request::Help),
            Arg::Long("quick") => said.quick = true,
            Arg::Long("python") => said.python = true,
            Arg::Long("node") => said.node = true,
            Arg::Long("instructions") => said.instructions = true,
            Arg::Long("write-baseline") => said.write = true,
            Arg::Long("only") => {
                said.only = Some(value(&mut arguments)?.to_string_lossy().into_owned());
            }
            Arg::Long("wheel") => said.wheel = Some(value(&mut arguments)?.into()),
            Arg::Long("rounds") => {
                let number = value(&mut arguments)?.parse::<usize>();
                said.rounds = Some(number.map_err(|error| format!("{error}."))?);
            }
            other => {
                return Err(format!(
                    "`cargo xtask bench` takes --rounds N, --quick, --python, --node, \
                     --only NAME, --wheel FILE, --instructions, --write-baseline and --help: {}.",
                    other.unexpected()
                ));
            }
        }
    }
    said.request()
}

impl Said {
    fn request(self) -> Result<Request, String> {
        let compared = self.rounds.is_some() || self.quick;
        let rounds = self.rounds.unwrap_or(if self.quick { 3 } else { 7 });
        if rounds == 0 {
            return Err("There is no median of 0 rounds.".to_owned());
        }
        if self.python && self.node {
            return Err("--python and --node are measured one after the other.".to_owned());
        }
        let package = self.python || self.node;
        if self.instructions && (compared || package) {
            return Err(
                "--instructions knows neither rounds nor --quick nor --python nor --node."
                    .to_owned(),
            );
        }
        if self.write && !self.instructions {
            return Err("--write-baseline belongs to --instructions.".to_owned());
        }
        if self.only.is_some() && !package {
            return Err("--only belongs to --python and --node.".to_owned());
        }
        if self.wheel.is_some() && !self.python {
            return Err("--wheel belongs to --python.".to_owned());
        }
        let quick = self.quick;
        let of = |package| package::Request::new(package, rounds, quick, self.only.as_deref());
        if self.instructions {
            Ok(Request::Instructions { write: self.write })
        } else if self.python {
            Ok(Request::Python {
                request: of(&python::PACKAGE)?,
                wheel: self.wheel,
            })
        } else if self.node {
            of(&node::PACKAGE).map(Request::Node)
        } else {
            Ok(Request::Compare { rounds, quick })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Request, String> {
        parse(Parser::from_args(arguments))
    }

    #[test]
    fn what_is_asked_for_is_understood() {
        let compare = |rounds, quick| Ok(Request::Compare { rounds, quick });
        assert_eq!(read(&[]), compare(7, false));
        assert_eq!(read(&["--quick"]), compare(3, true));
        assert_eq!(read(&["--quick", "--rounds=5"]), compare(5, true));
        let instructions = |write| Ok(Request::Instructions { write });
        assert_eq!(read(&["--instructions"]), instructions(false));
        assert_eq!(
            read(&["--write-baseline", "--instructions"]),
            instructions(true)
        );
        assert_eq!(read(&["-h"]), Ok(Request::Help));
        let python = |rounds, quick, only, wheel: Option<&str>| {
            let request = package::Request::new(&python::PACKAGE, rounds, quick, only)?;
            let wheel = wheel.map(Into::into);
            Ok(Request::Python { request, wheel })
        };
        assert_eq!(read(&["--python"]), python(7, false, None, None));
        assert_eq!(
            read(&["--quick", "--only", "async", "--wheel=a.whl", "--python"]),
            python(3, true, Some("async"), Some("a.whl"))
        );
        let node = package::Request::new(&node::PACKAGE, 5, false, Some("in-flight"));
        assert_eq!(
            read(&["--node", "--only", "in-flight", "--rounds", "5"]),
            node.map(Request::Node)
        );
    }

    #[test]
    fn what_makes_no_sense_is_one_sentence() {
        for arguments in [
            &["--rounds", "0"][..],
            &["--rounds", "many"],
            &["--rounds"],
            &["--write-baseline"],
            &["--write-baseline", "--python"],
            &["--instructions", "--quick"],
            &["--instructions", "--rounds", "7"],
            &["--instructions", "--python"],
            &["--only", "async"],
            &["--wheel", "a.whl"],
            &["--python", "--only", "nothing"],
            &["--python", "--node"],
            &["--node", "--only", "wheel"],
            &["--node", "--wheel", "a.whl"],
            &["--instructions", "--node"],
            &["fast"],
        ] {
            let sentence = read(arguments).expect_err("it is refused");
            assert!(sentence.ends_with('.'), "{sentence}");
        }
    }
}
