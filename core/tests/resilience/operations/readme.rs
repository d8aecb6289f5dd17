//! What the README promises of each operation: its class, and the operation that checks an unknown
//! outcome. This is written by hand, so that the pipeline's own table is not compared with itself.

use std::fs;
use std::path::Path;

use super::Class;

/// A row of the README's table of operations.
#[derive(Debug)]
pub(super) struct Promise {
    /// The client's name, as errors give it.
    pub(super) client: String,
    pub(super) operation: String,
    /// The class, and the operation that checks an unknown outcome.
    usual: (Class, Option<String>),
    /// The same for a call that fixes id and secret, where that makes a difference.
    fixed: Option<(Class, Option<String>)>,
}

impl Promise {
    /// What holds for a call, which may fix id and secret.
    pub(super) fn of(&self, is_fixed: bool) -> (Class, Option<&str>) {
        let fixed = self.fixed.as_ref().filter(|_| is_fixed);
        let (class, resolve_with) = fixed.unwrap_or(&self.usual);
        (*class, resolve_with.as_deref())
    }
}

/// The rows of the table.
pub(super) fn promises() -> Vec<Promise> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).expect("there is a README");
    let section = readme.split("\n## Operations\n").nth(1);
    let section = section.and_then(|rest| rest.split("\n## ").next());
    let mut client = String::new();
    let mut promises = Vec::new();
    for line in section.expect("it has operations").lines() {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let ["", named, operation, class, check, ""] = cells[..] else {
            continue;
        };
        if let Some(named) = code(named) {
            named.clone_into(&mut client);
        }
        // The head, and what each client has for that for which it has no operation.
        let Some(operation) = code(operation).filter(|of| *of != "request") else {
            continue;
        };
        promises.push(promise(&client, operation, class, check));
    }
    promises
}

fn promise(client: &str, operation: &str, class: &str, check: &str) -> Promise {
    let read = |class: &str, check: &str| {
        let class = match class.trim() {
            "S" => Class::Safe,
            "I" => Class::Idempotent,
            "N" => Class::NonIdempotent,
            other => panic!("{operation} has no class, but {other}"),
        };
        (class, code(check.trim()).map(str::to_owned))
    };
    let fixed = class.split_once(" with a fixed id and secret, else ");
    let (fixed, usual) = match fixed {
        Some((fixed, usual)) => {
            let (of_fixed, of_usual) = check.split_once(", else ").expect("there are two");
            (Some(read(fixed, of_fixed)), read(usual, of_usual))
        }
        None => (None, read(class, check)),
    };
    Promise {
        client: client.to_owned(),
        operation: operation.to_owned(),
        usual,
        fixed,
    }
}

/// What stands in backticks at the beginning.
fn code(text: &str) -> Option<&str> {
    let (code, _) = text.strip_prefix('`')?.split_once('`')?;
    Some(code)
}
