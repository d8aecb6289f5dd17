//! No tracked file names the host of a package registry.
//!
//! Each clone resolves packages through the registry or mirror that its own machine is set up
//! for. A host in a lock file or a script ties everybody to the one that its author had.

use super::tally::Tally;
use crate::repository::{self, TextFile};

/// The hosts, and with each what lies below it, as labels: written whole, this file would name
/// them.
const HOSTS: &[&[&str]] = &[
    &["crates", "io"],
    &["npmjs", "org"],
    &["npmjs", "com"],
    &["yarnpkg", "com"],
    &["pypi", "org"],
    &["pythonhosted", "org"],
    &["proxy", "golang", "org"],
    &["sum", "golang", "org"],
    &["repo1", "maven", "org"],
    &["repo", "maven", "apache", "org"],
    &["central", "sonatype", "com"],
    &["plugins", "gradle", "org"],
    &["deb", "debian", "org"],
];

/// Fails for each line that names one.
pub(crate) fn run() -> Result<Tally, String> {
    let hosts: Vec<String> = HOSTS.iter().map(|labels| labels.join(".")).collect();
    let mut success = true;
    for TextFile { path, text } in repository::text_files()? {
        for (index, line) in text.lines().enumerate() {
            if let Some(host) = hosts.iter().find(|host| names(line, host)) {
                success = false;
                println!("{path}:{}: names the registry host {host}.", index + 1);
            }
        }
    }
    Ok(Tally::of(success))
}

/// Whether a line names a host or one below it: `registry.a.b` names `a.b`, and `a.b-index`,
/// `xa.b` and `a.b.c` do not.
fn names(line: &str, host: &str) -> bool {
    let line = line.to_ascii_lowercase();
    line.match_indices(host).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let mut after = line[start + host.len()..].chars();
        let ends = match after.next() {
            Some('.') => !after.next().is_some_and(in_label),
            next => !next.is_some_and(in_label),
        };
        ends && !before.is_some_and(in_label)
    })
}

/// Whether a character can stand in a label of a host name.
fn in_label(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_found_wherever_it_stands() {
        for line in [
            "a.test",
            "https://a.test/simple/",
            "index = \"sparse+https://index.a.test/\"",
            "user@A.TEST:443",
            "It comes from a.test.",
            "a.test-index and a.test",
        ] {
            assert!(names(line, "a.test"), "{line}");
        }
    }

    #[test]
    fn what_only_contains_its_letters_is_not_the_host() {
        for line in [
            "",
            "github.test/org/a.test-index",
            "ba.test",
            "b-a.test",
            "a.testing",
            "a.test.example",
            "a test",
        ] {
            assert!(!names(line, "a.test"), "{line}");
        }
    }

    #[test]
    fn every_host_of_the_table_is_found() {
        for labels in HOSTS {
            let host = labels.join(".");
            assert!(names(&format!("https://mirror.{host}/x"), &host), "{host}");
        }
    }
}
