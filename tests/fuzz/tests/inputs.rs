//! Every seed and every finding, through its target: what the fuzzer begins with holds.

use std::collections::HashSet;
use std::fs;

use authloom_fuzz::inputs::{LONGEST, Named, corpus};
use authloom_fuzz::targets::{TARGETS, Target};

#[test]
fn every_input_of_every_target_holds() {
    for target in TARGETS {
        let inputs = target.inputs().expect("the corpus can be read");
        assert!(!inputs.is_empty(), "{} has no input", target.name);
        for Named { name, input } in inputs {
            println!("{} {name}", target.name); // shown where it fails
            (target.run)(&input);
        }
    }
}

#[test]
fn inputs_have_names_of_their_own() {
    for target in TARGETS {
        let mut names = HashSet::new();
        for Named { name, .. } in target.inputs().expect("the corpus can be read") {
            assert!(names.insert(name.clone()), "{} {name}", target.name);
        }
    }
}

#[test]
fn the_corpus_is_of_targets_and_of_inputs_that_are_not_cut_off() {
    for folder in fs::read_dir(corpus()).expect("there is a corpus") {
        let folder = folder.expect("it can be read").path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let target = Target::named(&name).expect("its name is a target's");
        for Named { name, input } in target.inputs().expect("the corpus can be read") {
            assert!(input.len() <= LONGEST, "{} {name}", target.name);
        }
    }
}

#[test]
fn every_target_bears_an_empty_input() {
    for target in TARGETS {
        (target.run)(&[]);
    }
}
