//! The environment as a source of configuration.

use std::env;
use std::ffi::OsString;

use crate::Secret;
use crate::config::HttpConfig;
use crate::error::Error;

/// Looks variables up; a parameter, so that tests need no process-wide state.
pub(crate) struct Env<'a>(&'a dyn Fn(&str) -> Option<OsString>);

impl<'a> Env<'a> {
    pub(crate) fn new(look_up: &'a dyn Fn(&str) -> Option<OsString>) -> Self {
        Self(look_up)
    }

    /// Runs `build` on the variables of this process.
    pub(crate) fn of_process<T>(build: impl FnOnce(&Env<'_>) -> T) -> T {
        build(&Env::new(&|name| env::var_os(name)))
    }

    /// A setting's variable; an empty one counts as not set.
    pub(crate) fn text(&self, setting: &str, variable: &str) -> Result<Option<String>, Error> {
        let Some(value) = (self.0)(variable).filter(|value| !value.is_empty()) else {
            return Ok(None);
        };
        let value = value.into_string();
        let not_text = |_| Error::config(setting, format!("is not UTF-8 in {variable}"));
        value.map(Some).map_err(not_text)
    }

    pub(crate) fn secret(&self, setting: &str, variable: &str) -> Result<Option<Secret>, Error> {
        Ok(self.text(setting, variable)?.map(Secret::new))
    }

    /// What all clients read: `AUTHLOOM_ALLOW_HTTP`.
    pub(crate) fn http(&self) -> Result<HttpConfig, Error> {
        let (setting, variable) = ("allow_http", "AUTHLOOM_ALLOW_HTTP");
        let allow_http = match self.text(setting, variable)?.as_deref() {
            None | Some("0") => false,
            Some("1") => true,
            Some(_) => {
                let message = format!("must be 1 or 0 in {variable}");
                return Err(Error::config(setting, message));
            }
        };
        Ok(HttpConfig {
            allow_http,
            ..HttpConfig::default()
        })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStringExt;

    #[test]
    fn a_variable_that_is_not_utf_8_is_refused_by_name() {
        let look_up = |_: &str| Some(OsString::from_vec(vec![b'a', 0xff]));
        let error = Env::new(&look_up)
            .secret("token", "AUTHLOOM_KONNECT_TOKEN")
            .expect_err("no text");
        assert_eq!(error.field.as_deref(), Some("token"));
        assert_eq!(error.message, "is not UTF-8 in AUTHLOOM_KONNECT_TOKEN");
    }
}
