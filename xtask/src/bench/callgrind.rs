//! Instructions and allocations of a program, counted by valgrind's callgrind.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use super::programs::Programs;
use super::results::Count;
use crate::repository;

/// Two runs of different length: what start-up and warm-up cost is in both, and drops out.
const SHORT: u32 = 500;
const LONG: u32 = 2500;

/// Whether valgrind is there, and which one.
pub(crate) fn version() -> Option<String> {
    let output = Command::new("valgrind").arg("--version").output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| said.trim().to_owned())
}

/// What one call costs.
pub(crate) fn count(
    programs: &Programs,
    peer: &str,
    scenario: &str,
    url: &str,
) -> Result<Count, String> {
    let short = run(programs, peer, scenario, SHORT, url)?;
    let long = run(programs, peer, scenario, LONG, url)?;
    let each = |short: u64, long: u64| {
        #[expect(clippy::cast_precision_loss, reason = "nobody counts to 2^53 here")]
        let more = long.saturating_sub(short) as f64;
        more / f64::from(LONG - SHORT)
    };
    Ok(Count {
        instructions: each(short.instructions, long.instructions),
        allocations: each(short.allocations, long.allocations),
    })
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Totals {
    instructions: u64,
    allocations: u64,
}

fn run(
    programs: &Programs,
    peer: &str,
    scenario: &str,
    calls: u32,
    url: &str,
) -> Result<Totals, String> {
    let folder = std::env::temp_dir();
    let written = folder.join(format!("authloom-callgrind-{}", std::process::id()));
    let output = programs
        .client_under(
            "valgrind",
            &[
                "--tool=callgrind",
                &format!("--callgrind-out-file={}", written.display()),
            ],
        )
        .args([peer, scenario, &calls.to_string(), url])
        .current_dir(repository::root())
        .output()
        .map_err(|error| format!("taskset, which starts valgrind, did not start: {error}."))?;
    let profile = std::fs::read_to_string(&written);
    remove(&written);
    match profile {
        Ok(profile) if output.status.success() => Ok(totals(&profile)),
        _ => Err(format!(
            "Valgrind failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )),
    }
}

fn remove(written: &Path) {
    // A file in the temporary folder that stays behind harms nobody.
    let _ = std::fs::remove_file(written);
}

/// The functions of the C library that allocate.
const ALLOCATE: [&str; 5] = [
    "malloc",
    "calloc",
    "realloc",
    "posix_memalign",
    "aligned_alloc",
];

/// Reads a profile. Names are written once, as `fn=(7) malloc`, and then referred to by number;
/// who calls is `fn`, who is called `cfn`, how often follows as `calls`.
fn totals(profile: &str) -> Totals {
    let mut totals = Totals::default();
    let mut names: HashMap<&str, &str> = HashMap::new();
    let (mut within_allocator, mut to_allocator) = (false, false);
    for line in profile.lines() {
        let Some((key, value)) = line.split_once('=').or_else(|| line.split_once(": ")) else {
            continue;
        };
        match key {
            "fn" | "cfn" => {
                let (number, name) = value.split_once(' ').unwrap_or((value, ""));
                if !name.is_empty() {
                    names.insert(number, name);
                }
                let name = names.get(number).copied().unwrap_or_default();
                let allocates = ALLOCATE.contains(&name);
                if key == "fn" {
                    within_allocator = allocates;
                } else {
                    to_allocator = allocates;
                }
            }
            // One of them that calls another makes one allocation, not two.
            "calls" if to_allocator && !within_allocator => {
                let times = value.split(' ').next().and_then(|times| times.parse().ok());
                totals.allocations += times.unwrap_or(0u64);
            }
            "summary" | "totals" => {
                let first = value.split(' ').next().and_then(|count| count.parse().ok());
                totals.instructions = first.unwrap_or(totals.instructions);
            }
            _ => {}
        }
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_read() {
        let profile = "\
events: Ir
summary: 1234
fn=(1) main
16 400
cfn=(2) malloc
calls=3 0
17 30
cfn=(3) memcpy
calls=5 0
18 50
fn=(4) realloc
1 2
cfn=(2)
calls=7 0
2 9
fn=(1)
20 1
cfn=(4)
calls=2 0
21 5
totals: 1234
";
        assert_eq!(
            totals(profile),
            Totals {
                instructions: 1234,
                allocations: 5
            }
        );
    }
}
