//! What the ports of one sandbox share: clock, log, faults, the APIs' state, and the vectors if there
//! are any.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::api_name::ApiName;
use crate::clock::Clock;
use crate::exchange::{Action, Api, Request};
use crate::faults::{Performance, Plan, Script, compose};
use crate::fitbit_plus::FitbitPlus;
use crate::konnect::Konnect;
use crate::log::{CameOfIt, Log};
use crate::seed::Seed;
use crate::server::Service;
use crate::tls::{Manner, Tls};
use crate::token_service::TokenService;
use crate::tyk::{Profile, Tyk};
use crate::vectors::Vectors;
use crate::wire::Terms;

type Apis = [Box<dyn Api>; ApiName::ALL.len()];

/// What the ports of one sandbox share.
pub(crate) struct World {
    seed: Seed,
    profile: Profile,
    pub(crate) clock: Clock,
    pub(crate) log: Log,
    pub(crate) vectors: Option<Vectors>,
    pub(crate) faults: Script,
    pub(crate) tls: Tls,
    apis: [Mutex<Box<dyn Api>>; ApiName::ALL.len()],
    connections: AtomicU64,
}

impl World {
    pub(crate) fn new(seed: Seed, profile: Profile, vectors: Option<Vectors>) -> Self {
        let clock = Clock::default();
        Self {
            apis: apis(&seed, profile, clock.now()).map(Mutex::new),
            seed,
            profile,
            clock,
            log: Log::default(),
            vectors,
            faults: Script::default(),
            tls: Tls::default(),
            connections: AtomicU64::new(0),
        }
    }

    /// Returns to the seed: state, clock, log and vectors; ends all faults.
    pub(crate) fn reset(&self) {
        // All are held at once, so that no request sees one API reset and another not.
        let mut held = self.apis.each_ref().map(lock);
        self.clock.reset();
        for (api, fresh) in held
            .iter_mut()
            .zip(apis(&self.seed, self.profile, self.clock.now()))
        {
            **api = fresh;
        }
        if let Some(vectors) = &self.vectors {
            vectors.reset();
        }
        self.faults.clear();
        self.log.clear();
    }
}

/// The APIs in the order of their names.
fn apis(seed: &Seed, profile: Profile, now: SystemTime) -> Apis {
    [
        Box::new(Konnect::new(&seed.konnect)),
        Box::new(FitbitPlus::new(&seed.fitbit_plus, now)),
        Box::new(TokenService::new(&seed.token_service, now)),
        Box::new(Tyk::new(seed.tyk.clone(), profile)),
    ]
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One API's port.
pub(crate) struct Port {
    pub(crate) world: Arc<World>,
    pub(crate) api: ApiName,
}

impl Port {
    fn respond(&self, api: &mut dyn Api, request: &Request, now: SystemTime) -> Action {
        match &self.world.vectors {
            Some(vectors) => vectors.respond(self.api, request),
            None => api.respond(request, now),
        }
    }
}

impl Service for Port {
    fn serve(&self, request: &Request, connection: u64) -> Action {
        let world = &self.world;
        // Held until the log has it: the log's order is that in which the API changed.
        let mut api = lock(&world.apis[self.api as usize]);
        let now = world.clock.now();
        let action = self.respond(api.as_mut(), request, now);
        let came_of_it = CameOfIt::from(&action);
        world
            .log
            .record(self.api, connection, request, came_of_it, now);
        action
    }

    fn plan(&self, request: &Request) -> Option<Box<Plan>> {
        self.world.faults.plan(self.api, request)
    }

    fn script(&self) -> u64 {
        self.world.faults.number()
    }

    fn tls(&self) -> Option<Manner> {
        let mode = self.world.faults.plan_tls(self.api);
        Some(self.world.tls.manner(mode))
    }

    fn serve_by(
        &self,
        plan: &Plan,
        request: &Request,
        connection: u64,
        terms: Terms,
    ) -> Performance {
        let world = &self.world;
        let mut api = lock(&world.apis[self.api as usize]);
        let now = world.clock.now();
        let action = plan
            .carries_out()
            .then(|| self.respond(api.as_mut(), request, now));
        let performance = compose(plan, request, action, terms);
        let came_of_it = CameOfIt {
            status: performance.status,
            body_read: plan.reads_body(),
        };
        world
            .log
            .record(self.api, connection, request, came_of_it, now);
        performance
    }

    fn now(&self) -> SystemTime {
        self.world.clock.now()
    }

    fn next_connection(&self) -> u64 {
        self.world.connections.fetch_add(1, Ordering::Relaxed) + 1
    }
}
