//! The part of `docs/performance.md` that is about Python.

use super::super::package::Page;

pub(super) const PAGE: Page = Page {
    command: "cargo xtask bench --python",
    head: HEAD,
    how: HOW,
};

const HEAD: &str = "\
## Python

What a call costs from Python. This part is written by the command below, which builds the wheel,
makes a virtual environment for each peer and fails when a bar in the tables (≤) is missed.
";

const HOW: &str = "\
### What is measured from Python, and how

- **The calls**, the server and its core are those above. Each client decodes the response into an
  object with types, for the peers a frozen dataclass, and each response is looked at.
- **CPU** is user and system time of the client's process with all its threads, which are pinned to
  one core together. **Context switches** are those of the process, voluntary and not.
- **A round** is three turns of each peer in each scenario, one peer after the other, and one turn
  in those of `upsert`. A turn is a process of its own: a warm-up of 200 calls, or 640 with threads
  or in flight, then 1,200 calls one by one, 3,200 from threads or 5,120 in flight; a quarter of that
  for httpx2, httpx, requests and urllib3. Each number is the median of all turns, and so is each
  ratio, which is taken between neighbours: what else the machine does meets both.
- **8 threads** share a client where its documentation lets them; with pycurl, requests and the bare
  socket each thread has its own. **64 in flight** are 64 tasks that make one call after the other.
- **Import, client and first call** are measured from the start of a process to its end, beside one
  that does nothing, as the median of 31 pairs.

### The peers in Python

Each has one client that keeps its connections, its own defaults for deadlines and retries, a URL
formatted for each call, and turns a status of 400 and above into an exception. Their code is in
`benches/python/peers`.

- **Authloom:** its defaults, that is three attempts and all deadlines.
- **pyreqwest:** a request built for each call, decoded by its own `json()`.
- **pycurl:** one handle for each thread, `perform_rb()`, decoded by `json.loads`.
- **aiohttp:** one session, on asyncio's own event loop and on uvloop's.
- **httpx2, httpx:** one client; for 64 in flight it may keep as many connections as it may open.
- **requests:** a session for each thread. **urllib3:** a pool manager that keeps 8 connections.
- **bare socket:** a request written beforehand and a response that is not decoded, over a blocking
  socket or a protocol of asyncio: the limit.
";
