//! Fuzz targets: responses that no server should give, and what must hold of any.
//!
//! Each target makes one call through the public API. The transport is its own, and responds from
//! the input; time is a clock that is turned by hand. So no run opens a socket, sleeps or starts a
//! thread, and each is the same at every repetition.
//!
//! `cargo xtask fuzz` runs them under libFuzzer; an ordinary build replays inputs one by one.

mod answer;
mod canary;
mod check;
#[path = "../../../core/tests/pipeline/clock.rs"]
mod clock;
mod decode;
mod echo;
mod http1;
mod input;
pub mod inputs;
mod seeds;
mod stage;
pub mod targets;
