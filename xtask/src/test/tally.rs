//! How many checks and tests passed, failed and were skipped.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// The counts of one step, or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    /// One check that passed.
    pub(crate) const PASSED: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };
    /// One check that failed.
    pub(crate) const FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };
    /// One check that could not be made here.
    pub(crate) const SKIPPED: Self = Self {
        passed: 0,
        failed: 0,
        skipped: 1,
    };

    /// One check, with its outcome.
    pub(crate) fn of(success: bool) -> Self {
        if success { Self::PASSED } else { Self::FAILED }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

/// Judges a suite by what it counted and by how it ended. One that counts nothing proves nothing,
/// and a failure that no test owns (a test that does not compile, a program that aborts) is one
/// failure.
pub(super) fn judge(tally: Tally, success: bool, suite: &str) -> Result<Tally, String> {
    if success && tally.passed == 0 {
        return Err(format!("{suite} succeeded, but no test ran."));
    }
    if !success && tally.failed == 0 {
        return Ok(tally + Tally::FAILED);
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tallies_add_up_and_read_as_the_closing_line() {
        let sum: Tally = [Tally::PASSED, Tally::PASSED, Tally::FAILED, Tally::SKIPPED]
            .into_iter()
            .sum();
        assert_eq!(sum.to_string(), "2 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn a_failure_that_no_test_owns_is_one() {
        let mixed = Tally {
            passed: 12,
            failed: 1,
            skipped: 3,
        };
        assert_eq!(
            judge(Tally::PASSED, false, "it"),
            Ok(Tally::PASSED + Tally::FAILED)
        );
        assert_eq!(judge(mixed, false, "it"), Ok(mixed));
        assert_eq!(judge(Tally::PASSED, true, "it"), Ok(Tally::PASSED));
    }

    #[test]
    fn a_success_without_a_test_is_none() {
        assert!(judge(Tally::SKIPPED, true, "it").is_err());
    }
}
