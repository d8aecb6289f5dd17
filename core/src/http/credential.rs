//! The credential of a client, and what provides it.

use std::fmt;
use std::time::{Instant, SystemTime};

use super::runtime::BoxFuture;
use crate::Secret;
use crate::error::Error;

/// Where a client takes its credential from, call by call.
///
/// A static secret is one; a source that refreshes tokens is another, without a change to any
/// client.
pub trait CredentialProvider: fmt::Debug + Send + Sync + 'static {
    /// What is at hand now, without waiting and without a lock; `None` if [`acquire`] has to be
    /// asked.
    ///
    /// [`acquire`]: CredentialProvider::acquire
    fn cached(&self) -> Option<Lease>;

    /// Obtains one, by the deadline at the latest.
    ///
    /// It fails with kind `credential`, or with that of the call that was made for it.
    fn acquire(&self, deadline: Instant) -> BoxFuture<'_, Result<Lease, Error>>;

    /// Tells that the server refused this lease with status 401, and asks what to do.
    fn refused(&self, lease: &Lease, status: i32) -> Refusal;
}

/// A credential for one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The token or key.
    pub secret: Secret,
    /// Which of the source's credentials this is: a newer one has a greater number.
    pub generation: i64,
    /// When it ends, if that is known.
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
