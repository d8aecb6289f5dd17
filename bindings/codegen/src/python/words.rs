//! Words of the core that Python has others for.

use crate::failure::Failure;
use crate::model::Surface;

/// Whom a string is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    All,
    Async,
}

/// What the core says, and what Python says, where it is async at the end.
const PHRASES: &[(&str, &str, &str)] = &[
    (
        "Cheap to clone; clones share connections and retry budget.",
        "One client serves any number of threads, which share its connections and retry budget.",
        "One client serves any number of tasks, which share its connections and retry budget.",
    ),
    same("`true`", "`True`"),
    same("`false`", "`False`"),
    // Structs that are taken apart into arguments.
    same(
        "The response to a `RawRequest`:",
        "The response to `request`:",
    ),
    same("The endpoints in `config` must", "The endpoints must"),
    same("what `update` leaves out is", "what is left out is"),
    same("named in the options", "named by `client_id`"),
    same("(`token` in the call's options, if", "(`token`, if"),
    // The two kinds of clients differ.
    same(
        "Whether HTTP/2 is offered to https servers. Default `True`.",
        "Whether HTTP/2 is offered to https servers. Default `True` for async clients, else \
         `False`.",
    ),
];

const fn same(
    core: &'static str,
    python: &'static str,
) -> (&'static str, &'static str, &'static str) {
    (core, python, python)
}

/// A paragraph in Python's words.
pub(crate) fn in_python(paragraph: &str, audience: Audience) -> String {
    PHRASES
        .iter()
        .fold(paragraph.to_owned(), |text, (core, sync, r#async)| {
            let python = if audience == Audience::Async {
                r#async
            } else {
                sync
            };
            text.replace(core, python)
        })
}

/// Fails for a phrase that the core does not say.
pub(crate) fn all_used(surface: &Surface) -> Result<(), Failure> {
    let mut said = Vec::new();
    for docs in surface.docs() {
        for paragraph in &docs.0 {
            // As far as the phrases above it leave it.
            let mut text = paragraph.clone();
            for (core, python, _) in PHRASES {
                if text.contains(core) {
                    said.push(*core);
                    text = text.replace(core, python);
                }
            }
        }
    }
    match PHRASES.iter().find(|(core, ..)| !said.contains(core)) {
        Some((core, ..)) => Err(Failure(format!(
            "the core no longer says \"{core}\"; mend bindings/codegen/src/python/words.rs"
        ))),
        None => Ok(()),
    }
}
