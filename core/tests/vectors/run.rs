//! Runs the vectors of one API: a client is built, the vector armed, the call made, and both the
//! request and the result judged.

use std::env;
use std::path::{Path, PathBuf};

use authloom::{Error, HttpConfig};
use authloom_sandbox::{ApiName, Sandbox, Vector};
#[cfg(feature = "reqwest")]
use rustls::RootCertStore;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::compare::compare;
use crate::expect_error;
#[cfg(feature = "reqwest")]
use crate::over_reqwest;
use crate::value::Found;

/// What a call came to; or, around it, why the vector cannot be run at all.
pub(crate) type Outcome = Result<Result<Found, Error>, String>;

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

/// A sandbox that answers from the vectors of a folder.
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

/// Where the calls of a vector go, and how.
pub(crate) struct Way {
    pub(crate) base_url: String,
    pub(crate) http: HttpConfig,
}

/// Runs every vector of an API, and panics with a list of those that fail.
pub(crate) fn all(api: ApiName, carrier: Carrier, call: &impl AsyncFn(&Vector, Way) -> Outcome) {
    let sandbox = sandbox(folder());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime of one thread");
    let mut failures = Vec::new();
    let mut count = 0;
    for vector in sandbox.vectors().iter().filter(|vector| vector.api == api) {
        count += 1;
        let problems = runtime.block_on(one(&sandbox, vector, carrier, call));
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
async fn one(
    sandbox: &Sandbox,
    vector: &Vector,
    carrier: Carrier,
    call: &impl AsyncFn(&Vector, Way) -> Outcome,
) -> Vec<String> {
    assert!(sandbox.arm(&vector.id), "{} is there to arm", vector.id);
    let way = Way {
        base_url: sandbox.base_url(vector.api),
        http: http(carrier),
    };
    let outcome = match call(vector, way).await {
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

/// The client settings of a vector. A member that `T` does not have is an error.
pub(crate) fn settings<T: DeserializeOwned + Default>(vector: &Vector) -> Result<T, String> {
    match &vector.client {
        Value::Null => Ok(T::default()),
        client => T::deserialize(client).map_err(|error| format!("client: {error}")),
    }
}

/// The arguments of a vector. A member that `T` does not have is an error.
pub(crate) fn arguments<T: DeserializeOwned>(vector: &Vector) -> Result<T, String> {
    T::deserialize(&vector.call).map_err(|error| format!("call: {error}"))
}

/// An operation that no client has.
pub(crate) fn unknown_operation(vector: &Vector) -> Outcome {
    Err(format!("there is no operation `{}`", vector.operation))
}
