//! Why a script was refused.

use std::fmt;

/// Why a script of faults was refused: a sentence that names the fault's place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError(String);

impl FaultError {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// The same about the fault at that place of a script.
    pub(crate) fn at(place: usize, problem: impl fmt::Display) -> Self {
        Self(format!("faults[{place}]: {problem}"))
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}
