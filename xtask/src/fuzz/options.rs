//! What `cargo xtask fuzz` was asked to do.

use std::hash::{BuildHasher, Hasher, RandomState};

use lexopt::{Arg, Parser, ValueExt};

pub(crate) const USAGE: &str = "\
Usage: cargo xtask fuzz [--target NAME] [--seconds N | --runs N] [--seed N]

  --target   only this one; by default each in turn
  --seconds  how long each target explores; 10 unless said
  --runs     how many inputs each target runs instead; the same seed makes the same run then
  --seed     where chance begins, from 1 on; by default a new one, which is printed";

/// How long each target explores unless said.
const SECONDS: u32 = 10;

/// How long a target is fuzzed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// So many seconds.
    Seconds(u32),
    /// So many inputs.
    Runs(u32),
    /// As many inputs as the target's row says: a check of every change.
    Check,
}

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) effort: Effort,
    /// Where chance begins.
    pub(crate) seed: u32,
    /// The target, if it is one alone.
    pub(crate) target: Option<String>,
}

impl Search {
    /// The search of every change. Its seed is fixed, so that it is the change that it judges.
    pub(crate) fn check() -> Self {
        Self {
            effort: Effort::Check,
            seed: 1,
            target: None,
        }
    }

    /// Reads the arguments; `None` asks for help, an error is one sentence.
    pub(super) fn parse(mut arguments: Parser) -> Result<Option<Self>, String> {
        let (mut effort, mut seed, mut target) = (None, None, None);
        let sentence = |error: lexopt::Error| format!("{error}.");
        while let Some(argument) = arguments.next().map_err(sentence)? {
            let number: fn(u32) -> Effort = match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(None),
                Arg::Long("target") => {
                    let value = arguments.value().map_err(sentence)?;
                    target = Some(value.string().map_err(sentence)?);
                    continue;
                }
                Arg::Long("seed") => {
                    seed = Some(positive("--seed", &mut arguments)?);
                    continue;
                }
                Arg::Long("seconds") => Effort::Seconds,
                Arg::Long("runs") => Effort::Runs,
                other => {
                    return Err(format!(
                        "`cargo xtask fuzz` takes --target NAME, --seconds N or --runs N, --seed N \
                         and --help: {}.",
                        other.unexpected()
                    ));
                }
            };
            if effort.is_some() {
                return Err("Either --seconds or --runs ends a target, once.".to_owned());
            }
            effort = Some(number(positive("It", &mut arguments)?));
        }
        Ok(Some(Self {
            effort: effort.unwrap_or(Effort::Seconds(SECONDS)),
            seed: seed.unwrap_or_else(random),
            target,
        }))
    }
}

/// A number from 1 on: to libFuzzer, 0 is for ever, or a seed that it does not tell.
fn positive(name: &str, arguments: &mut Parser) -> Result<u32, String> {
    let value = arguments.value().map_err(|error| format!("{error}."))?;
    match value.parse::<u32>().map_err(|error| format!("{error}."))? {
        0 => Err(format!("{name} must be at least 1.")),
        number => Ok(number),
    }
}

/// A new seed. The keys of a hash map are what the standard library has of chance.
fn random() -> u32 {
    let bits = RandomState::new().build_hasher().finish().to_le_bytes();
    let [a, b, c, d, ..] = bits;
    u32::from_le_bytes([a, b, c, d]).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<Search>, String> {
        Search::parse(Parser::from_args(arguments))
    }

    #[test]
    fn a_search_is_read() {
        let search = |effort, seed, target: Option<&str>| {
            Ok(Some(Search {
                effort,
                seed,
                target: target.map(str::to_owned),
            }))
        };
        assert_eq!(
            read(&["--seconds", "60", "--seed=7"]),
            search(Effort::Seconds(60), 7, None)
        );
        assert_eq!(
            read(&["--target=tyk", "--runs=1", "--seed", "9"]),
            search(Effort::Runs(1), 9, Some("tyk"))
        );
        assert_eq!(read(&["--help"]), Ok(None));
    }

    #[test]
    fn unless_said_a_target_explores_ten_seconds_from_a_new_seed() {
        let search = || read(&[]).expect("nothing is wrong").expect("no help");
        assert_eq!(search().effort, Effort::Seconds(10));
        let seeds: Vec<u32> = (0..4).map(|_| search().seed).collect();
        assert!(seeds.iter().any(|seed| *seed != seeds[0]), "{seeds:?}");
    }

    #[test]
    fn what_is_not_understood_is_one_sentence() {
        for (arguments, part) in [
            (&["--seconds", "0"][..], "at least 1"),
            (&["--runs", "0"], "at least 1"),
            (&["--seed", "0"], "at least 1"),
            (&["--seconds", "soon"], "soon"),
            (&["--seconds", "1", "--runs", "1"], "Either"),
            (&["--fast"], "takes --target NAME, --seconds N or --runs N"),
            (&["tyk"], "takes --target NAME"),
        ] {
            let sentence = read(arguments).expect_err("it is wrong");
            assert!(sentence.contains(part), "{sentence}");
        }
    }
}
