//! What libFuzzer calls.

use std::sync::LazyLock;

use authloom_fuzz::targets::{TARGETS, Target};

/// libFuzzer reads the arguments, so the target is named by the environment.
const VARIABLE: &str = "AUTHLOOM_FUZZ_TARGET";

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var(VARIABLE).unwrap_or_default();
    Target::named(&name).unwrap_or_else(|| {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("{VARIABLE} must name a target: {}.", names.join(", "));
        std::process::exit(2)
    })
});

// What the macro expands to exports functions by fixed names, which would count as unsafe code
// of ours if we wrote it; so `unsafe_code` stays forbidden here as everywhere.
libfuzzer_sys::fuzz_target!(init: LazyLock::force(&TARGET), |input: &[u8]| {
    (TARGET.run)(input);
});
