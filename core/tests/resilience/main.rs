//! The clients under fire: every operation against every fault of the sandbox's script.
//!
//! `operations` is the table of them all. `faults` says what each fault must come to; the other
//! modules are about time, redirects, idle connections, secrets and callers that go away. All of
//! it runs on each [`Carrier`](support::Carrier).

mod cancel;
mod deadlines;
mod detached;
mod drip;
mod faults;
mod floods;
mod gap;
mod idle;
mod leaks;
mod once;
mod operations;
#[cfg(feature = "reqwest")]
#[path = "../support/over_reqwest.rs"]
mod over_reqwest;
mod redirects;
mod retry_budget;
mod strict;
mod support;
mod unsent;
