//! The tour's command line.

use lexopt::{Arg, Parser};

use crate::stage::Place;

pub(crate) const HELP: &str = "\
Tours Konnect, Fitbit Plus, the token service and Tyk Gateway with the crate `authloom`.

Usage: authloom-tour [--live [--yes]] [--reqwest]

  --live     tour the servers that the AUTHLOOM_… variables name, instead of a sandbox
  --yes      do not ask before changing anything there
  --reqwest  send what is sent by reqwest (with the feature of that name)
  --help     show this";

/// The arguments of the tour.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) place: Place,
    /// Whether the user has agreed beforehand.
    pub(crate) yes: bool,
    /// Whether reqwest carries the requests.
    pub(crate) reqwest: bool,
}

impl Arguments {
    /// Reads them; `None` asks for help, an error is a sentence.
    pub(crate) fn read(mut parser: Parser) -> Result<Option<Self>, String> {
        let mut arguments = Self {
            place: Place::Sandbox,
            yes: false,
            reqwest: false,
        };
        while let Some(argument) = parser.next().map_err(|error| format!("{error}."))? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(None),
                Arg::Long("live") => arguments.place = Place::Live,
                Arg::Long("yes") => arguments.yes = true,
                Arg::Long("reqwest") if cfg!(feature = "reqwest") => arguments.reqwest = true,
                other => {
                    return Err(format!(
                        "authloom-tour takes --live, --yes and --help: {}.",
                        other.unexpected()
                    ));
                }
            }
        }
        if arguments.yes && arguments.place == Place::Sandbox {
            return Err("--yes agrees to what --live changes, so it needs --live.".to_owned());
        }
        Ok(Some(arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<Arguments>, String> {
        Arguments::read(Parser::from_args(arguments))
    }

    #[test]
    fn the_sandbox_is_toured_unless_live_is_asked_for() {
        for (arguments, place, yes) in [
            (&[][..], Place::Sandbox, false),
            (&["--live"], Place::Live, false),
            (&["--yes", "--live"], Place::Live, true),
        ] {
            let reqwest = false;
            assert_eq!(
                read(arguments),
                Ok(Some(Arguments {
                    place,
                    yes,
                    reqwest
                }))
            );
        }
        assert_eq!(read(&["--live", "--help"]), Ok(None));
    }

    #[test]
    fn what_is_not_understood_is_one_sentence() {
        assert!(read(&["--yes"]).is_err());
        assert_eq!(
            read(&["--lively"]),
            Err(
                "authloom-tour takes --live, --yes and --help: invalid option '--lively'."
                    .to_owned()
            )
        );
    }
}
