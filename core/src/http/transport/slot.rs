//! Connections are counted: each holds a place among those that its origin may have.

use std::fmt;
use std::sync::{Arc, Weak};

use ::http::uri::{Authority, Scheme, Uri};

/// Scheme, host and port of a server (RFC 6454).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) is_secure: bool,
    pub(super) authority: Authority,
}

impl Origin {
    pub(super) fn of(server: &Uri) -> Option<Self> {
        Some(Self {
            is_secure: server.scheme() == Some(&Scheme::HTTPS),
            authority: server.authority()?.clone(),
        })
    }

    /// Whether a URI belongs to it. Hosts that differ in case are two: of them there is one in a
    /// client's configuration.
    pub(super) fn has(&self, server: &Uri) -> bool {
        let authority = server.authority().map(Authority::as_str);
        authority == Some(self.authority.as_str())
            && self.is_secure == (server.scheme() == Some(&Scheme::HTTPS))
    }
}

/// What counts connections.
pub(super) trait Places: Send + Sync {
    /// A connection of this origin is closed.
    fn release(self: Arc<Self>, origin: &Origin);
}

/// The place of one connection; free for another once it is dropped.
pub(super) struct Slot {
    /// None once it was taken.
    places: Option<Weak<dyn Places>>,
    origin: Origin,
    /// How often the connections that no call used had been closed when it was given.
    pub(super) generation: u64,
}

impl Slot {
    pub(super) fn new(places: Weak<dyn Places>, origin: Origin, generation: u64) -> Self {
        Self {
            places: Some(places),
            origin,
            generation,
        }
    }

    /// The place of what is no connection.
    #[cfg(feature = "fuzzing")]
    pub(super) fn of_nothing() -> Self {
        Self {
            places: None,
            origin: Origin {
                is_secure: false,
                authority: Authority::from_static("a.test"),
            },
            generation: 0,
        }
    }

    pub(super) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Gives the place back to who holds it already.
    pub(super) fn disarm(&mut self) {
        self.places = None;
    }

    /// The place, for another connection.
    pub(super) fn take(&mut self) -> Self {
        Self {
            places: self.places.take(),
            origin: self.origin.clone(),
            generation: self.generation,
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(places) = self.places.take().and_then(|places| places.upgrade()) {
            places.release(&self.origin);
        }
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slot({:?})", self.origin.authority)
    }
}
