//! The clients under fire: every operation against every fault of the sandbox's script.
//!
//! `operations` is the table of them all. `faults` says what each fault must come to; the other
//! modules are about time, redirects, idle connections, secrets and callers that go away. All of
//! it runs on each [`Carrier`](support::Carrier).

mod faults;
mod operations;
mod support;
