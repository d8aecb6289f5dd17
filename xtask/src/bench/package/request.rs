//! What is to be measured.

use super::Package;

/// A comparison of a package with its peers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) rounds: usize,
    /// One turn in each round.
    pub(crate) quick: bool,
    /// The only scenario or figure.
    only: Option<&'static str>,
}

impl Request {
    /// An error is a sentence about the arguments.
    pub(crate) fn new(
        package: &Package,
        rounds: usize,
        quick: bool,
        only: Option<&str>,
    ) -> Result<Self, String> {
        let scenarios = package.scenarios.iter().map(|scenario| scenario.name);
        let figures = package.figures.iter().map(|figure| figure.name);
        let names: Vec<&'static str> = scenarios.chain(figures).collect();
        let only = match only {
            None => None,
            Some(word) => match names.iter().find(|name| **name == word) {
                Some(name) => Some(*name),
                None => {
                    return Err(format!(
                        "--only knows no {word}; it knows {}.",
                        names.join(", ")
                    ));
                }
            },
        };
        Ok(Self {
            rounds,
            quick,
            only,
        })
    }

    /// Whether a scenario or figure is asked for.
    pub(crate) fn asks_for(&self, name: &str) -> bool {
        self.only.is_none_or(|only| only == name)
    }

    /// Whether everything is, thoroughly enough to be written down.
    pub(crate) fn is_whole(&self) -> bool {
        self.only.is_none() && !self.quick
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::python::PACKAGE;
    use super::*;

    #[test]
    fn one_scenario_or_figure_can_be_picked() {
        let request = |only| Request::new(&PACKAGE, 7, false, only);
        let all = request(None).expect("it is understood");
        assert!(all.is_whole() && all.asks_for("sync") && all.asks_for("wheel"));
        let one = request(Some("wheel")).expect("it is understood");
        assert!(!one.is_whole() && !one.asks_for("sync") && one.asks_for("wheel"));
        let sentence = request(Some("fast")).expect_err("there is none");
        assert!(sentence.starts_with("--only knows no fast; it knows sync, "));
    }
}
