//! Serves the sandbox to programs in any language.

fn main() {}
