//! The table of all steps. A new suite is a new row.

use super::tally::Tally;
use super::{cargo_test, deny, fuzz, length, nginx, node, python, registries, spelling, words};
use crate::{bench, codegen, demo, process, soak, surface};

/// One check, or one suite of tests.
pub(crate) struct Step {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What it proves.
    pub(crate) about: &'static str,
    /// Runs it; an error is a sentence, and counts as one failure.
    pub(crate) run: fn() -> Result<Tally, String>,
}

/// In the order in which they run: what is quick to fail comes first.
pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "rustfmt would change nothing",
        run: || cargo(&["fmt", "--all", "--check"], &[]),
    },
    Step {
        name: "length",
        about: "hand-written source files are short",
        run: length::run,
    },
    Step {
        name: "registries",
        about: "no tracked file names the host of a package registry",
        run: registries::run,
    },
    Step {
        name: "words",
        about: "no name or phrase that was replaced has come back",
        run: words::run,
    },
    Step {
        name: "spelling",
        about: "no word is misspelled",
        run: spelling::run,
    },
    Step {
        name: "codegen",
        about: "the bindings' mechanical part is what the core's source makes it",
        run: codegen::check,
    },
    Step {
        name: "surface",
        about: "the public surface is the one of docs/surface, which changes with the changelog",
        run: surface::check,
    },
    Step {
        name: "deny",
        about: "dependencies have allowed licences and sources, each in one version",
        run: deny::run,
    },
    Step {
        name: "clippy",
        about: "no lint fires, the one for the oldest supported Rust included",
        run: || {
            cargo(
                &[
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--all-features",
                    "--locked",
                    "--",
                    "-D",
                    "warnings",
                ],
                &[],
            )
        },
    },
    Step {
        name: "docs",
        about: "everything public is documented and every link leads somewhere",
        run: || {
            cargo(
                &[
                    "doc",
                    "--workspace",
                    "--no-deps",
                    "--all-features",
                    "--locked",
                ],
                &[("RUSTDOCFLAGS", "-D warnings -D missing_docs")],
            )
        },
    },
    Step {
        name: "tests",
        about: "unit, integration and documentation tests",
        run: cargo_test::run,
    },
    Step {
        name: "demo",
        about: "the tours run to their end in the sandbox",
        run: || demo::in_sandbox().map(|status| Tally::of(status.success())),
    },
    Step {
        name: "python",
        about: "the Python package's suite, its types, and its stubs beside the module",
        run: python::suite,
    },
    Step {
        name: "python-wheel",
        about: "the Python wheels are small, and work where there is no Rust",
        run: python::wheel,
    },
    Step {
        name: "node",
        about: "the Node package's suite and its types",
        run: node::suite,
    },
    Step {
        name: "node-pack",
        about: "the Node tarball is small and sound, and works where there is no Rust",
        run: node::tarball,
    },
    Step {
        name: "nginx",
        about: "calls that must not be repeated arrive once through a real nginx",
        run: nginx::run,
    },
    Step {
        name: "soak",
        about: "random faults and cancellation leave nothing behind",
        run: || soak::short().map(|status| Tally::of(status.success())),
    },
    Step {
        name: "instructions",
        about: "a call takes no more instructions than the last ones agreed on",
        run: bench::check_instructions,
    },
    Step {
        name: "fuzz",
        about: "no hostile response of the corpus or of a fixed search breaks a promise",
        run: fuzz::run,
    },
];

/// A cargo command that passes or fails as a whole.
fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<Tally, String> {
    let mut command = process::cargo(arguments);
    command.envs(environment.iter().copied());
    Ok(Tally::of(process::run(&mut command)?.success()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository;

    #[test]
    fn names_are_distinct_and_can_be_listed_with_commas() {
        for (index, step) in STEPS.iter().enumerate() {
            assert!(STEPS[..index].iter().all(|other| other.name != step.name));
            assert!(
                step.name
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            );
        }
    }

    #[test]
    fn every_step_has_a_job_in_a_workflow() {
        let named: Vec<String> = repository::text_files()
            .expect("git lists the files")
            .iter()
            .filter(|file| file.path.starts_with(".github/workflows/"))
            .flat_map(|file| file.text.lines())
            .filter_map(|line| line.split_once("cargo --locked xtask test --only "))
            .flat_map(|(_, names)| names.split(','))
            .map(|name| name.trim().to_owned())
            .collect();
        for step in STEPS {
            assert!(named.iter().any(|name| name == step.name), "{}", step.name);
        }
        for name in &named {
            assert!(STEPS.iter().any(|step| step.name == name), "{name}");
        }
    }
}
