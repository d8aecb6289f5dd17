//! The part of `docs/performance.md` that is about Node.

use super::super::package::Page;

pub(super) const PAGE: Page = Page {
    command: "cargo xtask bench --node",
    head: HEAD,
    how: HOW,
};

const HEAD: &str = "\
## Node

What a call costs from Node. This part is written by the command below, which packs and installs
the package, installs its peers and fails when a bar in the tables (≤) is missed.
";

const HOW: &str = "\
### What is measured from Node, and how

- **The calls**, the server and its core are those above. Each client decodes the response into an
  object with types, for the peers one of a class, and each response is looked at.
- **CPU** is user and system time of the client's process with all its threads, V8's among them,
  which are pinned to one core together. **Context switches** are those of the process, voluntary
  and not.
- **A round** is three turns of each peer in each scenario, one peer after the other, and one turn
  in those of `upsert`. A turn is a process of its own: a warm-up of 8,000 calls one by one or 12,800
  in flight, after which V8 has compiled what it will, then 3,000 calls one by one or 12,800 in
  flight; a quarter of that for axios and got. Each number is the median of all turns, and so is each
  ratio, which is taken between neighbours: what else the machine does meets both.
- **64 in flight** are 64 async functions that make one call after the other.
- **Import, client and first call** are measured from the start of a process to its end, beside one
  whose module does nothing, as the median of 31 pairs.
- **Growth** is that of the resident memory after full collections of V8, two each time, since what
  one frees is given back by the next. Its young generation is held at 2 MiB: it takes what it may,
  whatever is called.

### The peers in Node

Each has one client that keeps its connections, its own defaults for deadlines and retries, a URL
formatted for each call, and turns a status of 400 and above into an exception. Their code is in
`benches/node/peers`.

- **Authloom:** its defaults, that is three attempts and all deadlines.
- **undici `Pool`:** `pool.request()` with 64 connections, decoded by `body.json()`.
- **`undici.request`:** the same on undici's global dispatcher. **`fetch`** is Node's own, which is
  the undici that Node brings.
- **`node:http`:** an agent that keeps its connections, decoded by `JSON.parse`. **axios, got:** one
  instance on such an agent.
- **bare socket:** a request written beforehand and a response that is not decoded, over a socket of
  `node:net` for each call in flight: the limit.
";
