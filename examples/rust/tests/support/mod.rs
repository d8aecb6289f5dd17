//! Runs the tour as a user does, and looks at what it printed and at what the sandbox received.

// Each test file compiles this for itself and uses a part of it.
#![allow(dead_code, reason = "each file of tests uses its own part of it")]

pub(crate) mod lossy;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::process::{Command, Stdio};

use authloom_sandbox::{Entry, Sandbox, Seed, VARIABLES};
use sha2::{Digest, Sha256};

/// The instance of the default seed that has a config and a credential.
pub(crate) const INSTANCE_IN_USE: &str = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";

/// What the tour did.
pub(crate) struct Ran {
    pub(crate) success: bool,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// What was printed, as running text: lines are broken wherever they got too long.
    pub(crate) fn text(&self) -> String {
        let words: Vec<&str> = self.stdout.split_whitespace().collect();
        words.join(" ")
    }
}

pub(crate) fn sandbox() -> Sandbox {
    Sandbox::builder().start().expect("ports are free")
}

pub(crate) fn sandbox_with(seed: &str) -> Sandbox {
    let seed = Seed::from_json(seed).expect("a seed");
    let builder = Sandbox::builder().seed(seed);
    builder.start().expect("ports are free")
}

/// Runs the tour with the sandbox's environment, as `change` leaves it.
pub(crate) fn tour(
    sandbox: &Sandbox,
    arguments: &[&str],
    change: impl FnOnce(&mut Vec<(String, String)>),
) -> Ran {
    let mut variables = sandbox.env();
    change(&mut variables);
    let mut command = Command::new(env!("CARGO_BIN_EXE_authloom-tour"));
    for name in VARIABLES {
        command.env_remove(name);
    }
    let output = command
        .args(arguments)
        .envs(variables)
        .stdin(Stdio::null())
        .output()
        .expect("the tour starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        success: output.status.success(),
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Sets one variable.
pub(crate) fn set(variables: &mut Vec<(String, String)>, name: &str, value: &str) {
    variables.retain(|(known, _)| known != name);
    variables.push((name.to_owned(), value.to_owned()));
}

/// The requests that could have changed something.
pub(crate) fn changes(sandbox: &Sandbox) -> Vec<String> {
    let changing = |entry: &Entry| entry.method != "GET";
    let log = sandbox.log(0);
    log.iter()
        .filter(|entry| changing(entry))
        .map(|entry| format!("{} {}", entry.method, entry.path))
        .collect()
}

/// Checks that nothing that was printed is a secret: one of the environment, or one that the
/// sandbox received, of which its log keeps the digests.
pub(crate) fn assert_no_secret(sandbox: &Sandbox, ran: &Ran) {
    let printed = format!("{}\n{}", ran.stdout, ran.stderr);
    let in_token = |c: char| c.is_ascii_alphanumeric() || "-_.~+/=".contains(c);
    let words: HashSet<&str> = printed
        .split_whitespace()
        .chain(printed.split(|c| !in_token(c)))
        .flat_map(|word| [word, word.trim_end_matches('.')])
        .collect();
    for (name, value) in sandbox.env() {
        let secret = ["_TOKEN", "_SECRET"].iter().any(|end| name.ends_with(end));
        assert!(!secret || !printed.contains(&value), "{name} was printed");
    }
    let log = format!("{:?}", sandbox.log(0));
    let digests: HashSet<&str> = log
        .split("redacted:")
        .skip(1)
        .map(|rest| &rest[..8])
        .collect();
    assert!(digests.contains(digest("key-1").as_str()), "no secret seen");
    for word in words {
        assert!(!digests.contains(digest(word).as_str()), "{word} is secret");
    }
}

/// A secret as the sandbox's log writes it.
fn digest(text: &str) -> String {
    let mut out = String::new();
    for byte in &Sha256::digest(text)[..4] {
        write!(out, "{byte:02x}").expect("text grows without fail");
    }
    out
}
