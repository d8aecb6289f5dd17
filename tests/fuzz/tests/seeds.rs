//! Every seed, through its target: what the fuzzer begins with holds.

use std::collections::HashSet;

use authloom_fuzz::seeds::{Seed, seeds};
use authloom_fuzz::targets::{TARGETS, Target};

#[test]
fn every_seed_of_every_target_holds() {
    let seeds = seeds();
    for Target { name, run } in TARGETS {
        let own: Vec<&Seed> = seeds.iter().filter(|seed| seed.target == name).collect();
        assert!(own.len() > 50, "{name} has {} seeds", own.len());
        for Seed { name, input, .. } in own {
            println!("{name}"); // shown where it fails
            run(input);
        }
    }
}

#[test]
fn seeds_have_names_of_their_own() {
    let mut names = HashSet::new();
    for Seed { target, name, .. } in seeds() {
        assert!(names.insert((target, name.clone())), "{target}/{name}");
    }
}

#[test]
fn every_target_bears_an_empty_input() {
    for target in TARGETS {
        (target.run)(&[]);
    }
}
