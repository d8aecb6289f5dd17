//! What the command line says.

use lexopt::{Arg, Parser, ValueExt};

/// How to test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Options {
    /// How many calls each scenario makes.
    pub(crate) calls: u32,
    /// Whether nginx logs what it does with each frame, and its folder is kept.
    pub(crate) debug: bool,
}

/// Reads the arguments; an error is a sentence about them.
pub(crate) fn parse(mut arguments: Parser) -> Result<Options, String> {
    let mut options = Options {
        calls: 5_000,
        debug: false,
    };
    let sentence =
        |error: lexopt::Error| format!("authloom-nginx-test takes --calls N and --debug: {error}.");
    while let Some(argument) = arguments.next().map_err(sentence)? {
        match argument {
            Arg::Long("calls") => {
                let value = arguments.value().map_err(sentence)?;
                options.calls = value.parse().map_err(sentence)?;
            }
            Arg::Long("debug") => options.debug = true,
            other => return Err(sentence(other.unexpected())),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_anything_else_is_named() {
        let read = parse(Parser::from_args(["--calls", "7", "--debug"]));
        let wanted = Options {
            calls: 7,
            debug: true,
        };
        assert_eq!(read, Ok(wanted));
        let wrong = parse(Parser::from_args(["--calls", "many"])).expect_err("no number");
        assert!(wrong.contains("many"), "{wrong}");
    }
}
