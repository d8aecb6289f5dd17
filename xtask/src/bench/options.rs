//! What `cargo xtask bench` was asked to do.

use lexopt::{Arg, Parser, ValueExt};

pub(crate) const USAGE: &str = "\
Usage: cargo xtask bench [--rounds N] [--quick]
       cargo xtask bench --instructions [--write-baseline]

  --rounds N         rounds of which the median counts, by default 7, of five turns each
  --quick            three rounds of one turn each, and docs/performance.md stays as it is
  --instructions     count the core's instructions and compare them with benches/baseline.json
  --write-baseline   write them there instead; the commit says why they changed";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Help,
    /// Compare the peers.
    Compare {
        rounds: usize,
        quick: bool,
    },
    /// Count instructions.
    Instructions {
        write: bool,
    },
}

/// Reads the arguments; an error is one sentence.
pub(crate) fn parse(mut arguments: Parser) -> Result<Request, String> {
    let (mut rounds, mut quick, mut instructions, mut write) = (None, false, false, false);
    while let Some(argument) = arguments.next().map_err(|error| format!("{error}."))? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Request::Help),
            Arg::Long("quick") => quick = true,
            Arg::Long("instructions") => instructions = true,
            Arg::Long("write-baseline") => write = true,
            Arg::Long("rounds") => {
                let number = arguments.value().and_then(|value| value.parse::<usize>());
                rounds = Some(number.map_err(|error| format!("{error}."))?);
            }
            other => {
                return Err(format!(
                    "`cargo xtask bench` takes --rounds N, --quick, --instructions, \
                     --write-baseline and --help: {}.",
                    other.unexpected()
                ));
            }
        }
    }
    if rounds == Some(0) {
        return Err("There is no median of 0 rounds.".to_owned());
    }
    match (instructions, rounds.is_some() || quick) {
        (true, true) => Err("--instructions knows neither rounds nor --quick.".to_owned()),
        (true, false) => Ok(Request::Instructions { write }),
        (false, _) if write => Err("--write-baseline belongs to --instructions.".to_owned()),
        (false, _) => Ok(Request::Compare {
            rounds: rounds.unwrap_or(if quick { 3 } else { 7 }),
            quick,
        }),
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
    }

    #[test]
    fn what_makes_no_sense_is_one_sentence() {
        for arguments in [
            &["--rounds", "0"][..],
            &["--rounds", "many"],
            &["--rounds"],
            &["--write-baseline"],
            &["--instructions", "--quick"],
            &["--instructions", "--rounds", "7"],
            &["fast"],
        ] {
            let sentence = read(arguments).expect_err("it is refused");
            assert!(sentence.ends_with('.'), "{sentence}");
        }
    }
}
