//! Whether there are vectors for all there is to show.

use std::collections::BTreeSet;
use std::fs;

use authloom_operations::{forms, manifest};
use authloom_sandbox::{ApiName, Vector};
use serde_json::Value;

use crate::run::{folder, module, repository_folder, sandbox};

/// What a vector shows, in words, and whether it does.
type Sort = (&'static str, fn(&Vector) -> bool);

fn succeeds(vector: &Vector) -> bool {
    vector.expect.get("ok").is_some()
}

fn is_refused(vector: &Vector) -> bool {
    vector.expect["error"]["kind"] == "validation"
}

/// Whether the server, or what stands for it, makes the call fail.
fn fails(vector: &Vector) -> bool {
    !succeeds(vector) && !is_refused(vector)
}

/// The operations of an API that have an argument in their path, so that some values of it are
/// refused.
fn with_argument_in_path(api: ApiName) -> BTreeSet<String> {
    let file = repository_folder().join(format!("{api}.json"));
    let text = fs::read_to_string(file).expect("every API has vectors");
    let vectors: Vec<Value> = serde_json::from_str(&text).expect("they are JSON");
    let in_path = vectors.into_iter().filter(|vector| {
        let path = vector["request"]["path"].as_str().unwrap_or_default();
        let call = vector["call"].as_object().expect("a call is an object");
        let mut arguments = call.values().filter_map(Value::as_str);
        // Values that no encoding changes are enough: each operation has a vector with some.
        arguments.any(|argument| path.split('/').skip(1).any(|segment| segment == argument))
    });
    let name = |vector: Value| vector["operation"].as_str().unwrap_or_default().to_owned();
    in_path.map(name).collect()
}

#[test]
fn every_operation_has_vectors_of_each_sort() {
    let sandbox = sandbox(repository_folder());
    let sorts: [Sort; 3] = [
        ("that succeeds", succeeds),
        ("that fails", fails),
        ("that is refused", is_refused),
    ];
    let (mut lacking, mut seen) = (Vec::new(), 0);
    for api in ApiName::ALL {
        let in_path = with_argument_in_path(api);
        for operation in manifest().operations(&module(api)) {
            let name = &operation.name;
            let of_operation = |vector: &&Vector| vector.api == api && vector.operation == *name;
            let count = if in_path.contains(name) { 3 } else { 2 };
            for (sort, is_of) in &sorts[..count] {
                let mut vectors = sandbox.vectors().iter().map(AsRef::as_ref);
                if !vectors.any(|vector| of_operation(&vector) && is_of(vector)) {
                    lacking.push(format!("{api} {name} has no vector {sort}"));
                }
            }
            seen += count;
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    assert!(
        seen > 60,
        "{seen}: there are operations, and arguments in paths"
    );
}

#[test]
fn what_has_a_form_is_there() {
    let mut apis: Vec<_> = forms().modules().collect();
    apis.sort_unstable();
    let mut modules = ApiName::ALL.map(module);
    modules.sort();
    assert_eq!(apis, modules);
    for module in apis {
        for operation in forms().with_default_data(module) {
            let found = manifest().operation(module, operation);
            found.unwrap_or_else(|why| panic!("{why}"));
        }
        let of_module = manifest().definitions.iter();
        let of_module: Vec<_> = of_module.filter(|of| of.module == module).collect();
        for name in forms().names(module) {
            let (of, variant) = name.split_once('.').unwrap_or((name, ""));
            let found = of_module.iter().find(|definition| definition.name == of);
            let definition = found.unwrap_or_else(|| panic!("{module} has no `{of}`"));
            let has = definition.variants().iter().any(|of| of.name == variant);
            assert!(variant.is_empty() || has, "there is no `{name}`");
        }
    }
}

#[test]
fn the_vectors_that_are_run_are_some() {
    let sandbox = sandbox(folder());
    assert!(!sandbox.vectors().is_empty(), "{}", folder().display());
}
