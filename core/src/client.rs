//! What all clients have in common.

use std::sync::Arc;

use crate::Secret;
use crate::error::Error;
use crate::http::operation::Api;
use crate::http::{CredentialProvider, StaticCredential};

/// Writes what all clients have in common: the way from the environment, and their life.
macro_rules! client_common {
    ($client:ident, $config:ident) => {
        impl $client {
            /// Builds a client from the environment alone; the variables are those of
            #[doc = concat!("[`", stringify!($config), "::from_env`].")]
            ///
            /// Nothing is sent. Fails with kind `config` if a setting is missing or invalid.
            pub fn from_env() -> Result<Self, crate::Error> {
                Self::new($config::from_env()?)
            }

            /// The same configuration, credential and retry budget with no connection and fresh
            /// locks: for the child of a fork.
            #[must_use]
            pub fn reopen(&self) -> Self {
                let mut fresh = self.clone();
                fresh.pipeline = self.pipeline.reopen();
                fresh
            }

            /// The base URL that this client calls, without a slash at its end.
            pub fn base_url(&self) -> String {
                self.pipeline.base_url()
            }

            /// Closes idle connections. Every later call of this client and its clones fails with
            /// kind `closed`; calls in progress complete normally.
            pub fn close(&self) {
                self.pipeline.close();
            }
        }

        impl $config {
            /// Reads the configuration from the environment. Each field names its variable, such as
            /// `AUTHLOOM_KONNECT_TOKEN`; what is not set stays at its default.
            ///
            /// Fails with kind `config` if a variable has an invalid value. An empty variable
            /// counts as unset.
            pub fn from_env() -> Result<Self, crate::Error> {
                crate::config::env::Env::of_process(Self::from_variables)
                    .map_err(|error| error.of(stringify!($client), "from_env"))
            }
        }
    };
}

pub(crate) use client_common;

/// Builds a client, and names it in the error if that fails.
pub(crate) fn build<C>(api: &Api, build: impl FnOnce() -> Result<C, Error>) -> Result<C, Error> {
    build().map_err(|error| error.of(api.client, "new"))
}

/// The credential of a client that is given a secret or a provider, but not both.
pub(crate) fn credential(
    secret: Option<&Secret>,
    provider: Option<&Arc<dyn CredentialProvider>>,
    setting: &str,
) -> Result<Option<Arc<dyn CredentialProvider>>, Error> {
    match (secret, provider) {
        (Some(_), Some(_)) => Err(Error::config(
            "credential",
            format!("must not be given together with `{setting}`"),
        )),
        (Some(secret), None) if secret.is_empty() => {
            Err(Error::config(setting, "must not be empty"))
        }
        (Some(secret), None) => Ok(Some(Arc::new(StaticCredential::new(secret.clone())))),
        (None, provider) => Ok(provider.cloned()),
    }
}

/// What a client's configuration has for arguments that are left out.
#[derive(Debug, Clone)]
pub(crate) struct Defaults {
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<Secret>,
}

impl Defaults {
    /// Those of a configuration; an empty one would be sent as it is.
    pub(crate) fn new(
        client_id: Option<String>,
        client_secret: Option<Secret>,
    ) -> Result<Self, Error> {
        if client_id.as_deref() == Some("") {
            return Err(Error::config("client_id", "must not be empty"));
        }
        if client_secret.as_ref().is_some_and(Secret::is_empty) {
            return Err(Error::config("client_secret", "must not be empty"));
        }
        Ok(Self {
            client_id,
            client_secret,
        })
    }

    /// The client's id, or the configured one where none is given; empty where there is neither.
    pub(crate) fn client_id<'a>(&'a self, given: Option<&'a str>) -> &'a str {
        given.or(self.client_id.as_deref()).unwrap_or_default()
    }

    /// The client's secret, or the configured one where none is given; empty where there is
    /// neither.
    pub(crate) fn client_secret(&self, given: Option<Secret>) -> Secret {
        given
            .or_else(|| self.client_secret.clone())
            .unwrap_or_default()
    }
}
