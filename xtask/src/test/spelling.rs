//! No word is misspelled, by `typos`, whose exceptions stand in `typos.toml`.

use super::checks::{check, missing};
use super::tally::Tally;
use crate::python::Python;

/// Fails for each file with a misspelled word.
pub(crate) fn run() -> Result<Tally, String> {
    let tools = match Python::find() {
        Ok(python) => python.with_tools()?,
        Err(sentence) => return missing(&sentence),
    };
    let mut typos = tools.command("typos");
    typos.args(["--format", "brief"]);
    check(&mut typos)
}
