//! `docs/performance.md`: what was measured, on what, and how. Each command writes its own part and
//! leaves the others as they are.

use super::bars::CONSTRUCTION;
use super::identity;
use super::scenarios::{IN_FLIGHT, PEERS, SEQUENTIAL};
use crate::repository;

const COMMAND: &str = "cargo xtask bench";

/// How the part begins; its figures are those of the bars.
fn head() -> String {
    format!(
        "\
# Performance

What a call costs with Authloom, and with what else it could be made. This page is written by the
command below; what it says is one run on one machine, so look at the ratios, and measure on yours.

```sh
cargo xtask bench
```

It fails if Authloom uses more than {SEQUENTIAL} times the CPU of reqwest for calls one by one, more than
{IN_FLIGHT} times with 64 in flight, more than that of ureq for `wait()`, or more than {CONSTRUCTION} µs to build a
client after the first.
"
    )
}

const HOW: &str = "\
## What is measured, and how

- **The calls:** `get` is a GET whose response is an auth config of 304 bytes; `upsert` is a PUT with a
  JSON body of about the same size and the same response. Every response is decoded and looked at.
- **The server** is `benches/server`: one thread, HTTP/1.1 on loopback, the same response to all.
  Server and client are pinned to a core each.
- **CPU** is user and system time of the client's process, and most of it is the kernel's, which
  the bare socket shows. **Time** is that on a clock; it includes the server's.
- **A round** is five turns of each peer in each scenario, one peer after the other. A turn is a
  process of its own: a warm-up of 640 calls, then 2,000 calls one by one or 8,000 in flight. Each
  number is the median of all turns, and so is each ratio, which is taken between neighbours: what
  else the machine does meets both.
- **64 in flight** are 64 tasks that make one call after the other.
- **Instructions and allocations** are counted by valgrind's callgrind, as the difference between
  two runs of different length; the kernel's instructions are not among them.
- Everything is built for release, with fat link-time optimization.

## The peers

All asynchronous ones run on one thread of tokio (`current_thread`). A `tracing` subscriber at
level INFO is installed for all. TLS is rustls with ring for all. Their code is in `benches/rust`.

- **Authloom:** its defaults, that is three attempts, all deadlines, and the built-in transport;
  with one hook registered.
- **Authloom, `wait()`:** the same, where the thread waits for each call, so that 64 in flight are
  64 threads. No runtime of the program's is involved.
- **Authloom on reqwest:** the first on `ReqwestTransport`, feature `reqwest`.
- **reqwest:** as its documentation shows it: one client, a URL formatted for each call,
  `bearer_auth`, `error_for_status`, `json`. It has neither retries nor deadlines by default.
- **reqwest, tuned:** the URL parsed once, the header made once, no redirects, referers or retries.
- **ureq:** blocking, so that 64 in flight are 64 threads.
- **bare socket:** a request written beforehand and a response that is not decoded: the limit.
";

/// Writes the part of the comparison in Rust around its tables.
pub(crate) fn write(tables: &str, rounds: usize) -> Result<(), String> {
    let lock = identity::lock()?;
    let mut versions: Vec<String> = PEERS
        .iter()
        .map(|peer| peer.package)
        .chain(["hyper", "hyper-util", "rustls"])
        .filter_map(|package| Some(format!("{package} {}", identity::version(&lock, package)?)))
        .collect();
    versions.dedup();
    let part = format!(
        "{head}\n## Results\n\n{tables}\nMedians of {rounds} rounds, with {rustc}, {libc}, on \
         {system}, {processor}.\n\n\
         Versions: {versions}.\n\n{HOW}",
        head = head(),
        rustc = identity::rustc(),
        libc = identity::libc(),
        system = identity::system(),
        processor = identity::processor(),
        versions = versions.join(", "),
    );
    put(COMMAND, &part)
}

/// How the line above a part begins, which names the command that writes it.
const MARK: &str = "<!-- Written by ";

/// Puts the part of a command into the page.
pub(crate) fn put(command: &str, part: &str) -> Result<(), String> {
    let file = repository::root().join("docs").join("performance.md");
    std::fs::read_to_string(&file)
        .and_then(|page| std::fs::write(&file, with_part(&page, command, part)))
        .map_err(|error| format!("docs/performance.md cannot be written: {error}."))
}

/// The page with that part in place of what the command wrote before, or else at its end.
fn with_part(page: &str, command: &str, part: &str) -> String {
    let mark = format!("{MARK}`{command}`. -->\n");
    let mut parts: Vec<&str> = page
        .match_indices(MARK)
        .map(|(start, _)| start)
        .chain([page.len()])
        .collect::<Vec<_>>()
        .windows(2)
        .map(|ends| page[ends[0]..ends[1]].trim_end())
        .collect();
    let written = format!("{mark}{}", part.trim_end());
    match parts.iter_mut().find(|before| before.starts_with(&mark)) {
        Some(before) => *before = &written,
        None => parts.push(&written),
    }
    parts.join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_writes_its_own_part() {
        let page = with_part("", "a", "# A\n");
        assert_eq!(page, "<!-- Written by `a`. -->\n# A\n");
        let page = with_part(&page, "a --b", "## B\n\n");
        let both = |first: &str| {
            format!("<!-- Written by `a`. -->\n{first}\n\n<!-- Written by `a --b`. -->\n## B\n")
        };
        assert_eq!(page, both("# A"));
        assert_eq!(with_part(&page, "a --b", "## B"), both("# A"));
        assert_eq!(with_part(&page, "a", "# C\n\nc"), both("# C\n\nc"));
    }
}
