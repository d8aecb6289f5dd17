//! What the clients of core have in common, for the classes around them.

use authloom::{Error, HttpConfig};

use super::settings::Configure;

/// A client of core.
pub(crate) trait CoreClient: Clone + Send + Sync + 'static {
    /// What it is built from.
    type Config: Configure + Default;

    /// The configuration that the environment gives.
    fn from_env() -> std::result::Result<Self::Config, Error>;

    /// How its calls travel.
    fn http(config: &mut Self::Config) -> &mut HttpConfig;

    /// Builds it.
    fn open(config: Self::Config) -> std::result::Result<Self, Error>;

    /// Closes it and its clones.
    fn close(&self);

    /// The base URL that it calls.
    fn base_url(&self) -> String;
}

macro_rules! core_client {
    (authloom::$client:ident, $config:ty) => {
        impl $crate::support::CoreClient for authloom::$client {
            type Config = $config;

            fn from_env() -> std::result::Result<$config, authloom::Error> {
                <$config>::from_env()
            }

            fn http(config: &mut $config) -> &mut authloom::HttpConfig {
                &mut config.http
            }

            fn open(config: $config) -> std::result::Result<Self, authloom::Error> {
                authloom::$client::new(config)
            }

            fn close(&self) {
                authloom::$client::close(self);
            }

            fn base_url(&self) -> String {
                authloom::$client::base_url(self)
            }
        }
    };
}

pub(crate) use core_client;
