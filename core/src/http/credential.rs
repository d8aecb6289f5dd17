//! The credential of a client, and what provides it.

use std::fmt;
use std::time::{Instant, SystemTime};

use super::runtime::BoxFuture;
use crate::Secret;
use crate::error::Error;

/// Where a client takes its credential from, call by call.
///
/// For example a fixed secret ([`StaticCredential`]), or a source of your own that refreshes
/// tokens.
pub trait CredentialProvider: fmt::Debug + Send + Sync + 'static {
    /// Returns the current credential without blocking or locking, or `None` if the client must
    /// call [`acquire`]. Called first for each call.
    ///
    /// [`acquire`]: CredentialProvider::acquire
    fn cached(&self) -> Option<Lease>;

    /// Obtains a credential before `deadline`; after that the client drops the future and the call
    /// fails with kind `timeout`.
    ///
    /// Return an error of kind `credential`, or the error of the request that you made to obtain
    /// it.
    fn acquire(&self, deadline: Instant) -> BoxFuture<'_, Result<Lease, Error>>;

    /// Called when the server rejects this lease with `status`, which is always 401.
    /// [`ReplayOnce`](Refusal::ReplayOnce) acquires another lease and repeats the request once, if
    /// an attempt is left. If that fails, the caller gets the 401. It is not called for a
    /// credential that was given for one call.
    fn refused(&self, lease: &Lease, status: i32) -> Refusal;
}

/// A credential for one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The token or key.
    pub secret: Secret,
    /// Which of the provider's credentials this is: a newer one has a greater number. It is for the
    /// provider's own use.
    pub generation: i64,
    /// When it expires, if that is known. It is for the provider's own use: the client does not
    /// read it, so `cached` must not return an expired lease.
    pub expires_at: Option<SystemTime>,
}

/// What to do after a server refused a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Acquire again and repeat the request once: it was refused, not applied.
    ReplayOnce,
    /// Report the refusal.
    Final,
}

/// A secret that stays as it is.
#[derive(Debug, Clone)]
pub struct StaticCredential(Lease);

impl StaticCredential {
    /// Always provides this secret.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self(Lease {
            secret: secret.into(),
            generation: 0,
            expires_at: None,
        })
    }
}

impl CredentialProvider for StaticCredential {
    fn cached(&self) -> Option<Lease> {
        Some(self.0.clone())
    }

    fn acquire(&self, _deadline: Instant) -> BoxFuture<'_, Result<Lease, Error>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }

    fn refused(&self, _lease: &Lease, _status: i32) -> Refusal {
        Refusal::Final
    }
}
