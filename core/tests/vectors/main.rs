//! The wire vectors of `tests/vectors`, or of the folder that `AUTHLOOM_VECTORS` names: each is a
//! call, the bytes that must go out, the response that comes back, and what the caller must get.
//!
//! `authloom_operations` makes the call by its name. `shape` turns what comes of it into a
//! [`value::Found`], `run` drives the vectors against the sandbox, which judges the bytes. What is
//! called by name is generated, so `literal` makes a few calls by hand.

mod compare;
mod coverage;
mod expect_error;
mod literal;
#[cfg(feature = "reqwest")]
#[path = "../support/over_reqwest.rs"]
mod over_reqwest;
mod run;
mod shape;
mod value;

use authloom_sandbox::ApiName;

use run::Carrier::BuiltIn;

#[test]
fn konnect_vectors_hold() {
    run::all(ApiName::Konnect, BuiltIn);
}

#[test]
fn fitbit_plus_vectors_hold() {
    run::all(ApiName::FitbitPlus, BuiltIn);
}

#[test]
fn token_service_vectors_hold() {
    run::all(ApiName::TokenService, BuiltIn);
}

#[test]
fn tyk_vectors_hold() {
    run::all(ApiName::Tyk, BuiltIn);
}

#[cfg(feature = "reqwest")]
mod on_reqwest {
    use super::run::Carrier::Reqwest;
    use super::*;

    #[test]
    fn konnect_vectors_hold_on_reqwest() {
        run::all(ApiName::Konnect, Reqwest);
    }

    #[test]
    fn fitbit_plus_vectors_hold_on_reqwest() {
        run::all(ApiName::FitbitPlus, Reqwest);
    }

    #[test]
    fn token_service_vectors_hold_on_reqwest() {
        run::all(ApiName::TokenService, Reqwest);
    }

    #[test]
    fn tyk_vectors_hold_on_reqwest() {
        run::all(ApiName::Tyk, Reqwest);
    }
}
