//! What a seed may not say.
//!
//! Much that looks like a mistake is a state that a gateway gets into: clients without their
//! policy, policies for APIs that are gone, tokens of deleted clients. Only what could not be
//! stored is refused.

use std::collections::HashSet;

use super::seed::{Api, Seed};

impl Seed {
    pub(crate) fn check(&self) -> Result<(), String> {
        if !(100..1000).contains(&self.oauth_error_status_code) {
            return Err("tyk.oauth_error_status_code: no status".to_owned());
        }
        unique("tyk.apis", self.apis.iter().map(|api| &api.id))?;
        unique(
            "tyk.policies",
            self.policies.iter().map(|policy| &policy.id),
        )?;
        for (place, api) in self.apis.iter().enumerate() {
            api.check(&format!("tyk.apis[{place}]"))?;
        }
        Ok(())
    }
}

impl Api {
    fn check(&self, at: &str) -> Result<(), String> {
        if self
            .listen_path
            .as_ref()
            .is_some_and(|path| !path.starts_with('/'))
        {
            return Err(format!("{at}.listen_path: must start with /"));
        }
        let clients = self.clients.iter().map(|client| &client.id);
        unique(&format!("{at}.clients"), clients)?;
        let codes = self.codes.iter().map(|code| &code.code);
        unique(&format!("{at}.codes"), codes)?;
        let tokens = self.access_tokens.iter().map(|token| &token.token);
        unique(&format!("{at}.access_tokens"), tokens)?;
        let tokens = self.refresh_tokens.iter().map(|token| &token.token);
        unique(&format!("{at}.refresh_tokens"), tokens)
    }
}

fn unique<'a>(list: &str, texts: impl Iterator<Item = &'a String>) -> Result<(), String> {
    let mut known = HashSet::new();
    for (place, text) in texts.enumerate() {
        if text.is_empty() {
            return Err(format!("{list}[{place}]: it has no name"));
        }
        if !known.insert(text) {
            return Err(format!("{list}[{place}]: there are two {text}"));
        }
    }
    Ok(())
}
