//! A client's way to its server, which every call takes.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use ::http::HeaderValue;

use super::blocking::Blocking;
use super::credential::CredentialProvider;
use super::operation::Api;
use super::retry::RetryBudget;
use super::runtime::{Background, Runtime};
use super::transport::{BuiltInTransport, Transport};
use crate::Secret;
use crate::config::HttpConfig;
use crate::config::base_url::BaseUrl;
use crate::error::Error;

/// A client's way to its server. Clones share it.
#[derive(Clone)]
pub(crate) struct Pipeline {
    pub(super) shared: Arc<Shared>,
}

/// What the clones of a client share.
pub(super) struct Shared {
    pub(super) api: &'static Api,
    pub(super) base: BaseUrl,
    pub(super) credential: Option<Arc<dyn CredentialProvider>>,
    pub(super) config: Arc<HttpConfig>,
    pub(super) runtime: Arc<dyn Runtime>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) retry_budget: Arc<RetryBudget>,
    /// The passwords of its proxies, which are secrets of every call.
    pub(super) proxy_passwords: Vec<Secret>,
    pub(super) user_agent: HeaderValue,
    pub(super) closed: AtomicBool,
    pub(super) blocking: Blocking,
}

impl Pipeline {
    pub(crate) fn new(
        api: &'static Api,
        base_url: &str,
        credential: Option<Arc<dyn CredentialProvider>>,
        config: HttpConfig,
    ) -> Result<Self, Error> {
        config.check()?;
        crate::config::tls::check(&config)?;
        super::transport::proxy::check(&config.proxy)?;
        let base = BaseUrl::parse(base_url, config.allow_http)?;
        let proxy_passwords = super::transport::proxy::passwords(&config.proxy);
        let user_agent = user_agent(config.user_agent_suffix.as_deref())?;
        let config = Arc::new(config);
        let runtime: Arc<dyn Runtime> = match &config.runtime {
            Some(own) => Arc::clone(own),
            None => Arc::new(Background::default()),
        };
        let built_in = || -> Arc<dyn Transport> {
            let (config, runtime) = (Arc::clone(&config), Arc::clone(&runtime));
            Arc::new(BuiltInTransport::new(config, runtime))
        };
        let transport = config.transport.clone().unwrap_or_else(built_in);
        Ok(Self {
            shared: Arc::new(Shared {
                api,
                base,
                credential,
                runtime,
                transport,
                config,
                retry_budget: Arc::default(),
                proxy_passwords,
                user_agent,
                closed: AtomicBool::new(false),
                blocking: Blocking::default(),
            }),
        })
    }

    /// The same configuration, credential and retry budget with a fresh transport and fresh locks.
    pub(crate) fn reopen(&self) -> Self {
        let shared = &self.shared;
        Self {
            shared: Arc::new(Shared {
                api: shared.api,
                base: shared.base.clone(),
                credential: shared.credential.clone(),
                config: Arc::clone(&shared.config),
                runtime: match &shared.config.runtime {
                    Some(own) => Arc::clone(own),
                    None => Arc::new(Background::default()),
                },
                transport: shared.transport.reopen(),
                retry_budget: Arc::clone(&shared.retry_budget),
                proxy_passwords: shared.proxy_passwords.clone(),
                user_agent: shared.user_agent.clone(),
                closed: AtomicBool::new(shared.closed.load(Relaxed)),
                blocking: Blocking::default(),
            }),
        }
    }

    pub(crate) fn base_url(&self) -> String {
        self.shared.base.to_string()
    }

    /// The client's name.
    pub(crate) fn client(&self) -> &'static str {
        self.shared.api.client
    }

    /// Closes unused connections; every later call of this client and its clones fails.
    pub(crate) fn close(&self) {
        self.shared.closed.store(true, Relaxed);
        self.shared.transport.close();
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("base", &self.shared.base)
            .field("credential", &self.shared.credential)
            .field("config", &self.shared.config)
            .finish_non_exhaustive()
    }
}

fn user_agent(suffix: Option<&str>) -> Result<HeaderValue, Error> {
    let own = concat!("authloom/", env!("CARGO_PKG_VERSION"));
    let whole = suffix.map_or_else(|| own.to_owned(), |suffix| format!("{own} {suffix}"));
    HeaderValue::from_str(&whole).map_err(|_| {
        Error::config(
            "user_agent_suffix",
            "holds characters that no header field can have",
        )
    })
}
