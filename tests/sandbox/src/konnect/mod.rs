//! Konnect.

mod seed;

pub use seed::*;

use std::time::SystemTime;

use crate::exchange::{Answer, Api, Request, Response};

/// The API.
#[derive(Debug)]
pub struct Konnect;

impl Konnect {
    /// The API in the state that a seed describes.
    pub fn new(_seed: &Seed, _now: SystemTime) -> Self {
        Self
    }
}

impl Api for Konnect {
    fn answer(&mut self, _request: &Request, _now: SystemTime) -> Answer {
        Response::empty(501).into()
    }
}
