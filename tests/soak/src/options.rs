//! What the command line says.

use lexopt::{Arg, Parser, ValueExt};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Soak(Options),
    /// To call while other servers send without end, in a runtime of so many threads.
    Flood {
        threads: usize,
    },
    /// To be the servers for that.
    ServeFloods,
}

/// How to soak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Options {
    /// How many calls to make.
    pub(crate) calls: u64,
    /// Where chance begins.
    pub(crate) seed: u64,
}

/// Reads the arguments; an error is a sentence about them.
pub(crate) fn parse(mut arguments: Parser) -> Result<Asked, String> {
    let mut options = Options {
        calls: 20_000,
        seed: fastrand::u64(..),
    };
    let sentence = |error: lexopt::Error| {
        format!(
            "authloom-soak takes --calls N and --seed S, or --flood THREADS, or --serve-floods: \
             {error}."
        )
    };
    while let Some(argument) = arguments.next().map_err(sentence)? {
        let number = match argument {
            Arg::Long("calls") => &mut options.calls,
            Arg::Long("seed") => &mut options.seed,
            Arg::Long("flood") => {
                let value = arguments.value().map_err(sentence)?;
                let threads = value.parse().map_err(sentence)?;
                return Ok(Asked::Flood { threads });
            }
            Arg::Long("serve-floods") => return Ok(Asked::ServeFloods),
            other => return Err(sentence(other.unexpected())),
        };
        let value = arguments.value().map_err(sentence)?;
        *number = value.parse().map_err(sentence)?;
    }
    Ok(Asked::Soak(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_anything_else_is_named() {
        let read = parse(Parser::from_args(["--calls", "7", "--seed", "9"]));
        assert_eq!(read, Ok(Asked::Soak(Options { calls: 7, seed: 9 })));
        let flood = parse(Parser::from_args(["--flood", "2"]));
        assert_eq!(flood, Ok(Asked::Flood { threads: 2 }));
        let wrong = parse(Parser::from_args(["--calls", "many"])).expect_err("no number");
        assert!(wrong.contains("many"), "{wrong}");
    }
}
