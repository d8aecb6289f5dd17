//! Names and phrases that were replaced do not come back.

use super::tally::Tally;
use crate::repository::{self, TextFile};

/// Files in which they may stand: the changelog names what was renamed, the style page quotes, and
/// this file lists. Vectors quote servers.
const EXEMPT: &[&str] = &[
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "xtask/src/test/words.rs",
    "tests/vectors/",
];

/// A phrase, and what to write.
const PHRASES: &[(&str, &str)] = &[
    ("no connection stood within", "could not connect within"),
    ("no credential came", "could not obtain a credential"),
    (
        "goes on behind its JSON",
        "has trailing data after the JSON",
    ),
    (
        "which was not asked for",
        "has an unexpected Content-Encoding",
    ),
    (
        "JSON that takes less memory",
        "JSON within the memory limit",
    ),
    ("get_auth_config tells", "call get_auth_config to check"),
    (
        "a certificate of no authority",
        "a certificate that cannot be a trust root",
    ),
    (
        "the system gives no thread or event queue",
        "could not start a thread or event loop",
    ),
    ("Takes a text into keeping", "Wraps a string"),
    (
        "Whom to trust, and how to show oneself",
        "Trust roots and client certificate",
    ),
    (
        "Twice may be once too much",
        "Repeating may have further effects",
    ),
    ("What lets its bearer in", "The access token"),
    ("at most one an instance", "at most one per instance"),
];

/// A name, where it must not be, and the one in its place. A name is a whole word of source; a path
/// ends a file's.
const NAMES: &[(&str, &str, &str)] = &[
    ("Class::Neither", "core/", "NonIdempotent"),
    ("Fault::Passing", "core/", "Transient"),
    ("Fault::Final", "core/", "Permanent"),
    ("Quota", "core/", "RetryBudget"),
    ("Deadline", "core/src/", "TimeoutKind"),
    ("OnTokio", "", "TokioRuntime"),
    ("AnswerBody", "", "ResponseBody"),
    ("EventKind::Answered", "", "Response"),
    ("Begun", "bindings/", "InlineCall"),
    ("Rest", "bindings/runtime/", "HandedOffCall"),
    ("Desk", "bindings/", "Scheduler"),
    ("Ring", "bindings/", "Notify"),
    ("Gate", "bindings/", "Parker"),
    ("Place", "bindings/runtime/", "ResultSink"),
    ("Outbox", "bindings/", "CompletionQueue"),
    ("Notes", "bindings/runtime/src/call_events.rs", "CallEvents"),
    ("Port", "bindings/", "LoopBridge"),
    ("Telling", "bindings/", "Observers"),
    ("Bell", "bindings/", "Notifier"),
    ("Gong", "bindings/", "ThreadNotifier"),
    ("manners", "bindings/", "model_methods"),
    ("Texts", "bindings/codegen/", "StringEnum"),
    ("HandIn", "bindings/", "Submit"),
];

/// The end of a path, and the one in its place.
const PATHS: &[(&str, &str)] = &[
    ("core/src/http/done.rs", "success.rs"),
    ("core/src/http/kept.rs", "bounded_json.rs"),
    ("core/src/http/admission.rs", "auth.rs"),
    ("core/src/http/prepare.rs", "http_request.rs"),
    ("core/src/http/run.rs", "execute.rs"),
    ("core/src/http/answer.rs", "response.rs"),
    ("core/src/http/deadline.rs", "timeout.rs"),
    ("/breakage.rs", "classify.rs"),
    ("core/src/http/redact/written.rs", "encoded_match.rs"),
    ("core/src/http/retry/after.rs", "retry_after.rs"),
    ("core/src/http/retry/quota.rs", "budget.rs"),
    ("core/src/error/sentence.rs", "display.rs"),
    ("core/src/fitbit_plus/answers.rs", "wire.rs"),
    ("core/src/token_service/answers.rs", "wire.rs"),
    ("core/src/tyk/answers.rs", "wire.rs"),
    ("bindings/runtime/src/here.rs", "inline_start.rs"),
    ("bindings/runtime/src/outbox.rs", "completion_queue.rs"),
    ("bindings/runtime/src/notes.rs", "call_events.rs"),
    ("/support/waiting.rs", "blocking_call.rs"),
    ("/src/waiting.rs", "blocking_call.rs"),
    ("/port.rs", "loop_bridge.rs"),
    ("/telling.rs", "observers.rs"),
    ("/telling.js", "observers.js"),
    ("/opening.rs", "construct.rs"),
    ("/ending.rs", "shutdown.rs"),
    ("/bell.rs", "notifier.rs"),
    ("core/tests/fire/", "core/tests/resilience/"),
];

/// Fails for each place of one.
pub(crate) fn run() -> Result<Tally, String> {
    let mut success = true;
    for TextFile { path, text } in repository::text_files()? {
        if EXEMPT.iter().any(|exempt| path.starts_with(exempt)) {
            continue;
        }
        for sentence in complaints(&path, &text) {
            success = false;
            println!("{sentence}");
        }
    }
    Ok(Tally::of(success))
}

fn complaints(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (old, new) in PATHS {
        if path.ends_with(old) || (old.ends_with('/') && path.starts_with(old)) {
            found.push(format!("{path}: call it {new}."));
        }
    }
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        let phrases = PHRASES.iter().filter(|(old, _)| line.contains(old));
        found.extend(
            phrases
                .map(|(old, new)| format!("{path}:{line_number}: write \"{new}\" for \"{old}\".")),
        );
        let names = NAMES.iter().filter(|(old, folder, _)| {
            is_source(path) && path.starts_with(folder) && has_word(line, old)
        });
        found.extend(
            names.map(|(old, _, new)| format!("{path}:{line_number}: {old} is called {new}.")),
        );
    }
    found
}

fn is_source(path: &str) -> bool {
    [".rs", ".py", ".pyi", ".js", ".mjs", ".ts"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

/// Whether a line of code has a word; a comment may use it in its plain sense.
fn has_word(line: &str, word: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    code.match_indices(word).any(|(start, _)| {
        let in_name = |character: char| character.is_alphanumeric() || character == '_';
        let before = code[..start].chars().next_back();
        let after = code[start + word.len()..].chars().next();
        !before.is_some_and(in_name) && !after.is_some_and(in_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phrase_name_and_path_is_found() {
        for (old, _) in PHRASES {
            assert_eq!(complaints("a.md", &format!("x {old} y")).len(), 1, "{old}");
        }
        for (old, folder, _) in NAMES {
            let path = format!("{folder}a.rs");
            let path = if folder.contains(".rs") {
                folder
            } else {
                &*path
            };
            assert_eq!(complaints(path, &format!("x({old})")).len(), 1, "{old}");
            assert!(complaints(path, &format!("x({old}s) // {old}")).is_empty());
        }
        for (old, _) in PATHS {
            let path = format!("{old}{}", if old.ends_with('/') { "a.rs" } else { "" });
            assert!(!complaints(&path, "").is_empty(), "{old}");
        }
    }
}
