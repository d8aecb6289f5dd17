//! The error of a value that is of the right type and not acceptable.

use serde::de::{Error, Unexpected};

/// Says what was expected, as serde's own errors do, and nothing of the value.
pub(crate) fn wanted<E: Error>(expected: &str) -> E {
    E::invalid_value(Unexpected::Other("another"), &expected)
}
