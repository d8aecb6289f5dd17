//! Stands in for Tyk until it is there.

use std::time::SystemTime;

use serde::Deserialize;

use crate::exchange::{Answer, Api, Request, Response};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Seed {}

impl Seed {
    pub(crate) fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    #[default]
    Gateway,
    Seed,
}

#[derive(Debug)]
pub(crate) struct Tyk;

impl Tyk {
    pub(crate) fn new(_seed: Seed, _profile: Profile) -> Self {
        Self
    }
}

impl Api for Tyk {
    fn answer(&mut self, _request: &Request, _now: SystemTime) -> Answer {
        Response::empty(501).into()
    }
}
