//! What all clients have in common.

use std::sync::Arc;

use crate::Secret;
use crate::error::Error;
use crate::http::{Credential, StaticCredential};

/// Writes what all clients have in common: the way from the environment, and their life.
macro_rules! client_common {
    ($client:ident, $config:ident) => {
        impl $client {
            /// Builds a client from the environment alone; the variables are those of
            #[doc = concat!("[`", stringify!($config), "::from_env`].")]
            ///
            /// Nothing is sent. Fails with kind `config`.
            pub fn from_env() -> Result<Self, crate::Error> {
                Self::new($config::from_env()?)
            }

            /// The same configuration, credential and retry quota with no connection and fresh
            /// locks: for the child of a fork.
            #[must_use]
            pub fn reopen(&self) -> Self {
                let mut fresh = self.clone();
                fresh.pipeline = self.pipeline.reopen();
                fresh
            }

            /// Closes the connections that no call uses. Every later call of this client and its
            /// clones fails with kind `closed`; calls that are under way end as they would.
            pub fn close(&self) {
                self.pipeline.close();
            }
        }

        impl $config {
            /// Reads the configuration from the environment; what is not set there stays at its
            /// default.
            ///
            /// Fails with kind `config` where a variable is set to what cannot be used.
            pub fn from_env() -> Result<Self, crate::Error> {
                crate::config::env::Env::of_process(Self::from_variables)
            }
        }
    };
}

pub(crate) use client_common;

/// The credential of a client that is given a secret or a source of them, but not both.
pub(crate) fn credential(
    secret: Option<&Secret>,
    source: Option<&Arc<dyn Credential>>,
    secret_name: &str,
) -> Result<Option<Arc<dyn Credential>>, Error> {
    match (secret, source) {
        (Some(_), Some(_)) => Err(Error::config(format!(
            "both `{secret_name}` and `credential` are given; give one"
        ))),
        (Some(secret), None) => Ok(Some(Arc::new(StaticCredential::new(secret.clone())))),
        (None, source) => Ok(source.cloned()),
    }
}

/// An argument, or the configured default where the argument is empty.
pub(crate) fn or_default<'a>(argument: &'a str, default: Option<&'a String>) -> &'a str {
    match default {
        Some(default) if argument.is_empty() => default,
        _ => argument,
    }
}

/// A secret, or the configured default where the secret is empty.
pub(crate) fn secret_or_default(argument: Secret, default: Option<&Secret>) -> Secret {
    match default {
        Some(default) if argument.is_empty() => default.clone(),
        _ => argument,
    }
}
