//! The wire vectors of `tests/vectors`, or of the folder that `AUTHLOOM_VECTORS` names: each is a
//! call, the bytes that must go out, the answer that comes back, and what the caller must get.
//!
//! A module for each API turns a call's JSON into arguments, and what comes of it into a
//! [`value::Found`]; `run` drives them against the sandbox, which judges the bytes.

mod compare;
mod coverage;
mod expect_error;
mod fitbit_plus;
mod konnect;
mod run;
mod token_service;
mod tyk;
mod value;

use authloom_sandbox::ApiName;

#[test]
fn konnect_vectors_hold() {
    run::all(ApiName::Konnect, &konnect::call);
}

#[test]
fn fitbit_plus_vectors_hold() {
    run::all(ApiName::FitbitPlus, &fitbit_plus::call);
}

#[test]
fn token_service_vectors_hold() {
    run::all(ApiName::TokenService, &token_service::call);
}

#[test]
fn tyk_vectors_hold() {
    run::all(ApiName::Tyk, &tyk::call);
}
