//! From a panic to an error of kind `internal`.
//!
//! A panic in a call ends that call, and nothing else: whoever runs a part of it runs that within
//! [`caught`]. What the panic said is dropped unread, since it may hold what a server sent.
//!
//! This crate sets no panic hook. A program that sets one may call [`note`] in it: then the error
//! names the place in the source, and the hook knows which panics need not be printed. Of the
//! public surface this is no part: it may change at any time.

use std::cell::Cell;
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::thread;

use crate::error::{Error, ErrorKind, Outcome};

thread_local! {
    /// How many frames of this thread catch panics.
    static CATCHING: Cell<usize> = const { Cell::new(0) };
    /// The place of the last panic that was noted, until an error names it.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// How far a call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Its arguments are read and checked.
    #[default]
    Preparing,
    /// The credential is asked for.
    Credential,
    /// The request is sent, and its response received.
    Exchange,
    /// A hook receives an event of it.
    Telling,
    /// The response is decoded.
    Decoding,
    /// The result is given to the caller.
    Returning,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Preparing => "preparing the request",
            Self::Credential => "obtaining the credential",
            Self::Exchange => "sending the request or receiving the response",
            Self::Telling => "telling a hook",
            Self::Decoding => "decoding the response",
            Self::Returning => "returning the result",
        })
    }
}

/// A panic that was caught.
#[derive(Debug, Clone)]
pub struct Panicked {
    place: Option<String>,
}

impl Panicked {
    /// The panic with which this thread unwinds, if it does.
    pub fn unwinding() -> Self {
        if thread::panicking() {
            Self::last()
        } else {
            Self { place: None }
        }
    }

    /// The last panic of this thread.
    fn last() -> Self {
        // A thread that ends may have no place left.
        let place = PLACE.try_with(Cell::take).ok().flatten();
        Self { place }
    }

    /// What is said of it: how far the call had come, and the place if that was noted.
    pub(crate) fn sentence(&self, phase: Phase) -> String {
        let sentence = format!("an internal fault ended the call while {phase}");
        match &self.place {
            Some(place) => format!("{sentence} ({place})"),
            None => sentence,
        }
    }

    /// The error of the call that it ended.
    pub fn into_error(self, client: &str, operation: &str, phase: Phase, attempts: i32) -> Error {
        let sentence = self.sentence(phase);
        let mut error = Error::new(ErrorKind::Internal, sentence).of(client, operation);
        let details = error.details_mut();
        details.attempts = attempts;
        let sent_nothing = matches!(phase, Phase::Preparing | Phase::Credential) && attempts == 0;
        if !sent_nothing {
            details.outcome = Outcome::Unknown;
        }
        error
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an internal fault")
    }
}

impl StdError for Panicked {}

impl Panicked {
    /// Finds one among the causes of an error, such as that of a connection whose own task
    /// panicked.
    pub(crate) fn within<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            // An io::Error's source is that of the error it carries; the carried one is skipped.
            if let Some(carried) = error
                .downcast_ref::<io::Error>()
                .and_then(io::Error::get_ref)
                && let Some(found) = Self::within(carried)
            {
                return Some(found);
            }
            next = error.source();
        }
        None
    }
}

/// What is a program's own, such as a transport's future, and may panic when it is dropped. While
/// another panic unwinds, which its poll may have begun, that would end the process.
#[derive(Debug)]
pub(crate) struct Foreign<T>(Option<T>);

impl<T> Foreign<T> {
    pub(crate) fn new(own: T) -> Self {
        Self(Some(own))
    }
}

impl<T> Deref for Foreign<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().expect(THERE)
    }
}

impl<T> DerefMut for Foreign<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().expect(THERE)
    }
}

const THERE: &str = "it is taken only when dropped";

impl<T> Drop for Foreign<T> {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = caught(|| drop(self.0.take()));
        }
    }
}

/// Does a piece of work that may panic. What the work has changed by then is for the caller to
/// drop, or to know whole.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    let _catching = catching();
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        // Dropping it can panic, too.
        if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            mem::forget(another);
        }
        Panicked::last()
    })
}

/// Panics of this thread are caught until the guard is dropped.
#[derive(Debug)]
pub struct Catching(());

/// Says that from now on panics of this thread are caught, by whatever means.
pub fn catching() -> Catching {
    CATCHING.set(CATCHING.get() + 1);
    Catching(())
}

impl Drop for Catching {
    fn drop(&mut self) {
        CATCHING.set(CATCHING.get() - 1);
    }
}

/// For a panic hook: notes the place of a panic that is caught here and becomes an error. Returns
/// whether it is one; any other is not this crate's affair.
pub fn note(place: Option<&Location<'_>>) -> bool {
    if CATCHING.get() == 0 {
        return false;
    }
    let place = place.map(|place| {
        let file = within_its_crate(place.file());
        format!("{file}:{}:{}", place.line(), place.column())
    });
    let _ = PLACE.try_with(|noted| noted.set(place));
    true
}

/// A source file's path without what leads to its crate: folders of the machine that compiled it.
fn within_its_crate(file: &str) -> &str {
    let Some(source) = ["/src/", "\\src\\"]
        .iter()
        .find_map(|part| file.rfind(part))
    else {
        return file;
    };
    file[..source]
        .rfind(['/', '\\'])
        .map_or(file, |before| &file[before + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_panic_says_is_in_no_form_of_its_error() {
        let panicked = caught(|| panic!("{}", "hush-hush")).expect_err("it panics");
        assert!(!format!("{panicked} {panicked:?}").contains("hush"));
        let error = panicked.into_error("Tyk", "revoke_token", Phase::Decoding, 2);
        assert!(!format!("{error} {error:?} {error:#?}").contains("hush"));
        assert!(StdError::source(&error).is_none());
        assert_eq!(
            error.to_string(),
            "Tyk revoke_token: an internal fault ended the call while decoding the response (after \
             2 attempts). Report this as a bug in authloom. The server may have applied the call."
        );
    }

    #[test]
    fn before_the_first_attempt_nothing_was_sent() {
        for (phase, attempts, outcome) in [
            (Phase::Preparing, 0, Outcome::NotSent),
            (Phase::Credential, 0, Outcome::NotSent),
            (Phase::Credential, 1, Outcome::Unknown),
            (Phase::Exchange, 1, Outcome::Unknown),
            (Phase::Decoding, 1, Outcome::Unknown),
            (Phase::Returning, 0, Outcome::Unknown),
        ] {
            let error = Panicked { place: None }.into_error("Tyk", "request", phase, attempts);
            assert_eq!(error.outcome, outcome, "{phase:?}, {attempts}");
            assert!(!error.retryable);
        }
    }

    #[test]
    fn a_payload_that_panics_when_dropped_goes_no_further() {
        struct Payload;
        impl Drop for Payload {
            fn drop(&mut self) {
                panic!("while the panic is dropped");
            }
        }
        assert!(caught(|| std::panic::panic_any(Payload)).is_err());
        assert_eq!(CATCHING.get(), 0);
    }

    #[test]
    fn a_noted_place_is_named_by_the_error_of_its_panic_alone() {
        let here = Location::caller();
        assert!(!note(Some(here)), "nothing is caught here");
        let panicked = caught(|| {
            assert!(note(Some(here)));
            // As after a hook: it prints nothing.
            std::panic::resume_unwind(Box::new(()))
        });
        let named = |panicked: Result<(), Panicked>| {
            let panicked = panicked.expect_err("it panics");
            let error = panicked.into_error("Tyk", "request", Phase::Exchange, 1);
            error.message.clone()
        };
        let message = named(panicked);
        let place = format!("(core/src/panics.rs:{}:{})", here.line(), here.column());
        assert!(message.ends_with(&place), "{message}");
        let message = named(caught(|| std::panic::resume_unwind(Box::new(()))));
        assert!(message.ends_with("the response"), "{message}");
    }

    #[test]
    fn a_file_is_named_from_its_crate_on() {
        for (file, shown) in [
            ("core/src/timestamp.rs", "core/src/timestamp.rs"),
            ("/home/x/src/authloom/core/src/a/b.rs", "core/src/a/b.rs"),
            (
                "/r/registry/src/index-1/tokio-1.54.1/src/x.rs",
                "tokio-1.54.1/src/x.rs",
            ),
            ("C:\\r\\tokio-1.54.1\\src\\x.rs", "tokio-1.54.1\\src\\x.rs"),
            ("src/lib.rs", "src/lib.rs"),
            ("/src/lib.rs", "/src/lib.rs"),
            ("x.rs", "x.rs"),
        ] {
            assert_eq!(within_its_crate(file), shown);
        }
    }
}
