//! FitbitPlus.

mod seed;

pub use seed::*;

use std::time::SystemTime;

use crate::exchange::{Answer, Api, Request, Response};

/// The API.
#[derive(Debug)]
pub struct FitbitPlus;

impl FitbitPlus {
    /// The API in the state that a seed describes.
    pub fn new(_seed: &Seed, _now: SystemTime) -> Self {
        Self
    }
}

impl Api for FitbitPlus {
    fn answer(&mut self, _request: &Request, _now: SystemTime) -> Answer {
        Response::empty(501).into()
    }
}
