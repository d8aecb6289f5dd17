//! What a package promises to cost at most.

use super::super::results::Results;
use super::figures::Figures;
use super::{AUTHLOOM, Package, Request};

/// A sentence for each bar that was missed, or that nothing was measured for although it was asked
/// for.
pub(super) fn missed(
    package: &Package,
    results: &Results,
    figures: &Figures,
    request: &Request,
) -> Vec<String> {
    let mut missed = Vec::new();
    let mut judge = |what: String, measured: Option<f64>, most: f64, unit: &str| match measured {
        Some(measured) if measured <= most => {}
        Some(measured) => missed.push(format!(
            "Missed: {what}: {measured:.3}{unit}, and {most}{unit} is the most it may be."
        )),
        None => missed.push(format!("Missed: {what} was not measured.")),
    };
    for scenario in package
        .scenarios
        .iter()
        .filter(|scenario| request.asks_for(scenario.name))
    {
        for (peer, most) in scenario.bars() {
            let ratio = results.ratio(scenario.name, AUTHLOOM, peer);
            let what = format!("{}, CPU beside {peer}", scenario.title);
            judge(what, ratio, most, "");
        }
        if let Some(most) = scenario.switches() {
            let cost = results.cost(scenario.name, AUTHLOOM);
            let what = format!("{}, context switches per call", scenario.title);
            judge(what, cost.and_then(|cost| cost.switches), most, "");
        }
    }
    for figure in package
        .figures
        .iter()
        .filter(|figure| request.asks_for(figure.name))
    {
        let measured = figures.iter().find(|(found, _)| found.name == figure.name);
        let unit = format!(" {}", figure.unit);
        judge(
            figure.title.to_owned(),
            measured.map(|(_, value)| *value),
            figure.most,
            &unit,
        );
    }
    missed
}

#[cfg(test)]
mod tests {
    use super::super::super::python::PACKAGE;
    use super::super::super::results::Cost;
    use super::*;

    /// Every peer at 100 µs, and Authloom at so many, with so many switches.
    fn measured(cpu: f64, switches: f64) -> Results {
        let mut results = Results::default();
        for scenario in PACKAGE.scenarios {
            for peer in PACKAGE.peers {
                let cost = Cost {
                    wall: 1.0,
                    cpu: if peer.name == AUTHLOOM { cpu } else { 100.0 },
                    switches: Some(switches),
                };
                results.add(scenario.name, peer.name, cost);
            }
        }
        results
    }

    fn request(only: Option<&str>) -> Request {
        Request::new(&PACKAGE, 7, false, only).expect("it is understood")
    }

    #[test]
    fn each_bar_is_judged() {
        let figures = PACKAGE.figures.iter();
        let met: Figures = figures.map(|figure| (figure, figure.most)).collect();
        let count = |results: &Results, only| missed(&PACKAGE, results, &met, &request(only)).len();
        assert_eq!(count(&measured(20.0, 0.1), None), 0);
        assert_eq!(count(&measured(20.1, 0.1), None), 2);
        assert_eq!(count(&measured(20.0, 0.2), None), 1);
        assert_eq!(count(&measured(90.0, 2.0), None), 9 + 3);
        assert_eq!(count(&measured(90.0, 2.0), Some("threads")), 2 + 1);
        assert_eq!(count(&Results::default(), None), 9 + 3);
        assert_eq!(count(&Results::default(), Some("wheel")), 0);
    }

    #[test]
    fn each_figure_is_judged() {
        let figures = PACKAGE.figures.iter();
        let over: Figures = figures.map(|figure| (figure, figure.most + 0.1)).collect();
        let results = measured(20.0, 0.1);
        let missed = |figures, only| missed(&PACKAGE, &results, figures, &request(only));
        assert_eq!(missed(&over, None).len(), PACKAGE.figures.len());
        assert_eq!(
            missed(&over, Some("wheel")),
            ["Missed: the wheel: 3.100 MiB, and 3 MiB is the most it may be."]
        );
        assert_eq!(missed(&Vec::new(), Some("start")).len(), 1);
    }
}
