//! The soak itself.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use authloom::{CallOptions, HttpConfig};
use fastrand::Rng;
use serde_json::Value;
use tokio::runtime::Builder;
use tokio::task::LocalSet;

use crate::calls::Clients;
use crate::control::Control;
use crate::faults;
use crate::machine::{self, Noise};
use crate::options::Options;
use crate::tally::{Report, Tally};

/// How many calls are under way at a time.
const IN_FLIGHT: u64 = 32;
/// After how many calls the faults change, and the sandbox begins anew.
const SCRIPT: u64 = 500;
/// What part of the calls warms up.
const WARM_UP: u64 = 5;
const CONNECTION_LIMIT: i32 = 8;
/// How long what was dropped may take to be gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the workers share.
struct Shared {
    clients: Clients,
    control: Control,
    options: Options,
    next: Cell<u64>,
    tally: RefCell<Tally>,
    warm: Cell<Option<u64>>,
}

/// Soaks, and reports.
pub(crate) fn run(options: &Options) -> Result<Report, String> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    LocalSet::new().block_on(&runtime, soak(*options))
}

async fn soak(options: Options) -> Result<Report, String> {
    let control = Control::from_env()?;
    control.send("GET", "/stats", &Value::Null).await?;
    let before = machine::descriptors();
    let http = HttpConfig {
        connect_timeout: Duration::from_millis(200),
        read_timeout: Duration::from_millis(150),
        attempt_timeout: Duration::from_millis(250),
        total_timeout: Duration::from_millis(400),
        max_body: 64 << 10,
        max_token_body: 16 << 10,
        max_connections: CONNECTION_LIMIT,
        ..HttpConfig::default()
    };
    let shared = Rc::new(Shared {
        clients: Clients::build(&http).map_err(|error| error.to_string())?,
        control,
        options,
        next: Cell::new(0),
        tally: RefCell::default(),
        warm: Cell::new(None),
    });
    let noise = Noise::listen();
    let workers: Vec<_> = (0..IN_FLIGHT)
        .map(|worker| tokio::task::spawn_local(work(Rc::clone(&shared), worker)))
        .collect();
    for worker in workers {
        // A panic in a worker is printed by then.
        worker.await.map_err(|_| "a worker panicked".to_owned())??;
    }
    let end = machine::memory();
    let connections = settled(&shared.control).await?;
    shared.clients.close();
    let after = closed(before).await;
    Ok(Report {
        tally: shared.tally.take(),
        noise: noise.latest(),
        memory: shared.warm.get().zip(end),
        // The thread that listens to the machine has none.
        descriptors: before.zip(after),
        connections,
    })
}

async fn work(shared: Rc<Shared>, worker: u64) -> Result<(), String> {
    let mut chance = Rng::with_seed(shared.options.seed ^ (worker << 32));
    loop {
        let number = shared.next.get();
        if number == shared.options.calls {
            return Ok(());
        }
        shared.next.set(number + 1);
        if number.is_multiple_of(SCRIPT) {
            let mut chance = Rng::with_seed(shared.options.seed.wrapping_add(number));
            shared.control.send("POST", "/reset", &Value::Null).await?;
            let script = faults::script(&mut chance);
            shared.control.send("PUT", "/faults", &script).await?;
        }
        if number == shared.options.calls / WARM_UP {
            shared.warm.set(machine::memory());
        }
        one(&shared, &mut chance).await;
    }
}

/// One call: to its end, or dropped at a random time.
async fn one(shared: &Shared, chance: &mut Rng) {
    let timeout = Duration::from_millis(chance.u64(20..400));
    let options = CallOptions {
        timeout: Some(timeout),
        ..CallOptions::default()
    };
    let patience = match chance.u8(..8) {
        0 => Duration::from_micros(chance.u64(..2_000)),
        _ => Duration::MAX,
    };
    // Every call runs on this thread.
    let (began, held_up) = (Instant::now(), machine::without_processor());
    let call = shared.clients.call(chance, options);
    match tokio::time::timeout(patience, call).await {
        Ok(result) => {
            let held_up = machine::without_processor().saturating_sub(held_up);
            let beyond = began.elapsed().saturating_sub(timeout + held_up);
            shared.tally.borrow_mut().ended(&result, beyond);
        }
        Err(_) => shared.tally.borrow_mut().cancelled(),
    }
}

/// The most connections that an API has open, once there are no more than may be; else as many as
/// there are after some patience.
async fn settled(control: &Control) -> Result<(u64, u64), String> {
    let limit = u64::try_from(CONNECTION_LIMIT).expect("not negative");
    let began = Instant::now();
    loop {
        let stats = control.send("GET", "/stats", &Value::Null).await?;
        let open = stats["connections"].as_object().map_or(0, |apis| {
            apis.values().filter_map(Value::as_u64).max().unwrap_or(0)
        });
        if open <= limit || began.elapsed() > PATIENCE {
            return Ok((open, limit));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The open descriptors, once they are as few as before; else as many as there are after some
/// patience.
async fn closed(before: Option<usize>) -> Option<usize> {
    let began = Instant::now();
    loop {
        let open = machine::descriptors()?;
        if open <= before? || began.elapsed() > PATIENCE {
            return Some(open);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
