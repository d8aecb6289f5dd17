//! The environment as a source of configuration.

use crate::Secret;
use crate::config::HttpConfig;
use crate::error::Error;

/// Looks variables up; a parameter, so that tests need no process-wide state.
pub(crate) struct Env<'a>(&'a dyn Fn(&str) -> Option<String>);

impl<'a> Env<'a> {
    pub(crate) fn new(look_up: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self(look_up)
    }

    /// Runs `build` on the variables of this process.
    pub(crate) fn of_process<T>(build: impl FnOnce(&Env<'_>) -> T) -> T {
        build(&Env::new(&|name| std::env::var(name).ok()))
    }

    /// A variable's text; an empty one counts as not set.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|text| !text.is_empty())
    }

    pub(crate) fn secret(&self, name: &str) -> Option<Secret> {
        self.text(name).map(Secret::new)
    }

    /// What all clients read: `AUTHLOOM_ALLOW_HTTP`.
    pub(crate) fn http(&self) -> Result<HttpConfig, Error> {
        let allow_http = match self.text("AUTHLOOM_ALLOW_HTTP").as_deref() {
            None | Some("0") => false,
            Some("1") => true,
            Some(_) => return Err(Error::config("AUTHLOOM_ALLOW_HTTP must be 1 or 0")),
        };
        Ok(HttpConfig {
            allow_http,
            ..HttpConfig::default()
        })
    }
}
