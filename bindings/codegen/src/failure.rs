//! Why nothing was written.

use std::fmt;

/// Why nothing was written: a sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure(pub(crate) String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// A place in a file of the core.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: usize,
}

impl Place<'_> {
    /// A failure at this place.
    pub(crate) fn fails(self, sentence: impl fmt::Display) -> Failure {
        Failure(format!("{}:{}: {sentence}", self.file, self.line))
    }
}
