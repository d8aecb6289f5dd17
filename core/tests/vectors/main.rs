//! The wire vectors of `tests/vectors`, or of the folder that `AUTHLOOM_VECTORS` names: each is a
//! call, the bytes that must go out, the response that comes back, and what the caller must get.
//!
//! A module for each API turns a call's JSON into arguments, and what comes of it into a
//! [`value::Found`]; `run` drives them against the sandbox, which judges the bytes.

mod compare;
mod coverage;
mod expect_error;
mod fitbit_plus;
mod konnect;
#[cfg(feature = "reqwest")]
#[path = "../support/over_reqwest.rs"]
mod over_reqwest;
mod run;
mod token_service;
mod tyk;
mod value;

use authloom_sandbox::ApiName;

use run::Carrier::BuiltIn;

#[test]
fn konnect_vectors_hold() {
    run::all(ApiName::Konnect, BuiltIn, &konnect::call);
}

#[test]
fn fitbit_plus_vectors_hold() {
    run::all(ApiName::FitbitPlus, BuiltIn, &fitbit_plus::call);
}

#[test]
fn token_service_vectors_hold() {
    run::all(ApiName::TokenService, BuiltIn, &token_service::call);
}

#[test]
fn tyk_vectors_hold() {
    run::all(ApiName::Tyk, BuiltIn, &tyk::call);
}

#[cfg(feature = "reqwest")]
mod on_reqwest {
    use super::run::Carrier::Reqwest;
    use super::*;

    #[test]
    fn konnect_vectors_hold_on_reqwest() {
        run::all(ApiName::Konnect, Reqwest, &konnect::call);
    }

    #[test]
    fn fitbit_plus_vectors_hold_on_reqwest() {
        run::all(ApiName::FitbitPlus, Reqwest, &fitbit_plus::call);
    }

    #[test]
    fn token_service_vectors_hold_on_reqwest() {
        run::all(ApiName::TokenService, Reqwest, &token_service::call);
    }

    #[test]
    fn tyk_vectors_hold_on_reqwest() {
        run::all(ApiName::Tyk, Reqwest, &tyk::call);
    }
}
