//! `cargo xtask surface`: a snapshot of each language's public surface. A change of it needs a line
//! in the changelog.

mod node;
mod python;
mod rust;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use lexopt::{Arg, Parser};
use sha2::{Digest, Sha256};

use crate::repository;
use crate::test::Tally;

/// A language: its snapshot, and what its surface is now.
struct Language {
    snapshot: &'static str,
    read: fn(&Path) -> Result<String, String>,
}

const LANGUAGES: [Language; 3] = [
    Language {
        snapshot: "docs/surface/rust.txt",
        read: rust::surface,
    },
    Language {
        snapshot: "docs/surface/python.txt",
        read: python::surface,
    },
    Language {
        snapshot: "docs/surface/node.txt",
        read: node::surface,
    },
];

/// What a snapshot begins with: which changelog it was written with.
const MARK: &str = "# Written by cargo xtask surface with the unreleased changes ";

const USAGE: &str = "\
Usage: cargo xtask surface [--check]

Writes docs/surface from the sources. It refuses to where the surface changed and CHANGELOG.md did not.

  --check  compare with what is there, and fail where it differs";

/// Writes or compares; an error is a sentence about the arguments.
pub(crate) fn main(mut arguments: Parser) -> Result<ExitCode, String> {
    let mut done: fn() -> Result<bool, String> = write;
    while let Some(argument) = arguments.next().map_err(|error| error.to_string())? {
        match argument {
            Arg::Long("check") => done = is_as_written,
            Arg::Long("help") | Arg::Short('h') => {
                println!("{USAGE}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(format!("{}.\n\n{USAGE}", other.unexpected())),
        }
    }
    Ok(match done() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    })
}

/// The same comparison as a step among others.
pub(crate) fn check() -> Result<Tally, String> {
    is_as_written().map(Tally::of)
}

/// A surface, beside its snapshot.
struct Compared {
    path: &'static str,
    surface: String,
    /// What the snapshot says, and the changelog that it was written with.
    written: Option<(String, String)>,
}

impl Compared {
    fn is_same(&self) -> bool {
        let written = self.written.as_ref();
        written.is_some_and(|(_, surface)| *surface == self.surface)
    }
}

fn compared() -> Result<Vec<Compared>, String> {
    let root = repository::root();
    let compare = |language: &Language| {
        let written = fs::read_to_string(root.join(language.snapshot)).ok();
        Ok(Compared {
            path: language.snapshot,
            surface: (language.read)(root)?,
            written: written.as_deref().and_then(parts),
        })
    };
    LANGUAGES.iter().map(compare).collect()
}

/// The changelog that a snapshot was written with, and the surface in it.
fn parts(snapshot: &str) -> Option<(String, String)> {
    let (first, surface) = snapshot.split_once('\n')?;
    let changelog = first.strip_prefix(MARK)?;
    Some((changelog.to_owned(), surface.to_owned()))
}

fn is_as_written() -> Result<bool, String> {
    let mut same = true;
    for language in compared()? {
        if !language.is_same() {
            same = false;
            println!("{}: the public surface has changed.", language.path);
            let written = language.written.map_or(String::new(), |(_, text)| text);
            print_changes(&written, &language.surface);
        }
    }
    if !same {
        println!("Add what a user notices to CHANGELOG.md, then run `cargo xtask surface`.");
    }
    Ok(same)
}

/// How many lines of a change are printed.
const PRINTED: usize = 20;

fn print_changes(written: &str, now: &str) {
    let only = |lines: &str, other: &str, mark: &str| -> Vec<String> {
        let other: Vec<&str> = other.lines().collect();
        let lines = lines.lines().filter(|line| !other.contains(line));
        lines.map(|line| format!("  {mark} {line}")).collect()
    };
    let mut changes = only(written, now, "-");
    changes.extend(only(now, written, "+"));
    changes
        .iter()
        .take(PRINTED)
        .for_each(|line| println!("{line}"));
    if changes.len() > PRINTED {
        println!("  … and {} more", changes.len() - PRINTED);
    }
}

fn write() -> Result<bool, String> {
    let root = repository::root();
    let changelog = fs::read_to_string(root.join("CHANGELOG.md"))
        .map_err(|error| format!("CHANGELOG.md cannot be read: {error}."))?;
    let unreleased = digest(unreleased(&changelog));
    for language in compared()? {
        if language.is_same() {
            continue;
        }
        if language.written.is_some_and(|(with, _)| with == unreleased) {
            return Err(format!(
                "{} would change, and CHANGELOG.md says nothing of it: add a line under Unreleased.",
                language.path
            ));
        }
        let path = root.join(language.path);
        fs::create_dir_all(path.parent().unwrap_or(root))
            .and_then(|()| fs::write(&path, format!("{MARK}{unreleased}\n{}", language.surface)))
            .map_err(|error| format!("{} cannot be written: {error}.", language.path))?;
        println!("wrote {}", language.path);
    }
    Ok(true)
}

/// What the changelog says of the next release.
fn unreleased(changelog: &str) -> &str {
    let section = changelog.split("\n## ").nth(1);
    section.unwrap_or_default()
}

fn digest(text: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let first = hash.first_chunk().expect("a hash is longer than that");
    format!("{:016x}", u64::from_be_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_says_with_which_changelog_it_was_written() {
        let parts = parts(&format!("{MARK}00ff\npub struct A;\n"));
        let expected = ("00ff".to_owned(), "pub struct A;\n".to_owned());
        assert_eq!(parts, Some(expected));
        assert_eq!(super::parts("pub struct A;\n"), None);
    }

    #[test]
    fn only_the_unreleased_changes_count() {
        let changelog = "# Changelog\n\n## [Unreleased]\n\n- One.\n\n## [0.1.0]\n\n- Two.\n";
        assert_eq!(unreleased(changelog), "[Unreleased]\n\n- One.\n");
    }
}
