//! Secrets: no formatter writes them, and they are wiped when dropped.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A string that must not be seen: a token, a client secret, a code, a key.
///
/// Formatters, errors, log lines and events show it as `Secret(***)`; [`reveal`](Secret::reveal) is
/// the only way to its value. It is not serializable.
///
/// The buffer that a `Secret` owns is overwritten with zeros when its last clone is dropped.
/// Copies that are not: the text that you made the secret from, if you kept it; the bytes of a
/// request or a response while they pass through the HTTP and TLS libraries; and whatever you copy
/// out of [`reveal`](Secret::reveal).
#[derive(Clone, Default)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Wraps a string.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// The text itself. What you do with it is no longer redacted.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl PartialEq for Secret {
    /// Compares in a time that depends on the lengths alone.
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.reveal().as_bytes(), other.reveal().as_bytes());
        ours.len() == theirs.len()
            && ours
                .iter()
                .zip(theirs)
                .fold(0, |difference, (a, b)| difference | (a ^ b))
                == 0
    }
}

impl Eq for Secret {}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_formatter_shows_the_text() {
        let secret = Secret::from("hush-hush");
        assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(***) Secret(***)");
        assert_eq!(secret.reveal(), "hush-hush");
    }

    #[test]
    fn secrets_are_equal_when_their_texts_are() {
        assert_eq!(Secret::from("a1"), Secret::from("a1"));
        assert_ne!(Secret::from("a1"), Secret::from("a2"));
        assert_ne!(Secret::from("a1"), Secret::from("a1b"));
    }
}
