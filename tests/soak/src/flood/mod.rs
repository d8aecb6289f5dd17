//! Calls of one client while four servers send without end to others in the same process: each
//! ends in time.
//!
//! The servers are a process of their own. It prints where they are in one JSON line; whoever calls
//! them, in whichever language, finds that line in the variable `AUTHLOOM_FLOOD` and prints one
//! JSON line itself.

mod frames;
mod kinds;
pub(crate) mod measure;
pub(crate) mod server;
mod settings;
