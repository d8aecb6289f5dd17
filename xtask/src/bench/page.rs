//! `docs/performance.md`: what was measured, on what, and how.

use super::identity;
use super::scenarios::PEERS;
use crate::repository;

const HEAD: &str = "\
# Performance

What a call costs with Authloom, and with what else it could be made. This page is written by the
command below; what it says is one run on one machine, so look at the ratios, and measure on yours.

```sh
cargo xtask bench
```

It fails if Authloom uses more than 0.88 times the CPU of reqwest for calls one by one, more than
0.82 times with 64 in flight, or more than 50 µs to build a client after the first.
";

const HOW: &str = "\
## What is measured, and how

- **The calls:** `get` is a GET that answers an auth config of 304 bytes; `upsert` is a PUT with a
  JSON body of about the same size that answers the same. Every answer is decoded and looked at.
- **The server** is `benches/server`: one thread, HTTP/1.1 on loopback, the same answer to all.
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
- **Authloom on reqwest:** the same on `ReqwestTransport`, feature `reqwest`.
- **reqwest:** as its documentation shows it: one client, a URL formatted for each call,
  `bearer_auth`, `error_for_status`, `json`. It has neither retries nor deadlines by default.
- **reqwest, tuned:** the URL parsed once, the header made once, no redirects, referers or retries.
- **ureq:** blocking, so that 64 in flight are 64 threads.
- **bare socket:** a request written beforehand and an answer that is not decoded: the limit.
";

/// Writes the page around the tables.
pub(crate) fn write(tables: &str, rounds: usize) -> Result<(), String> {
    let lock = identity::lock()?;
    let mut versions: Vec<String> = PEERS
        .iter()
        .map(|peer| peer.package)
        .chain(["hyper", "hyper-util", "rustls"])
        .filter_map(|package| Some(format!("{package} {}", identity::version(&lock, package)?)))
        .collect();
    versions.dedup();
    let page = format!(
        "{HEAD}\n## Results\n\n{tables}\nMedians of {rounds} rounds, with {rustc}, {libc}, on \
         {system}, {processor}.\n\n\
         Versions: {versions}.\n\n{HOW}",
        rustc = identity::rustc(),
        libc = identity::libc(),
        system = identity::system(),
        processor = identity::processor(),
        versions = versions.join(", "),
    );
    let folder = repository::root().join("docs");
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(folder.join("performance.md"), page))
        .map_err(|error| format!("docs/performance.md cannot be written: {error}."))
}
