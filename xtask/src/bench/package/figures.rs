//! What a package costs beside its calls: to be started, to be installed, to be run for long.

use super::super::client;
use super::{AUTHLOOM, Clients, Package, Request, scenarios};

/// A number that may be so high at most.
#[derive(Debug)]
pub(crate) struct Figure {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What the page calls it.
    pub(crate) title: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) most: f64,
    pub(crate) measure: Measure,
}

/// How it is measured.
#[derive(Debug)]
pub(crate) enum Measure {
    /// What the script that starts processes calls it.
    Start(&'static str),
    /// By how many MiB the process has grown after calls of that style: how many are made at once,
    /// calls of the warm-up, calls. All that are made at once are equally many.
    Growth(Option<&'static str>, [u32; 3]),
    /// How many MiB the built file has.
    Size,
}

/// What was measured.
pub(crate) type Figures = Vec<(&'static Figure, f64)>;

/// How many pairs of processes are started.
const PAIRS: &str = "31";
const KIB_PER_MIB: f64 = 1024.0;

/// Measures those that are asked for.
pub(super) fn measure(
    package: &Package,
    clients: &impl Clients,
    url: &str,
    request: &Request,
) -> Result<Figures, String> {
    package
        .figures
        .iter()
        .filter(|figure| request.asks_for(figure.name))
        .map(|figure| {
            eprintln!("Measuring {}.", figure.title);
            let value = match figure.measure {
                Measure::Start(name) => {
                    let said = client::ask(clients.start().args([PAIRS, url]))?;
                    client::number(&said, name)
                }
                Measure::Growth(style, numbers) => {
                    let frame = clients.frame_of_growth(AUTHLOOM);
                    let mut calls = scenarios::turn(frame, AUTHLOOM, "get", style, numbers, url);
                    let said = client::ask(&mut calls)?;
                    client::number(&said, "growth_kib").map(|kib| kib / KIB_PER_MIB)
                }
                Measure::Size => size(clients),
            };
            Ok((figure, value?))
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "what is built has few bytes")]
fn size(clients: &impl Clients) -> Result<f64, String> {
    let file = clients.built();
    let metadata = file
        .metadata()
        .map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    Ok(metadata.len() as f64 / f64::from(1 << 20))
}
