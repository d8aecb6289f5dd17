//! pytest, counted from its closing line.

use super::tally::Tally;

/// pytest's words for each count. What passes although it was expected to fail has passed; what
/// fails as expected proves nothing, like what is skipped.
const PASSED: &[&str] = &["passed", "xpassed", "subtests passed"];
const FAILED: &[&str] = &["failed", "error", "errors", "subtests failed"];
const SKIPPED: &[&str] = &["skipped", "xfailed", "subtests skipped"];

/// Reads `=== 2 failed, 12 passed, 1 skipped, 3 warnings in 1.23s ===`; other lines count nothing.
pub(super) fn closing_line(line: &str) -> Option<Tally> {
    let text = line.strip_prefix('=')?.trim_matches(['=', ' ']);
    let (counts, time) = text.rsplit_once(" in ")?;
    // `0.12s`, and beyond a minute `75.25s (0:01:15)`.
    let seconds = time.split(' ').next()?.strip_suffix('s')?;
    seconds.parse::<f64>().ok()?;
    let sum = |words: &[&str]| {
        counts
            .split(", ")
            .filter_map(|count| count.split_once(' '))
            .filter(|(_, word)| words.contains(word))
            .filter_map(|(number, _)| number.parse::<u64>().ok())
            .sum()
    };
    Some(Tally {
        passed: sum(PASSED),
        failed: sum(FAILED),
        skipped: sum(SKIPPED),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_is_counted() {
        for (line, passed, failed, skipped) in [
            ("============ 12 passed in 0.12s ============", 12, 0, 0),
            (
                "= 1 failed, 12 passed, 3 skipped in 75.25s (0:01:15) =",
                12,
                1,
                3,
            ),
            ("== 2 passed, 1 warning, 1 error in 0.10s ==", 2, 1, 0),
            (
                "== 1 failed, 2 xfailed, 4 xpassed, 3 errors in 1.00s ==",
                4,
                4,
                2,
            ),
            ("== 5 passed, 7 deselected, 2 rerun in 1.00s ==", 5, 0, 0),
            ("== no tests ran in 0.01s ==", 0, 0, 0),
        ] {
            let tally = Tally {
                passed,
                failed,
                skipped,
            };
            assert_eq!(closing_line(line), Some(tally), "{line}");
        }
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "",
            "12 passed in 0.12s",
            "======== test session starts ========",
            "======== FAILURES ========",
            "=== 3 passed in total ===",
            "==== short test summary info ====",
        ] {
            assert_eq!(closing_line(line), None, "{line}");
        }
    }
}
