//! What the command line says.

use lexopt::{Arg, Parser, ValueExt};

/// How to soak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Options {
    /// How many calls to make.
    pub(crate) calls: u64,
    /// Where chance begins.
    pub(crate) seed: u64,
}

/// Reads the arguments; an error is a sentence about them.
pub(crate) fn parse(mut arguments: Parser) -> Result<Options, String> {
    let mut options = Options {
        calls: 20_000,
        seed: fastrand::u64(..),
    };
    let sentence =
        |error: lexopt::Error| format!("authloom-soak takes --calls N and --seed S: {error}.");
    while let Some(argument) = arguments.next().map_err(sentence)? {
        let number = match argument {
            Arg::Long("calls") => &mut options.calls,
            Arg::Long("seed") => &mut options.seed,
            other => return Err(sentence(other.unexpected())),
        };
        let value = arguments.value().map_err(sentence)?;
        *number = value.parse().map_err(sentence)?;
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_anything_else_is_named() {
        let read = parse(Parser::from_args(["--calls", "7", "--seed", "9"]));
        assert_eq!(read, Ok(Options { calls: 7, seed: 9 }));
        let wrong = parse(Parser::from_args(["--calls", "many"])).expect_err("no number");
        assert!(wrong.contains("many"), "{wrong}");
    }
}
