//! The four APIs that Authloom calls, on loopback: stateful, faithful, scriptable.
//!
//! It shares no code with `authloom`, so the two cannot be wrong together.

pub mod exchange;
pub mod tyk;
