//! A tour of the four systems.
fn main() {}
