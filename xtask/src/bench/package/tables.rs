//! Results as tables.

use super::super::results::{Cost, Results};
use super::super::tables::table;
use super::figures::Figures;
use super::{AUTHLOOM, Package};

/// One number of a cost, as a cell shows it.
type Part = fn(&Cost) -> Option<String>;

const COSTS: &[(&str, Part)] = &[
    ("CPU per call, µs", |cost| Some(format!("{:.1}", cost.cpu))),
    ("Time per call, µs", |cost| {
        Some(format!("{:.1}", cost.wall))
    }),
    ("Context switches per call", |cost| {
        Some(format!("{:.2}", cost.switches?))
    }),
];

/// All tables that anything is known for, in Markdown.
pub(super) fn all(package: &Package, results: &Results, figures: &Figures) -> String {
    let costs = COSTS
        .iter()
        .map(|(title, part)| costs(package, results, title, *part));
    [ratios(package, results)]
        .into_iter()
        .chain(costs)
        .chain([others(figures)])
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

/// Authloom's CPU beside each peer's, with what it may be at most.
fn ratios(package: &Package, results: &Results) -> Option<String> {
    let peers = || package.peers.iter().filter(|peer| peer.name != AUTHLOOM);
    let columns: Vec<&str> = peers().map(|peer| peer.title).collect();
    let rows = package.scenarios.iter().map(|scenario| {
        let cells = peers().map(|peer| {
            let ratio = results.ratio(scenario.name, AUTHLOOM, peer.name)?;
            let bar = scenario.bars().find(|(name, _)| *name == peer.name);
            Some(with_bar(&format!("{ratio:.2}"), bar.map(|(_, most)| most)))
        });
        (scenario.title, cells.collect())
    });
    table("Authloom's CPU per call, beside that of", &columns, rows)
}

fn costs(package: &Package, results: &Results, title: &str, part: Part) -> Option<String> {
    let columns: Vec<&str> = package.peers.iter().map(|peer| peer.title).collect();
    let switches = title.contains("switches");
    let rows = package.scenarios.iter().map(|scenario| {
        let cells = package.peers.iter().map(|peer| {
            let shown = part(&results.cost(scenario.name, peer.name)?)?;
            let bar = scenario
                .switches()
                .filter(|_| switches && peer.name == AUTHLOOM);
            Some(with_bar(&shown, bar))
        });
        (scenario.title, cells.collect())
    });
    table(title, &columns, rows)
}

fn others(figures: &Figures) -> Option<String> {
    let rows = figures.iter().map(|(figure, value)| {
        let unit = figure.unit;
        let cells = vec![
            Some(format!("{value:.1} {unit}")),
            Some(format!("{} {unit}", figure.most)),
        ];
        (figure.title, cells)
    });
    table("Beside its calls", &["Authloom", "at most"], rows)
}

fn with_bar(shown: &str, most: Option<f64>) -> String {
    match most {
        Some(most) => format!("{shown} (≤ {most:.2})"),
        None => shown.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::python::PACKAGE;
    use super::*;

    #[test]
    fn only_what_is_known_is_shown_and_bars_beside_it() {
        let mut results = Results::default();
        assert_eq!(all(&PACKAGE, &results, &Vec::new()), "");
        for (peer, cpu) in [(AUTHLOOM, 1.0), ("pycurl", 2.0), ("requests", 10.0)] {
            let cost = Cost {
                wall: 9.0,
                cpu,
                switches: Some(1.0),
            };
            results.add("sync", peer, cost);
        }
        let wheel = PACKAGE.figures.last().expect("it is the last one");
        let shown = all(&PACKAGE, &results, &vec![(wheel, 2.25)]);
        for row in [
            "| get, sync, 1 thread |  | 0.50 (≤ 0.60) |  |  |  |  | 0.10 |  |  |",
            "| get, sync, 1 thread | 1.0 |  | 2.0 |",
            "| get, sync, 1 thread | 1.00 (≤ 1.10) |  | 1.00 |",
            "| the wheel | 2.2 MiB | 3 MiB |",
        ] {
            assert!(shown.contains(row), "{row} is not in\n{shown}");
        }
        assert!(!shown.contains("async"));
    }
}
