//! `cargo test`, counted from the line with which each of its binaries closes.

use super::tally::{Tally, judge};
use crate::process;

/// Runs every test of the workspace, those of optional parts included, and counts them.
pub(crate) fn run() -> Result<Tally, String> {
    let mut tally = Tally::default();
    // `--no-fail-fast`: one broken test binary must not hide what the others have to say.
    let mut command = process::cargo([
        "test",
        "--workspace",
        "--all-features",
        "--locked",
        "--no-fail-fast",
    ]);
    let status = process::watch(&mut command, |line| {
        tally = tally + result_line(line).unwrap_or_default();
    })?;
    judge(tally, status.success(), "cargo test")
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`, coloured or not.
fn result_line(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?;
    let count = |what: &str| {
        counts.split(';').find_map(|part| {
            part.trim()
                .strip_suffix(what)?
                .split_whitespace()
                .next_back()?
                .parse()
                .ok()
        })
    };
    Some(Tally {
        passed: count("passed")?,
        failed: count("failed")?,
        skipped: count("ignored")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: Tally = Tally {
        passed: 12,
        failed: 1,
        skipped: 3,
    };

    #[test]
    fn the_closing_line_of_a_test_binary_is_counted() {
        let rest = "12 passed; 1 failed; 3 ignored; 0 measured; 7 filtered out; finished in 0.12s";
        for verdict in ["ok.", "FAILED.", "\u{1b}[31mFAILED\u{1b}(B\u{1b}[m."] {
            assert_eq!(
                result_line(&format!("test result: {verdict} {rest}")),
                Some(MIXED)
            );
        }
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "",
            "running 3 tests",
            "test tally::tests::adds ... ok",
            "test result: ok.",
            "test result: ok. many passed; 0 failed; 0 ignored",
            "  test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured",
        ] {
            assert_eq!(result_line(line), None, "{line}");
        }
    }
}
