//! The Python package: its suite, its types, and its wheels as a user meets them.

use std::fs;
use std::path::Path;

use super::checks::{check, missing};
use super::pytest;
use super::tally::{Tally, judge};
use crate::process;
use crate::python::{self, Python, Venv};

/// The profile of what is published.
const PUBLISHED: &str = "release";
/// The largest wheel of the library, in bytes.
const LARGEST: u64 = 3 << 20;

/// Python code that has tests or types to be checked, from the root.
const SUITE: &str = "bindings/python/tests";
const EXAMPLES: &str = "examples/python";
/// The settings of pytest and mypy.
const SETTINGS: &str = "bindings/python/pyproject.toml";
/// The settings of pyright: strict, for both folders.
const PYRIGHT_SETTINGS: &str = "bindings/python/tests/pyrightconfig.json";

/// Runs the suite, and checks types.
pub(super) fn suite() -> Result<Tally, String> {
    let python = match Python::find() {
        Ok(python) => python,
        Err(sentence) => return missing(&sentence),
    };
    let tools = python.with_tools()?;
    let authloom = python.build_for_suite(&python::AUTHLOOM)?;
    let sandbox = python.build_for_suite(&python::SANDBOX)?;
    tools.install(&[&authloom, &sandbox])?;
    Ok([run_pytest(&tools)?, check_types(&tools)?]
        .into_iter()
        .sum())
}

fn run_pytest(tools: &Venv) -> Result<Tally, String> {
    let mut command = tools.command("pytest");
    command.args(["--config-file", SETTINGS, "--color=no", SUITE]);
    // What a user likes to add may change the closing line.
    command.env_remove("PYTEST_ADDOPTS");
    if let Some(vectors) = std::env::var_os(VECTORS) {
        // The tests run elsewhere.
        let vectors = std::path::absolute(&vectors)
            .map_err(|error| format!("{VECTORS} is no folder: {error}."))?;
        command.env(VECTORS, vectors);
    }
    let mut tally = Tally::default();
    let status = process::watch(&mut command, |line| {
        tally = pytest::closing_line(line).unwrap_or(tally);
    })?;
    judge(tally, status.success(), "pytest")
}

/// The variable that names other vectors.
const VECTORS: &str = "AUTHLOOM_VECTORS";

fn check_types(tools: &Venv) -> Result<Tally, String> {
    let mut mypy = tools.command("mypy");
    mypy.args(["--strict", "--config-file", SETTINGS, SUITE, EXAMPLES]);
    let mut pyright = tools.command("pyright");
    pyright.args(["--project", PYRIGHT_SETTINGS, "--pythonpath"]);
    pyright.arg(tools.program("python"));
    // Whether the stubs say what the module does.
    let mut stubtest = tools.command("stubtest");
    stubtest.arg("authloom");
    // Whether each public name has a type that says all.
    let mut complete = tools.command("pyright");
    complete.args(["--verifytypes", "authloom", "--ignoreexternal"]);
    complete.arg("--pythonpath").arg(tools.program("python"));
    let mut all = [mypy, pyright, complete, stubtest];
    all.iter_mut().map(check).sum()
}

/// Builds the published wheel, and uses it with the sandbox where there is no Rust and nothing else.
pub(super) fn wheel() -> Result<Tally, String> {
    let python = match Python::find() {
        Ok(python) => python,
        Err(sentence) => return missing(&sentence),
    };
    let authloom = python.build(&python::AUTHLOOM, PUBLISHED)?;
    // As for the suite: its size is nobody's concern, and linking it as a release takes minutes.
    let sandbox = python.build_for_suite(&python::SANDBOX)?;
    let mut tally = Tally::of(is_small(&authloom)?);
    let empty = python.empty()?;
    empty.install(&[&authloom, &sandbox])?;
    for example in ["tour.py", "tour_async.py"] {
        let mut command = empty.command_without_rust("authloom-sandbox");
        command.args(["--", "python", &format!("{EXAMPLES}/{example}")]);
        tally = tally + check(&mut command)?;
    }
    let from_source = python.build_from_source(&python::AUTHLOOM, "dev")?;
    empty.install(&[&from_source])?;
    let mut command = empty.command_without_rust("python");
    command.args(["-c", "import authloom; authloom.Konnect().close()"]);
    Ok(tally + check(&mut command)?)
}

fn is_small(wheel: &Path) -> Result<bool, String> {
    let size = fs::metadata(wheel)
        .map_err(|error| format!("The wheel cannot be read: {error}."))?
        .len();
    let name = wheel.file_name().unwrap_or_default();
    println!("{}: {size} bytes, of at most {LARGEST}.", name.display());
    Ok(size <= LARGEST)
}
