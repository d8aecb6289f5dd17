//! Values that are of the right type and not acceptable.

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};

use crate::Secret;

/// Says what was expected, as serde's own errors do, and nothing of the value.
pub(crate) fn wanted<E: Error>(expected: &str) -> E {
    E::invalid_value(Unexpected::Other("another"), &expected)
}

/// Reads a token. A call with an empty one would be sent without a credential.
pub(crate) fn token<'de, D: Deserializer<'de>>(input: D) -> Result<Secret, D::Error> {
    let token = Secret::deserialize(input)?;
    if token.is_empty() {
        return Err(wanted("a non-empty string"));
    }
    Ok(token)
}

/// Reads a token that may be left out.
pub(crate) fn optional_token<'de, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<Secret>, D::Error> {
    match Option::<Secret>::deserialize(input)? {
        Some(token) if token.is_empty() => Err(wanted("a non-empty string")),
        token => Ok(token),
    }
}
