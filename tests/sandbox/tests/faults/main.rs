//! Faults as a client sees them on its socket.

#[path = "../support/mod.rs"]
mod support;

mod bodies;
mod chunks;
mod connections;
mod floods;
mod heads;
mod places;
mod responses;
mod rig;
mod script;
mod stray;
mod tls;
