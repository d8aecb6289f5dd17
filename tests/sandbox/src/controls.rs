//! What can be done to a running sandbox from outside its APIs, over HTTP or in process.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::api_name::ApiName;
use crate::connections::Connections;
use crate::faults::{Fault, FaultError};
use crate::log::Entry;
use crate::tls::CertificatePem;
use crate::vectors::{Vector, Vectors, Verdict};
use crate::world::World;

/// What can be done to a running sandbox.
pub(crate) struct Controls {
    world: Arc<World>,
    connections: Vec<(ApiName, Arc<Connections>)>,
}

impl Controls {
    pub(crate) fn new(world: Arc<World>, connections: Vec<(ApiName, Arc<Connections>)>) -> Self {
        Self { world, connections }
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.world.clock.now()
    }

    pub(crate) fn reset(&self) {
        self.world.reset();
    }

    pub(crate) fn advance(&self, by: Duration) -> bool {
        self.world.clock.advance(by)
    }

    pub(crate) fn faults(&self, faults: Vec<Fault>) -> Result<(), FaultError> {
        self.world.faults.replace(faults)
    }

    pub(crate) fn authority_pem(&self) -> String {
        self.world.tls.authority_pem()
    }

    pub(crate) fn certificate_pem(&self) -> CertificatePem {
        self.world.tls.certificate_pem()
    }

    pub(crate) fn log(&self, since: u64) -> Vec<Entry> {
        self.world.log.since(since)
    }

    pub(crate) fn close_idle(&self) -> usize {
        self.connections
            .iter()
            .map(|(_, connections)| connections.close_idle())
            .sum()
    }

    pub(crate) fn send_stray(&self) -> usize {
        self.connections
            .iter()
            .map(|(_, connections)| connections.send_stray())
            .sum()
    }

    pub(crate) fn stats(&self) -> BTreeMap<&'static str, usize> {
        self.connections
            .iter()
            .map(|(api, connections)| (api.as_str(), connections.count()))
            .collect()
    }

    pub(crate) fn vectors(&self) -> Option<&[Arc<Vector>]> {
        self.world.vectors.as_ref().map(Vectors::all)
    }

    pub(crate) fn arm(&self, id: &str) -> bool {
        self.world
            .vectors
            .as_ref()
            .is_some_and(|vectors| vectors.arm(id))
    }

    pub(crate) fn verdict(&self, id: &str) -> Option<Verdict> {
        self.world.vectors.as_ref()?.verdict(id)
    }
}
