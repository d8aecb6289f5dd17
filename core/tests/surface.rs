//! What the public surface is as a whole: what its types can do, and that the README names every
//! operation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authloom::{
    Error, FitbitPlus, HttpConfig, Konnect, KonnectConfig, Secret, TokenService, Tyk, TykConfig,
};
use authloom_operations::manifest;

fn shared_by_threads<T: Clone + Send + Sync + 'static>() {}

#[test]
fn clients_are_shared_by_threads() {
    shared_by_threads::<Konnect>();
    shared_by_threads::<FitbitPlus>();
    shared_by_threads::<TokenService>();
    shared_by_threads::<Tyk>();
    shared_by_threads::<Secret>();
    shared_by_threads::<HttpConfig>();
}

fn sent_on<T: Send>(value: T) -> T {
    value
}

fn error_as_any(error: Error) -> Box<dyn std::error::Error + Send + Sync> {
    error.into()
}

#[test]
fn calls_can_be_spawned_and_errors_sent_on() {
    let config = KonnectConfig {
        base_url: Some("https://catalog.test".into()),
        ..KonnectConfig::default()
    };
    let konnect = sent_on(Konnect::new(config).expect("a client"));
    assert_eq!(konnect.base_url(), "https://catalog.test");
    drop(sent_on(konnect.get_auth_config("id")));
    let refused = Konnect::new(KonnectConfig {
        base_url: Some("nowhere".into()),
        ..KonnectConfig::default()
    });
    let shown = error_as_any(refused.expect_err("no URL")).to_string();
    assert_eq!(
        shown,
        "Konnect new: setting `base_url` is not absolute: it must begin with https://. \
         Correct the setting."
    );
}

/// A future is copied as it is put together, and most of what a call needs while it runs is none of
/// its caller's business: it is made where it stays.
#[test]
fn the_future_of_a_call_is_small() {
    let config = TykConfig {
        base_url: Some("https://gateway.test".into()),
        ..TykConfig::default()
    };
    let tyk = Tyk::new(config).expect("a client");
    let request = tyk.get_oauth_client("api", "client");
    assert!(size_of_val(&request) <= 256);
    assert!(size_of_val(&request.into_future()) <= 16);
}

/// The operations of one client, read off its source in another way than the generator's.
fn operations(client: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(client);
    let mut found = BTreeSet::new();
    for file in fs::read_dir(folder).expect("an API has a folder") {
        let path = file.expect("a file").path();
        let source = fs::read_to_string(path).expect("source is text");
        let mut methods = source.split("    pub fn ");
        let mut before = methods.next().unwrap_or_default();
        for method in methods {
            let docs = before.rsplit("\n\n").next().unwrap_or_default();
            before = method;
            let signature = method.split('{').next().unwrap_or_default();
            if signature.contains("-> Request<") {
                let end = signature.find('(').expect("a function has arguments");
                let name = &signature[..end];
                assert!(
                    docs.contains("/// # Example"),
                    "{client}: {name} has no example"
                );
                found.insert(name.to_owned());
            }
        }
    }
    found
}

#[test]
fn the_manifest_and_the_readme_have_each_operation() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).expect("there is a README");
    let table = readme
        .split("## Operations")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .expect("it lists the operations");
    for client in &manifest().clients {
        let mut found = operations(&client.module);
        // Each client has it, for what has no operation.
        assert!(found.remove("request"), "{}: {found:?}", client.module);
        let listed = client.operations.iter().map(|of| of.name.clone());
        assert_eq!(listed.collect::<BTreeSet<_>>(), found, "{}", client.module);
        assert!(found.len() > 2, "{}: {found:?}", client.module);
        for operation in found {
            assert!(
                table.contains(&format!("| `{operation}`")),
                "{}: {operation} has no row in the README",
                client.module
            );
        }
    }
}
