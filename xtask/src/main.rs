//! `cargo xtask …`: what a developer runs.

mod bench;
mod codegen;
mod demo;
mod fuzz;
mod node;
mod process;
mod program;
mod python;
mod repository;
mod soak;
mod surface;
mod test;

use std::process::ExitCode;

use lexopt::{Arg, Parser};

/// One word after `cargo xtask`.
struct Command {
    name: &'static str,
    about: &'static str,
    /// Runs it; an error is a sentence about how it was called.
    run: fn(Parser) -> Result<ExitCode, String>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "test",
        about: "run every check and every test; --list names them, --only picks some",
        run: test::main,
    },
    Command {
        name: "demo",
        about: "tour all four systems in the sandbox; --live tours the servers that you name",
        run: demo::main,
    },
    Command {
        name: "codegen",
        about: "write the bindings' mechanical part from the core's source; --check compares",
        run: codegen::main,
    },
    Command {
        name: "surface",
        about: "write docs/surface, which a change of the public surface changes; --check compares",
        run: surface::main,
    },
    Command {
        name: "bench",
        about: "what a call costs beside peers, in Rust or with --python or --node; --instructions",
        run: bench::main,
    },
    Command {
        name: "fuzz",
        about: "hostile responses under libFuzzer; --seconds or --runs, --seed, --target picks one",
        run: fuzz::main,
    },
    Command {
        name: "soak",
        about: "random calls under random faults; --calls N and --seed S; or --flood, and --only",
        run: soak::main,
    },
];

/// What is returned when the call itself was wrong, so that scripts can tell it from a failure.
const WRONGLY_CALLED: u8 = 2;

fn main() -> ExitCode {
    dispatch(Parser::from_env()).unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::from(WRONGLY_CALLED)
    })
}

fn dispatch(mut arguments: Parser) -> Result<ExitCode, String> {
    match arguments.next().map_err(|error| error.to_string())? {
        None | Some(Arg::Long("help") | Arg::Short('h')) => {
            println!("Usage: cargo xtask COMMAND\n");
            for Command { name, about, .. } in COMMANDS {
                println!("  {name:<9}{about}");
            }
            Ok(ExitCode::SUCCESS)
        }
        Some(Arg::Value(word)) => match COMMANDS.iter().find(|command| word == command.name) {
            Some(command) => (command.run)(arguments),
            None => Err(unknown(&word.to_string_lossy())),
        },
        Some(Arg::Long(flag)) => Err(unknown(&format!("--{flag}"))),
        Some(Arg::Short(flag)) => Err(unknown(&format!("-{flag}"))),
    }
}

fn unknown(word: &str) -> String {
    let names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
    format!(
        "`cargo xtask` has no command {word}; it has {}.",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_command_is_named_with_those_that_exist() {
        assert_eq!(
            dispatch(Parser::from_args(["tset"])),
            Err(
                "`cargo xtask` has no command tset; it has test, demo, codegen, surface, bench, fuzz, soak."
                    .to_owned()
            )
        );
        assert_eq!(
            dispatch(Parser::from_args(["--live"])),
            Err(
                "`cargo xtask` has no command --live; it has test, demo, codegen, surface, bench, fuzz, soak."
                    .to_owned()
            )
        );
    }
}
