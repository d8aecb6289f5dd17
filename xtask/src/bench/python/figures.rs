//! What the package costs beside its calls: to be started, to be installed, to be run for long.

use super::super::client;
use super::clients::Clients;
use super::request::Request;
use super::scenarios::AUTHLOOM;

/// A number that may be so high at most.
#[derive(Debug)]
pub(crate) struct Figure {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What the page calls it.
    pub(crate) title: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) most: f64,
}

/// What was measured.
pub(crate) type Figures = Vec<(&'static Figure, f64)>;

pub(crate) const FIGURES: [Figure; 5] = [
    Figure {
        name: "start",
        title: "import, client and first call, over a bare interpreter",
        unit: "ms",
        most: 8.0,
    },
    Figure {
        name: "start-memory",
        title: "the memory for that, over a bare interpreter, at its peak",
        unit: "MiB",
        most: 6.0,
    },
    Figure {
        name: "growth",
        title: "growth in 100,000 sync calls after a warm-up",
        unit: "MiB",
        most: 5.0,
    },
    Figure {
        name: "growth-async",
        title: "growth in 100,000 async calls, 64 in flight, after a warm-up",
        unit: "MiB",
        most: 5.0,
    },
    Figure {
        name: "wheel",
        title: "the wheel",
        unit: "MiB",
        most: 3.0,
    },
];

/// How many pairs of processes are started.
const PAIRS: &str = "31";
/// Threads or tasks, calls of the warm-up, calls. All tasks make equally many.
const LONG: [u32; 3] = [1, 5_000, 100_000];
const LONG_IN_FLIGHT: [u32; 3] = [64, 6_400, 64 * 1_563];

/// Measures those that are asked for.
pub(crate) fn measure(clients: &Clients, url: &str, request: &Request) -> Result<Figures, String> {
    FIGURES
        .iter()
        .filter(|figure| request.asks_for(figure.name))
        .map(|figure| {
            eprintln!("Measuring {}.", figure.title);
            let growth = |style, numbers| {
                let mut calls = clients.frame(AUTHLOOM, "get", style, numbers, url);
                client::number(&client::ask(&mut calls)?, "growth_kib").map(|kib| kib / 1024.0)
            };
            let value = match figure.name {
                "start" => start(clients, url, "time_ms"),
                "start-memory" => start(clients, url, "peak_mib"),
                "growth" => growth("sync", LONG),
                "growth-async" => growth("async", LONG_IN_FLIGHT),
                _ => wheel(clients),
            };
            Ok((figure, value?))
        })
        .collect()
}

fn start(clients: &Clients, url: &str, name: &str) -> Result<f64, String> {
    let mut script = clients.script(AUTHLOOM, "start.py");
    client::number(&client::ask(script.args([PAIRS, url]))?, name)
}

#[expect(clippy::cast_precision_loss, reason = "a wheel has few bytes")]
fn wheel(clients: &Clients) -> Result<f64, String> {
    let metadata = clients.wheel().metadata();
    let metadata = metadata.map_err(|error| format!("The wheel cannot be read: {error}."))?;
    Ok(metadata.len() as f64 / f64::from(1 << 20))
}
