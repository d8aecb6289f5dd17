//! TokenService.

mod seed;

pub use seed::*;
pub(crate) const LONGEST_TTL: i64 = 7_776_000;

use std::time::SystemTime;

use crate::exchange::{Answer, Api, Request, Response};

/// The API.
#[derive(Debug)]
pub struct TokenService;

impl TokenService {
    /// The API in the state that a seed describes.
    pub fn new(_seed: &Seed, _now: SystemTime) -> Self {
        Self
    }
}

impl Api for TokenService {
    fn answer(&mut self, _request: &Request, _now: SystemTime) -> Answer {
        Response::empty(501).into()
    }
}
