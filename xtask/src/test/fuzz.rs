//! The fuzz targets, with a fixed seed and a fixed number of runs.

use super::tally::Tally;
use crate::fuzz::{Search, Verdict, fuzz, lacks_compiler};

/// Runs them where libFuzzer can be built; in continuous integration it has to be.
pub(crate) fn run() -> Result<Tally, String> {
    if let Some(sentence) = lacks_compiler() {
        if std::env::var_os("CI").is_some() {
            return Err(sentence);
        }
        println!("Skipped: {sentence}");
        return Ok(Tally::SKIPPED);
    }
    let Verdict { clean, findings } = fuzz(&Search::check())?;
    Ok(Tally {
        passed: clean,
        failed: findings,
        skipped: 0,
    })
}
