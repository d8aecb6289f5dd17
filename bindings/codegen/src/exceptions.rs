//! What of the core is not transcribed as it stands, each with its reason.

use std::cell::RefCell;

use crate::failure::Failure;

/// What happens in place of transcribing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// No binding has it.
    LeftOut,
    /// Each binding writes it by hand.
    ByHand,
    /// No text for people shows it.
    Hidden,
    /// It is a positional argument where its struct is taken apart.
    Positional,
}
use Treatment::{ByHand, Hidden, LeftOut, Positional};

/// An item (`Type`, `Type.field` or `operation.argument`), its treatment, and why.
pub(crate) type Exception = (&'static str, Treatment, &'static str);

pub(crate) const EXCEPTIONS: &[Exception] = &[
    ("KonnectConfig.credential", LeftOut, SOURCE),
    ("FitbitPlusConfig.credential", LeftOut, SOURCE),
    ("TokenServiceConfig.credential", LeftOut, SOURCE),
    ("TykConfig.credential", LeftOut, SOURCE),
    (
        "HttpConfig.runtime",
        LeftOut,
        "a binding brings its own I/O thread",
    ),
    (
        "HttpConfig.transport",
        LeftOut,
        "a transport is written in Rust",
    ),
    (
        "HttpConfig.resolver",
        LeftOut,
        "a resolver is written in Rust",
    ),
    (
        "HttpConfig.hooks",
        ByHand,
        "callables run on the caller's own thread, so each binding queues their events",
    ),
    (
        "Proxy",
        ByHand,
        "two words or a URL, which each language takes in its own way",
    ),
    (
        "ClientCertificate",
        ByHand,
        "it has no equality, and only ever goes in",
    ),
    (
        "RawResponse.body",
        Hidden,
        "it may hold secrets that nobody marked as such",
    ),
    (
        "RawRequest.method",
        Positional,
        "a request is asked for by method and path",
    ),
    (
        "RawRequest.path",
        Positional,
        "a request is asked for by method and path",
    ),
    (
        "request.headers",
        LeftOut,
        "a raw request has header fields of its own, which are added to those of the call",
    ),
];

const SOURCE: &str = "a source of secrets needs a way back into the language; one secret does not";

/// The table, and which of its rows were of use.
pub(crate) struct Exceptions {
    rows: &'static [Exception],
    used: RefCell<Vec<&'static str>>,
}

impl Exceptions {
    pub(crate) fn new(rows: &'static [Exception]) -> Self {
        Self {
            rows,
            used: RefCell::default(),
        }
    }

    /// Whether an item is to be treated so.
    pub(crate) fn says(&self, item: &str, treatment: Treatment) -> bool {
        let row = self
            .rows
            .iter()
            .find(|(of, as_, _)| *of == item && *as_ == treatment);
        self.used.borrow_mut().extend(row.map(|(of, ..)| *of));
        row.is_some()
    }

    /// Fails for a row that was of no use.
    pub(crate) fn all_used(&self) -> Result<(), Failure> {
        match self
            .rows
            .iter()
            .find(|(item, ..)| !self.used.borrow().contains(item))
        {
            Some((item, ..)) => Err(Failure(format!(
                "the exception `{item}` in bindings/codegen/src/exceptions.rs matches nothing in \
                 the core's public source; remove it"
            ))),
            None => Ok(()),
        }
    }
}
