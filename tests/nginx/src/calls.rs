//! The calls, which must not be repeated once the server may have them.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use authloom::{CallOptions, Event, EventKind, Hook, HttpConfig, Secret, Tyk, TykConfig};
use authloom_sandbox::Sandbox;
use tokio::runtime::Builder;

/// How many calls are under way at a time.
const IN_FLIGHT: u32 = 32;
/// A client that the sandbox has from the beginning.
const CLIENT: &str = "shop";
/// The header field that carries a call's number.
pub(crate) const NUMBER: &str = "x-call";

/// What the client reported of its calls.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// How many attempts began.
    pub(crate) attempts: u32,
    /// How many attempts were followed by another.
    pub(crate) retries: u32,
    /// The errors, and how many calls ended with each.
    pub(crate) errors: BTreeMap<String, u32>,
}

#[derive(Debug, Default)]
struct Count {
    attempts: AtomicU32,
    retries: AtomicU32,
}

impl Hook for Count {
    fn on_event(&self, event: &Event) {
        match event.kind {
            EventKind::Sending => self.attempts.fetch_add(1, Relaxed),
            EventKind::Retrying => self.retries.fetch_add(1, Relaxed),
            EventKind::Response | EventKind::Finished => return,
        };
    }
}

/// What the tasks share.
struct Shared {
    tyk: Tyk,
    api: String,
    calls: u32,
    next: AtomicU32,
    errors: Mutex<BTreeMap<String, u32>>,
}

/// Makes so many calls at a base URL.
pub(crate) fn make(url: &str, sandbox: &Sandbox, calls: u32) -> Result<Made, String> {
    let env = sandbox.env();
    let variable = |wanted: &str| {
        let mut found = env.iter().filter(|(name, _)| name == wanted);
        let value = found.next().map(|(_, value)| value.clone());
        value.ok_or_else(|| format!("the sandbox gives no {wanted}"))
    };
    let count = Arc::new(Count::default());
    let config = TykConfig {
        base_url: Some(url.to_owned()),
        secret: Some(Secret::new(variable("AUTHLOOM_TYK_SECRET")?)),
        http: HttpConfig {
            ca_certificates: Some(sandbox.authority_pem()),
            hooks: vec![Arc::clone(&count) as Arc<dyn Hook>],
            ..HttpConfig::default()
        },
        ..TykConfig::default()
    };
    let shared = Arc::new(Shared {
        tyk: Tyk::new(config).map_err(|error| error.to_string())?,
        api: variable("AUTHLOOM_DEMO_TYK_API_ID")?,
        calls,
        next: AtomicU32::new(0),
        errors: Mutex::default(),
    });
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let tasks: Vec<_> = (0..IN_FLIGHT)
            .map(|_| tokio::spawn(work(Arc::clone(&shared))))
            .collect();
        for task in tasks {
            // A panic in a call ends its task, and is printed by then.
            task.await.map_err(|_| "a call panicked".to_owned())?;
        }
        Ok::<_, String>(())
    })?;
    shared.tyk.close();
    let errors = shared.errors.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Made {
        attempts: count.attempts.load(Relaxed),
        retries: count.retries.load(Relaxed),
        errors: errors.clone(),
    })
}

async fn work(shared: Arc<Shared>) {
    loop {
        let number = shared.next.fetch_add(1, Relaxed);
        if number >= shared.calls {
            return;
        }
        let options = CallOptions {
            headers: HashMap::from([(NUMBER.to_owned(), number.to_string())]),
            ..CallOptions::default()
        };
        let rotated = shared
            .tyk
            .rotate_oauth_client_secret(&shared.api, CLIENT)
            .options(options)
            .await;
        if let Err(error) = rotated {
            let text = format!("{:?}, {} attempts: {error}", error.outcome, error.attempts);
            let mut errors = shared.errors.lock().unwrap_or_else(PoisonError::into_inner);
            *errors.entry(text).or_default() += 1;
        }
    }
}
