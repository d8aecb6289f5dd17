//! One measurement: build a client, warm it up, make the calls.

use std::hint::black_box;
use std::sync::Arc;
use std::thread;

use tokio::runtime::Builder;

use crate::cost::{Cost, Running};
use crate::peer::{Call, Peer, make, share};

/// How many are in flight where not one call waits for the other.
pub(crate) const IN_FLIGHT: u32 = 64;
/// Calls before those that are measured: they connect, fill caches and pools, and warm branch
/// predictors. With 64 in flight it is ten for each.
const WARM_UP: u32 = 640;

/// What is to be measured.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) what: What,
    pub(crate) calls: u32,
    pub(crate) url: String,
}

/// What a measurement repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Calls {
        call: Call,
        in_flight: u32,
    },
    /// Building a client after the first, without a call.
    Construct,
}

/// The scenarios by name.
const SCENARIOS: [(&str, What); 5] = [
    ("get", calls(Call::Get, 1)),
    ("upsert", calls(Call::Upsert, 1)),
    ("get64", calls(Call::Get, IN_FLIGHT)),
    ("upsert64", calls(Call::Upsert, IN_FLIGHT)),
    ("construct", What::Construct),
];

const fn calls(call: Call, in_flight: u32) -> What {
    What::Calls { call, in_flight }
}

impl Request {
    /// Reads what was asked for; an error is a sentence.
    pub(crate) fn new(scenario: &str, calls: &str, url: &str) -> Result<Self, String> {
        let (_, what) = SCENARIOS
            .iter()
            .find(|(name, _)| *name == scenario)
            .ok_or_else(|| format!("there is no scenario {scenario}"))?;
        let calls = calls
            .parse()
            .ok()
            .filter(|calls| *calls > 0)
            .ok_or_else(|| format!("{calls} is no number of calls"))?;
        Ok(Self {
            what: *what,
            calls,
            url: url.to_owned(),
        })
    }

    /// Measures a way to make so many calls.
    pub(crate) fn cost(&self, mut make: impl FnMut(u32)) -> Cost {
        make(WARM_UP);
        let running = Running::start();
        make(self.calls);
        running.stop(self.calls)
    }

    /// Measures building a client, again and again after the first.
    pub(crate) fn construction<C>(&self, build: impl Fn() -> C) -> Cost {
        drop(build());
        let running = Running::start();
        for _ in 0..self.calls {
            drop(black_box(build()));
        }
        running.stop(self.calls)
    }
}

/// Measures an asynchronous peer, on a runtime of one thread.
pub(crate) fn asynchronous<P: Peer>(request: &Request) -> Cost {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system gives the thread its event queue");
    let _inside = runtime.enter();
    match request.what {
        What::Construct => request.construction(|| P::new(&request.url)),
        What::Calls { call, in_flight } => {
            let peer = Arc::new(P::new(&request.url));
            request.cost(|calls| runtime.block_on(make(&peer, call, calls, in_flight)))
        }
    }
}

/// Measures a peer that blocks: with many calls in flight each needs a thread of its own.
/// `one_by_one` makes so many calls, one after the other.
pub(crate) fn blocking<C: Sync>(
    request: &Request,
    build: impl Fn(&str) -> C,
    one_by_one: impl Fn(&C, Call, u32) + Sync,
) -> Cost {
    match request.what {
        What::Construct => request.construction(|| build(&request.url)),
        What::Calls { call, in_flight } => {
            let (client, one_by_one) = (&build(&request.url), &one_by_one);
            request.cost(|calls| {
                if in_flight == 1 {
                    return one_by_one(client, call, calls);
                }
                thread::scope(|threads| {
                    for worker in 0..in_flight {
                        let calls = share(calls, in_flight, worker);
                        threads.spawn(move || one_by_one(client, call, calls));
                    }
                });
            })
        }
    }
}
