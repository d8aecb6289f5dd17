//! What the clients of core have in common, for the classes around them.

use authloom::{Error, HttpConfig};

/// A client of core.
pub trait CoreClient: Clone + Send + Sync + 'static {
    /// Its name, such as `Konnect`.
    const NAME: &'static str;

    /// What it is built from.
    type Config: Default;

    /// The configuration that the environment gives.
    fn from_env() -> Result<Self::Config, Error>;

    /// How its calls travel.
    fn http(config: &mut Self::Config) -> &mut HttpConfig;

    /// Builds it.
    fn open(config: Self::Config) -> Result<Self, Error>;

    /// One with the same settings, nothing of what was open, and fresh locks.
    #[must_use]
    fn reopen(&self) -> Self;

    /// Closes it and its clones.
    fn close(&self);

    /// The base URL that it calls.
    fn base_url(&self) -> String;
}

macro_rules! core_clients {
    ($($client:ident, $config:ident;)+) => {
        $(impl CoreClient for authloom::$client {
            const NAME: &'static str = stringify!($client);

            type Config = authloom::$config;

            fn from_env() -> Result<Self::Config, Error> {
                authloom::$config::from_env()
            }

            fn http(config: &mut Self::Config) -> &mut HttpConfig {
                &mut config.http
            }

            fn open(config: Self::Config) -> Result<Self, Error> {
                Self::new(config)
            }

            fn reopen(&self) -> Self {
                Self::reopen(self)
            }

            fn close(&self) {
                Self::close(self);
            }

            fn base_url(&self) -> String {
                Self::base_url(self)
            }
        })+
    };
}

core_clients! {
    Konnect, KonnectConfig;
    FitbitPlus, FitbitPlusConfig;
    TokenService, TokenServiceConfig;
    Tyk, TykConfig;
}
