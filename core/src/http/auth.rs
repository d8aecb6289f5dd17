//! How a call is authorized: the credential that it sends, and what follows when that is refused.

use std::sync::Arc;

use ::http::{HeaderValue, Request, header};
use bytes::Bytes;

use super::call::{Auth, Call};
use super::credential::{CredentialProvider, Lease, Refusal};
use super::operation::Scheme;
use super::options::CallOptions;
use super::pipeline::Shared;
use super::timeout::{Limits, TimeoutKind, Timer};
use crate::Secret;
use crate::error::{Error, ErrorKind};
use crate::panics::Foreign;

impl Shared {
    /// The credential to send, if the call sends one.
    pub(crate) async fn lease(
        &self,
        call: &Call,
        options: &CallOptions,
        limits: &Limits,
        timer: &mut Timer<'_>,
    ) -> Result<Option<Lease>, Error> {
        let given = |secret: &Secret| {
            Some(Lease {
                secret: secret.clone(),
                generation: 0,
                expires_at: None,
            })
        };
        match (&call.auth, &options.token) {
            (Auth::None, _) => Ok(None),
            (Auth::Given(secret), _) => Ok(given(secret)),
            (Auth::Client | Auth::ClientIfAny, Some(token)) => Ok(given(token)),
            (Auth::Client | Auth::ClientIfAny, None) => match &self.credential {
                Some(credential) => self.acquire(credential, limits, timer).await.map(Some),
                None if matches!(call.auth, Auth::ClientIfAny) => Ok(None),
                None => Err(Error::new(
                    ErrorKind::Credential,
                    format!(
                        "this client has no credential: give it one, or set {}",
                        self.api.credential_variable
                    ),
                )),
            },
        }
    }

    async fn acquire(
        &self,
        credential: &Arc<dyn CredentialProvider>,
        limits: &Limits,
        timer: &mut Timer<'_>,
    ) -> Result<Lease, Error> {
        if let Some(lease) = credential.cached() {
            return Ok(lease);
        }
        let mut acquired = Foreign::new(credential.acquire(limits.end));
        timer
            .race(acquired.as_mut(), || (limits.end, TimeoutKind::Total))
            .await
            .unwrap_or_else(|passed| {
                let message = format!(
                    "could not obtain a credential: {}",
                    limits.sentence(passed, false)
                );
                Err(Error::new(ErrorKind::Timeout, message))
            })
    }

    /// After a 401: the credential that replaces the refused one, if its source says that it is
    /// worth a try. The refused request changed nothing, so any class may be repeated, once.
    pub(crate) async fn renewed(
        &self,
        refused: Option<&Lease>,
        call: &Call,
        options: &CallOptions,
        limits: &Limits,
        timer: &mut Timer<'_>,
    ) -> Option<Lease> {
        let clients_own =
            matches!(call.auth, Auth::Client | Auth::ClientIfAny) && options.token.is_none();
        let credential = self.credential.as_ref().filter(|_| clients_own)?;
        match credential.refused(refused?, 401) {
            Refusal::Final => None,
            Refusal::ReplayOnce => self.acquire(credential, limits, timer).await.ok(),
        }
    }

    /// Puts the credential on a request.
    pub(crate) fn admit(
        &self,
        request: &mut Request<Bytes>,
        shown: Option<&Secret>,
    ) -> Result<(), Error> {
        if let Some(secret) = shown {
            let (name, mut value) = match self.api.scheme {
                Scheme::Bearer => (header::AUTHORIZATION, bearer(secret)),
                Scheme::Header(name) => (
                    header::HeaderName::from_static(name),
                    HeaderValue::from_str(secret.reveal()),
                ),
            };
            if let Ok(value) = &mut value {
                value.set_sensitive(true);
            }
            let value = value.map_err(|_| {
                Error::new(
                    ErrorKind::Credential,
                    "the credential holds characters that no header field can have",
                )
            })?;
            request.headers_mut().insert(name, value);
        }
        Ok(())
    }
}

/// A bearer credential as a header value; one that names its scheme already is sent as it is.
fn bearer(secret: &Secret) -> Result<HeaderValue, header::InvalidHeaderValue> {
    let text = secret.reveal();
    let names_scheme = text
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("bearer "));
    if names_scheme {
        return HeaderValue::from_str(text);
    }
    let value = zeroize::Zeroizing::new(["Bearer ", text].concat());
    HeaderValue::from_str(&value)
}
