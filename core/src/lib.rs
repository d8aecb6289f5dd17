//! Set up, obtain, keep and revoke credentials at API gateways and identity services.
//!
//! A client for each of four APIs, built from a plain configuration or from the environment:
//!
//! - [`Konnect`]: auth configs and credentials of integration instances of Kong Konnect ([`konnect`])
//! - [`FitbitPlus`]: OAuth tokens of Fitbit Plus (Twine Health), and what they give access to ([`fitbit_plus`])
//! - [`TokenService`]: long-term and short-term tokens of Click2Mail's AuthAPI ([`token_service`])
//! - [`Tyk`]: OAuth clients of a Tyk Gateway, and their tokens ([`tyk`])
//!
//! ```no_run
//! # async fn example() -> Result<(), authloom::Error> {
//! use authloom::Konnect;
//!
//! let konnect = Konnect::from_env()?;
//! let id = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
//! match konnect.get_auth_config(id).await {
//!     Ok(config) => println!("{config:?}"),
//!     Err(error) if error.kind == authloom::ErrorKind::NotFound => println!("not set up yet"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every operation returns a [`Request`]: await it within a tokio runtime with I/O and time
//! enabled, or call [`Request::wait`] without one. A call is checked before anything is sent,
//! authorized by a [`CredentialProvider`], bounded by timeouts, and repeated where that is safe;
//! every secret is removed from what is reported. [`HttpConfig`] has the settings of a client,
//! [`Request`] those of one call. [`Error`] says what happened and what to do.

mod client;
pub mod config;
pub mod error;
mod expiry;
pub mod fitbit_plus;
mod http;
pub mod konnect;
#[doc(hidden)]
pub mod panics;
mod secret;
mod timestamp;
pub mod token_service;
pub mod tyk;
mod wanted;

pub use config::{ClientCertificate, HttpConfig, Proxy};
pub use error::{Error, ErrorKind, Outcome, Problem};
pub use fitbit_plus::{FitbitPlus, FitbitPlusConfig};
#[cfg(feature = "reqwest")]
pub use http::ReqwestTransport;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub use http::fuzzing;
pub use http::{
    Background, BoxFuture, CallOptions, Cause, CredentialProvider, Event, EventKind, Hook, Lease,
    Phase, Progress, RawRequest, RawResponse, Refusal, Request, Resolve, ResponseBody, Runtime,
    StaticCredential, TokioRuntime, Transport, TransportError,
};
pub use konnect::{Konnect, KonnectConfig, Region};
pub use secret::Secret;
pub use token_service::{TokenService, TokenServiceConfig};
pub use tyk::{Tyk, TykConfig};
