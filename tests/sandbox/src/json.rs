//! Reading JSON objects.

use serde::de::{DeserializeOwned, Error};

/// Reads an object. What is derived for a struct would take an array of its members too.
pub(crate) fn object<T: DeserializeOwned>(text: &[u8]) -> Result<T, serde_json::Error> {
    if text.trim_ascii_start().first() == Some(&b'{') {
        serde_json::from_slice(text)
    } else {
        Err(serde_json::Error::custom("it is not an object"))
    }
}
