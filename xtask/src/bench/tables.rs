//! Results as tables: a row for each scenario, a column for each peer.

use super::results::Results;
use super::scenarios::{PEERS, REFERENCE, SCENARIOS};

/// What a cell says of a scenario and a peer, if anything is known.
type Cell = fn(&Results, &'static str, &'static str) -> Option<String>;

const TABLES: &[(&str, Cell)] = &[
    ("CPU per call, reqwest = 1", |results, scenario, peer| {
        Some(format!("{:.2}", results.ratio(scenario, peer, REFERENCE)?))
    }),
    ("CPU per call, µs", |results, scenario, peer| {
        Some(format!("{:.1}", results.cost(scenario, peer)?.cpu))
    }),
    ("Time per call, µs", |results, scenario, peer| {
        Some(format!("{:.1}", results.cost(scenario, peer)?.wall))
    }),
    ("Instructions per call", |results, scenario, peer| {
        let counted = results.counted(scenario, peer)?;
        Some(format!("{:.0}", counted.instructions))
    }),
    ("Allocations per call", |results, scenario, peer| {
        let counted = results.counted(scenario, peer)?;
        Some(format!("{:.0}", counted.allocations))
    }),
];

/// All tables that anything is known for, in Markdown.
pub(crate) fn all(results: &Results) -> String {
    TABLES
        .iter()
        .filter_map(|(title, cell)| core_table(results, title, *cell))
        .collect::<Vec<_>>()
        .join("\n")
}

fn core_table(results: &Results, title: &str, cell: Cell) -> Option<String> {
    let columns: Vec<&str> = PEERS.iter().map(|peer| peer.title).collect();
    let rows = SCENARIOS.iter().map(|scenario| {
        let cells = PEERS
            .iter()
            .map(|peer| cell(results, scenario.name, peer.name));
        (scenario.title, cells.collect())
    });
    table(title, &columns, rows)
}

/// A table with a column for each peer and a row for each scenario that anything is known of;
/// none without a row.
pub(crate) fn table<'a>(
    title: &str,
    columns: &[&str],
    rows: impl Iterator<Item = (&'a str, Vec<Option<String>>)>,
) -> Option<String> {
    let rows: String = rows
        .filter(|(_, cells)| cells.iter().any(Option::is_some))
        .map(|(scenario, cells)| row(scenario, cells.into_iter().map(Option::unwrap_or_default)))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let head = row(title, columns.iter().map(|&column| column.to_owned()));
    let rule = row("---", columns.iter().map(|_| "---:".to_owned()));
    Some([head, rule, rows].concat())
}

fn row(first: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {first} | {} |\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::super::results::Cost;
    use super::super::scenarios::CORE;
    use super::*;

    #[test]
    fn only_what_is_known_is_shown() {
        let mut results = Results::default();
        assert_eq!(all(&results), "");
        for (peer, cpu) in [(CORE, 1.0), (REFERENCE, 4.0)] {
            let cost = Cost {
                wall: 9.0,
                cpu,
                switches: None,
            };
            results.add("get", peer, cost);
        }
        let shown = all(&results);
        assert!(
            shown.contains("| get, one by one | 0.25 |  |  | 1.00 |  |"),
            "{shown}"
        );
        assert!(!shown.contains("upsert") && !shown.contains("Instructions"));
    }
}
