//! `cargo xtask …`: what a developer runs.
fn main() {}
