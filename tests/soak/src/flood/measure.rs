//! The calls from Rust.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use authloom::{ErrorKind, Konnect};
use serde_json::json;
use tokio::runtime::Builder;

use super::settings::Settings;

/// How many failures are reported.
const REPORTED: usize = 5;

/// How many calls to a flood ended, by how.
type Ends = Arc<Mutex<BTreeMap<&'static str, u64>>>;

/// What came of the calls that are measured.
#[derive(Default)]
struct Seen {
    healthy_ms: Vec<f64>,
    failures: Vec<String>,
    latest: Duration,
}

struct Shared {
    healthy: Konnect,
    silent: Konnect,
    instance: String,
    timeout: Duration,
    calls: u64,
    next: AtomicU64,
    seen: Mutex<Seen>,
}

/// Makes the calls in a runtime of so many threads, and prints what came of them. One thread is the
/// one that makes the calls.
pub(crate) fn run(threads: usize) -> Result<(), String> {
    let mut builder = match threads {
        0 | 1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    let runtime = builder.worker_threads(threads.max(1)).enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(measure())
}

async fn measure() -> Result<(), String> {
    let settings = Settings::from_env()?;
    let timeout = Duration::from_millis(settings.number("timeout_ms")?);
    let shared = Arc::new(Shared {
        healthy: settings.client(&settings.text("healthy")?, timeout)?,
        silent: settings.client(&settings.text("silent")?, timeout)?,
        instance: settings.text("instance")?,
        timeout,
        calls: settings.number("calls")?,
        next: AtomicU64::new(0),
        seen: Mutex::default(),
    });
    let flood_timeout = Duration::from_millis(settings.number("flood_timeout_ms")?);
    let mut floods = Vec::new();
    for (name, url) in settings.floods()? {
        let client = settings.client(&url, flood_timeout)?;
        let ends = Ends::default();
        let task = flood(client, shared.instance.clone(), Arc::clone(&ends));
        floods.push((name, ends, tokio::spawn(task)));
    }
    let tasks: Vec<_> = (0..settings.number("in_flight")?)
        .map(|_| tokio::spawn(work(Arc::clone(&shared))))
        .collect();
    for task in tasks {
        task.await.map_err(|_| "a call panicked".to_owned())?;
    }
    let mut counts = serde_json::Map::new();
    for (name, ends, task) in floods {
        task.abort();
        let ends = ends.lock().unwrap_or_else(PoisonError::into_inner);
        counts.insert(name, json!(*ends));
    }
    let mut seen = shared.seen.lock().unwrap_or_else(PoisonError::into_inner);
    seen.healthy_ms.sort_by(f64::total_cmp);
    println!(
        "{}",
        json!({
            "calls": shared.calls,
            "failures": seen.failures.len(),
            "first_failures": &seen.failures[..seen.failures.len().min(REPORTED)],
            "latest_ms": seen.latest.as_secs_f64() * 1e3,
            "p50_ms": seen.percentile(50),
            "p99_ms": seen.percentile(99),
            "floods": counts,
        })
    );
    Ok(())
}

impl Seen {
    fn percentile(&self, percent: usize) -> Option<f64> {
        self.healthy_ms
            .get(self.healthy_ms.len() * percent / 100)
            .copied()
    }
}

/// Calls one flood after the other, until it is dropped.
async fn flood(client: Konnect, instance: String, ends: Ends) {
    loop {
        let end = match client.get_auth_config(&instance).await {
            Ok(_) => "ok",
            Err(error) => error.kind.as_str(),
        };
        let mut ends = ends.lock().unwrap_or_else(PoisonError::into_inner);
        *ends.entry(end).or_default() += 1;
    }
}

/// Calls the server that is well and the one that never responds in turn.
async fn work(shared: Arc<Shared>) {
    loop {
        let number = shared.next.fetch_add(1, Relaxed);
        if number >= shared.calls {
            return;
        }
        let is_healthy = number.is_multiple_of(2);
        let client = if is_healthy {
            &shared.healthy
        } else {
            &shared.silent
        };
        let began = Instant::now();
        let result = client.get_auth_config(&shared.instance).await;
        let took = began.elapsed();
        let mut seen = shared.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.latest = seen.latest.max(took.saturating_sub(shared.timeout));
        match result {
            Ok(_) if is_healthy => seen.healthy_ms.push(took.as_secs_f64() * 1e3),
            Ok(_) => seen.failures.push("the silent server responded".to_owned()),
            Err(error) if !is_healthy && error.kind == ErrorKind::Timeout => {}
            Err(error) => seen.failures.push(error.to_string()),
        }
    }
}
