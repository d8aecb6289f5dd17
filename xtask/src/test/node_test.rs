//! Node's own test runner, counted from the lines that it closes with.

use super::tally::Tally;

/// Adds what a line of the closing ones counts: `ℹ pass 12`. Other lines count nothing.
pub(super) fn count(tally: &mut Tally, line: &str) {
    let mut words = line.split(' ');
    let (Some("ℹ"), Some(word), Some(number), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return;
    };
    let Ok(number) = number.parse::<u64>() else {
        return;
    };
    match word {
        "pass" => tally.passed += number,
        // A test that was cancelled never came to its end.
        "fail" | "cancelled" => tally.failed += number,
        "skipped" | "todo" => tally.skipped += number,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_are_counted() {
        let lines = "ℹ tests 9\nℹ suites 2\nℹ pass 3\nℹ fail 2\nℹ cancelled 1\nℹ skipped 2\n\
                     ℹ todo 1\nℹ duration_ms 12.5";
        let mut tally = Tally::default();
        for line in lines.lines() {
            count(&mut tally, line);
        }
        let expected = Tally {
            passed: 3,
            failed: 3,
            skipped: 3,
        };
        assert_eq!(tally, expected);
    }

    #[test]
    fn what_tests_print_counts_nothing() {
        let mut tally = Tally::default();
        for line in [
            "pass 3",
            "ℹ pass",
            "ℹ pass x",
            "✔ a test (1.2ms)",
            "ℹ pass 3 of 4",
            "",
        ] {
            count(&mut tally, line);
        }
        assert_eq!(tally, Tally::default());
    }
}
