//! Hand-written source files stay short.

use super::tally::Tally;
use crate::repository::{self, TextFile};

/// A file of this many lines is too long; it holds more than one idea.
const LIMIT: usize = 600;

/// The endings of what counts as source.
const SOURCE: &[&str] = &[
    "rs", "py", "pyi", "js", "mjs", "cjs", "ts", "mts", "cts", "swift", "kt", "kts", "java", "c",
    "h", "sh",
];

/// The folder whose files a program writes.
const GENERATED: &str = "generated";

/// Fails for each file that is too long.
pub(crate) fn run() -> Result<Tally, String> {
    let mut success = true;
    for TextFile { path, text } in repository::text_files()? {
        if let Some(lines) = excess(&path, &text) {
            success = false;
            println!("{path}: {lines} lines; under {LIMIT} are allowed. Split it by concept.");
        }
    }
    Ok(Tally::of(success))
}

/// How long a hand-written source file is, if that is too long.
fn excess(path: &str, text: &str) -> Option<usize> {
    let lines = text.lines().count();
    (lines >= LIMIT && is_hand_written_source(path)).then_some(lines)
}

fn is_hand_written_source(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| SOURCE.contains(&ending))
        && folders.split('/').all(|folder| folder != GENERATED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_itself_is_too_long() {
        assert_eq!(excess("core/src/a.rs", &"x\n".repeat(LIMIT - 1)), None);
        assert_eq!(excess("core/src/a.rs", &"x\n".repeat(LIMIT)), Some(LIMIT));
    }

    #[test]
    fn only_hand_written_source_is_limited() {
        for (path, limited) in [
            ("build.rs", true),
            ("bindings/python/authloom/_client.pyi", true),
            ("bindings/generated.rs", true),
            ("bindings/node/generated/models.ts", false),
            ("generated/models.rs", false),
            ("tests/vectors/tyk.json", false),
            ("Cargo.lock", false),
            ("LICENSE-MIT", false),
            (".rs/notes", false),
        ] {
            assert_eq!(is_hand_written_source(path), limited, "{path}");
        }
    }
}
