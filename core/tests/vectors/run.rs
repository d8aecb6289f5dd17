//! Runs the vectors of one API: a client is built, the vector armed, the call made, and both the
//! request and the result judged.

use std::env;
use std::path::{Path, PathBuf};

use authloom::{CallOptions, Error, HttpConfig};
use authloom_operations::{Client, Members, arguments, forms, manifest};
use authloom_sandbox::{ApiName, Sandbox, Vector};
#[cfg(feature = "reqwest")]
use rustls::RootCertStore;
use serde_json::{Map, Value};

use crate::compare::compare;
use crate::expect_error;
#[cfg(feature = "reqwest")]
use crate::over_reqwest;
use crate::shape::shape;
use crate::value::Found;

/// What a call came to; or, around it, why the vector cannot be run at all.
type Outcome = Result<Result<Found, Error>, String>;

/// The vectors of this repository.
pub(crate) fn repository_folder() -> PathBuf {
    repository().join("tests/vectors")
}

/// The vectors to run. A relative folder counts from the repository's root, where cargo is called,
/// though the tests run elsewhere.
pub(crate) fn folder() -> PathBuf {
    env::var_os("AUTHLOOM_VECTORS")
        .map_or_else(repository_folder, |folder| repository().join(folder))
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A sandbox that responds from the vectors of a folder.
pub(crate) fn sandbox(folder: PathBuf) -> Sandbox {
    Sandbox::builder()
        .vectors(folder)
        .start()
        .unwrap_or_else(|error| panic!("{error}"))
}

/// What carries the calls of the vectors.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Carrier {
    BuiltIn,
    #[cfg(feature = "reqwest")]
    Reqwest,
}

/// Runs every vector of an API, and panics with a list of those that fail.
pub(crate) fn all(api: ApiName, carrier: Carrier) {
    let sandbox = sandbox(folder());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime of one thread");
    let mut failures = Vec::new();
    let mut count = 0;
    for vector in sandbox.vectors().iter().filter(|vector| vector.api == api) {
        count += 1;
        let problems = runtime.block_on(one(&sandbox, vector, carrier));
        if !problems.is_empty() {
            failures.push(format!("{}\n  {}", vector.id, problems.join("\n  ")));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {count} {api} vectors fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Runs one vector, and tells what is wrong.
async fn one(sandbox: &Sandbox, vector: &Vector, carrier: Carrier) -> Vec<String> {
    assert!(sandbox.arm(&vector.id), "{} is there to arm", vector.id);
    let base_url = sandbox.base_url(vector.api);
    let outcome = match call(vector, base_url, http(carrier)).await {
        Ok(outcome) => outcome,
        Err(why) => return vec![format!("cannot be run: {why}")],
    };
    let verdict = sandbox.verdict(&vector.id).expect("it was armed");
    let mut problems: Vec<String> = verdict
        .problems
        .into_iter()
        .map(|problem| format!("request: {problem}"))
        .collect();
    if !verdict.pass && problems.is_empty() {
        problems.push("request: refused without a reason".to_owned());
    }
    problems.extend(judge(&vector.expect, outcome));
    problems
}

/// Compares a result with what a vector expects.
fn judge(expect: &Value, outcome: Result<Found, Error>) -> Vec<String> {
    let members = expect.as_object().map(Map::iter).into_iter().flatten();
    match (members.collect::<Vec<_>>().as_slice(), outcome) {
        ([(name, expected)], Ok(found)) if *name == "ok" => compare(expected, &found),
        ([(name, expected)], Err(error)) if *name == "error" => {
            expect_error::compare(expected, &error)
        }
        ([(name, expected)], Ok(found)) if *name == "error" => {
            vec![format!("expected the error {expected}, got {found:?}")]
        }
        ([(name, expected)], Err(error)) if *name == "ok" => {
            vec![format!("expected {expected}, got the error {error:?}")]
        }
        _ => vec![format!("`expect` must be an ok or an error, not {expect}")],
    }
}

/// How calls of a vector travel: as they do by default, but without retries.
fn http(carrier: Carrier) -> HttpConfig {
    HttpConfig {
        max_attempts: 1,
        transport: match carrier {
            Carrier::BuiltIn => None,
            #[cfg(feature = "reqwest")]
            Carrier::Reqwest => {
                let nobody = || over_reqwest::trusting(RootCertStore::empty());
                Some(over_reqwest::transport(nobody))
            }
        },
        ..HttpConfig::default()
    }
}

/// The module of an API, as the manifest names it.
pub(crate) fn module(api: ApiName) -> String {
    api.as_str().replace('-', "_")
}

/// Makes a vector's call.
async fn call(vector: &Vector, base_url: String, http: HttpConfig) -> Outcome {
    let (module, name) = (module(vector.api), &vector.operation);
    let operation = manifest().operation(&module, name)?;
    let mut settings = forms().client(&module, name).clone();
    settings.extend(vector.client.as_object().cloned().unwrap_or_default());
    let client = Client::new(&module, Members::from(settings), base_url, http)
        .map_err(|error| format!("client: {error}"))?;
    let given = arguments(operation, &vector.call).map_err(|error| format!("call: {error}"))?;
    let called = client.call(name, given, CallOptions::default())?.await;
    Ok(called.map(|given| shape(given.value, operation.result.is_some())))
}
