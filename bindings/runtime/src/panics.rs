//! What becomes of a panic in a call where core does not catch it: between core and the language.

use std::cell::Cell;
use std::panic;
use std::sync::Once;

use authloom::Error;
pub use authloom::panics::{Panicked, Phase, catching, caught};

/// Has the place of each panic that is caught noted for the error that it becomes, and nothing of
/// it printed: what it says may hold what a server sent. Every other panic is the affair of the hook
/// that was there before.
pub fn watch() {
    static WATCHING: Once = Once::new();
    WATCHING.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !authloom::panics::note(info.location()) {
                before(info);
            }
        }));
    });
}

/// Whose call it is.
#[derive(Debug, Clone, Copy)]
pub struct CallName {
    /// The client, such as `Konnect`.
    pub client: &'static str,
    /// The operation, such as `get_auth_config`.
    pub operation: &'static str,
}

impl CallName {
    /// The error of a panic that ended the call.
    pub fn ended_by(self, panicked: Panicked, phase: Phase, attempts: i32) -> Error {
        panicked.into_error(self.client, self.operation, phase, attempts)
    }
}

/// How far a call has come outside of core, for the error of a panic there.
#[derive(Debug)]
pub struct Course {
    name: CallName,
    phase: Cell<Phase>,
    attempts: Cell<i32>,
}

impl Course {
    /// A call whose arguments are to be read.
    pub fn of(name: CallName) -> Self {
        Self {
            name,
            phase: Cell::default(),
            attempts: Cell::default(),
        }
    }

    /// The call is core's.
    pub fn begin(&self) {
        self.phase.set(Phase::Exchange);
    }

    /// The call has come back from core, after so many attempts.
    pub fn end(&self, attempts: i32) {
        self.phase.set(Phase::Returning);
        self.attempts.set(attempts);
    }

    /// Does a part of the call; a panic in it is an error.
    pub fn caught<T>(&self, work: impl FnOnce() -> T) -> Result<T, Error> {
        caught(work).map_err(|panicked| {
            let (phase, attempts) = (self.phase.get(), self.attempts.get());
            self.name.ended_by(panicked, phase, attempts)
        })
    }
}

/// Panics, if the environment asks for it at this place: for tests of what becomes of a panic.
/// Without the feature it is nothing.
///
/// # Panics
///
/// That is what it is for.
#[inline]
pub fn provoked(sink: &str) {
    #[cfg(feature = "provoked-panics")]
    {
        let asked = std::env::var("AUTHLOOM_PROVOKED_PANIC");
        assert_ne!(asked.as_deref(), Ok(sink), "the words of a provoked panic");
    }
    #[cfg(not(feature = "provoked-panics"))]
    let _ = sink;
}
