//! Words of the core that Python has others for.

use crate::failure::Failure;
use crate::model::{Docs, Surface};

/// Whom a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    All,
    Async,
}

/// What the core says, and what Python says, where it is async at the end.
const PHRASES: &[(&str, &str, &str)] = &[
    (
        "Cheap to clone; clones share connections and quota.",
        "One client serves any number of threads, which share its connections and quota.",
        "One client serves any number of tasks, which share its connections and quota.",
    ),
    same("`true`", "`True`"),
    same("`false`", "`False`"),
    // Structs that are taken apart into arguments.
    same("The answer to a `RawRequest`:", "The answer to `request`:"),
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

/// What is written by hand.
const BY_HAND: &[(&str, &str)] = &[
    (
        "proxy",
        "Which proxy carries the calls: `\"environment\"` (the default) for what `HTTPS_PROXY`, \
         `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, except that a loopback address is always \
         called directly; `\"direct\"` for none; or the URL of one, as `http://`, `https://` or \
         `socks5://`, with user and password in it if it wants them.",
    ),
    (
        "client_certificate",
        "The certificate that the client shows to the server.",
    ),
    (
        "hooks",
        "Callables, each called with every `Event` of a call, in order, on the thread or event \
         loop of the call, before the call returns. An exception in one is reported, and changes \
         no result.",
    ),
];

/// The words for a setting that is written by hand.
pub(crate) fn by_hand(name: &str) -> Result<Docs, Failure> {
    match BY_HAND.iter().find(|(of, _)| *of == name) {
        Some((_, text)) => Ok(Docs(vec![(*text).to_owned()])),
        None => Err(Failure(format!(
            "`{name}` is written by hand, but has no words in bindings/codegen/src/python/words.rs"
        ))),
    }
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
