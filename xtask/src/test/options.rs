//! What `cargo xtask test` was asked to do.

use lexopt::{Arg, Parser, ValueExt};

use super::steps::Step;

/// What to do.
pub(crate) enum Request {
    /// Say how it is called.
    Help,
    /// Name the steps.
    List,
    /// Run these steps, in the table's order.
    Run(Vec<&'static Step>),
}

/// Reads the arguments; an error is one sentence.
pub(crate) fn parse(mut arguments: Parser, steps: &'static [Step]) -> Result<Request, String> {
    let mut only: Vec<String> = Vec::new();
    while let Some(argument) = arguments.next().map_err(|error| format!("{error}."))? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Request::Help),
            Arg::Long("list") => return Ok(Request::List),
            Arg::Long("only") => {
                let list = arguments
                    .value()
                    .and_then(ValueExt::string)
                    .map_err(|error| format!("{error}."))?;
                for name in list.split(',') {
                    if steps.iter().all(|step| step.name != name) {
                        return Err(format!(
                            "`cargo xtask test` has no step {name:?}; it has {}.",
                            names(steps)
                        ));
                    }
                    only.push(name.to_owned());
                }
            }
            other => {
                return Err(format!(
                    "`cargo xtask test` takes --only STEP,…, --list and --help: {}.",
                    other.unexpected()
                ));
            }
        }
    }
    Ok(Request::Run(
        steps
            .iter()
            .filter(|step| only.is_empty() || only.iter().any(|name| name == step.name))
            .collect(),
    ))
}

fn names(steps: &[Step]) -> String {
    let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::tally::Tally;
    use super::*;

    const STEPS: &[Step] = &[
        Step {
            name: "one",
            about: "",
            run: || Ok(Tally::PASSED),
        },
        Step {
            name: "two",
            about: "",
            run: || Ok(Tally::PASSED),
        },
        Step {
            name: "three",
            about: "",
            run: || Ok(Tally::PASSED),
        },
    ];

    fn read(arguments: &[&str]) -> Result<String, String> {
        parse(Parser::from_args(arguments), STEPS).map(|request| match request {
            Request::Help => "help".to_owned(),
            Request::List => "list".to_owned(),
            Request::Run(steps) => steps
                .iter()
                .map(|step| step.name)
                .collect::<Vec<_>>()
                .join(" "),
        })
    }

    #[test]
    fn without_an_option_every_step_runs() {
        assert_eq!(read(&[]), Ok("one two three".to_owned()));
    }

    #[test]
    fn only_picks_steps_in_the_order_of_the_table() {
        for arguments in [
            &["--only", "three,one"][..],
            &["--only=three,one"],
            &["--only", "three", "--only", "one"],
            &["--only", "one,three,one"],
        ] {
            assert_eq!(read(arguments), Ok("one three".to_owned()), "{arguments:?}");
        }
    }

    #[test]
    fn help_and_list_are_understood() {
        assert_eq!(read(&["--help"]), Ok("help".to_owned()));
        assert_eq!(read(&["-h"]), Ok("help".to_owned()));
        assert_eq!(read(&["--list"]), Ok("list".to_owned()));
    }

    #[test]
    fn what_is_not_understood_is_one_sentence() {
        let takes = "`cargo xtask test` takes --only STEP,…, --list and --help:";
        for (arguments, sentence) in [
            (&["--fast"][..], format!("{takes} invalid option '--fast'.")),
            (&["one"], format!("{takes} unexpected argument \"one\".")),
            (
                &["--only", "one,four"],
                "`cargo xtask test` has no step \"four\"; it has one, two, three.".to_owned(),
            ),
            (
                &["--only", ""],
                "`cargo xtask test` has no step \"\"; it has one, two, three.".to_owned(),
            ),
            (
                &["--only"],
                "missing argument for option '--only'.".to_owned(),
            ),
        ] {
            assert_eq!(read(arguments), Err(sentence), "{arguments:?}");
        }
    }
}
