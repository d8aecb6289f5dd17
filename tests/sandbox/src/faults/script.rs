//! The faults in force, and what they have in store for a request.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::error::FaultError;
use super::kind::Kind;
use super::spec::{self, Fault};
use crate::api_name::ApiName;
use crate::exchange::Request;
use crate::tls::TlsMode;

/// The faults in force.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// Whether there are any, so that without them a request costs one look.
    any: AtomicBool,
    /// How many scripts there were, so that a fault that does not end can see that its own has.
    number: AtomicU64,
    rules: Mutex<Vec<Rule>>,
}

#[derive(Debug)]
struct Rule {
    fault: Fault,
    /// How many requests matched.
    matched: u64,
}

/// What befalls one request.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Plan {
    /// The number of the script that it is of.
    pub(crate) script: u64,
    pub(crate) latency: Duration,
    pub(crate) interim: Vec<u16>,
    /// None when the response is delivered as it is.
    pub(crate) kind: Option<Kind>,
}

impl Plan {
    /// Whether the API carries the request out.
    pub(crate) fn carries_out(&self) -> bool {
        self.kind.as_ref().is_none_or(Kind::carries_out)
    }

    /// Whether the request's body is read.
    pub(crate) fn reads_body(&self) -> bool {
        !matches!(self.kind, Some(Kind::EarlyResponse(_)))
    }
}

impl Script {
    /// Puts these faults in force instead of those before; counting begins anew.
    pub(crate) fn replace(&self, faults: Vec<Fault>) -> Result<(), FaultError> {
        spec::check(&faults)?;
        let mut rules = self.lock();
        self.any.store(!faults.is_empty(), Ordering::Release);
        self.number.fetch_add(1, Ordering::AcqRel);
        *rules = faults
            .into_iter()
            .map(|fault| Rule { fault, matched: 0 })
            .collect();
        Ok(())
    }

    /// Ends all faults.
    pub(crate) fn clear(&self) {
        let mut rules = self.lock();
        self.any.store(false, Ordering::Release);
        self.number.fetch_add(1, Ordering::AcqRel);
        rules.clear();
    }

    /// The number of the script in force.
    pub(crate) fn number(&self) -> u64 {
        self.number.load(Ordering::Acquire)
    }

    /// Counts a request, and tells what befalls it if anything does.
    pub(crate) fn plan(&self, api: ApiName, request: &Request) -> Option<Box<Plan>> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut plan = None::<Box<Plan>>;
        let mut rules = self.lock();
        let script = self.number();
        for rule in rules.iter_mut() {
            if !rule.fault.matches(api, request) {
                continue;
            }
            rule.matched += 1;
            if !rule.fault.strikes(rule.matched) {
                continue;
            }
            let plan = plan.get_or_insert_with(|| {
                Box::new(Plan {
                    script,
                    ..Plan::default()
                })
            });
            match rule.fault.kind() {
                Kind::Latency { ms } => {
                    plan.latency = plan.latency.saturating_add(Duration::from_millis(*ms));
                }
                Kind::Interim { statuses } => plan.interim.extend(statuses),
                kind if plan.kind.is_none() => plan.kind = Some(kind.clone()),
                _ => {}
            }
        }
        plan
    }

    /// Counts a connection that begins TLS, and tells how that fails if it does.
    pub(crate) fn plan_tls(&self, api: ApiName) -> Option<TlsMode> {
        let mut plan = None;
        for rule in self.lock().iter_mut() {
            let Some(mode) = rule.fault.tls(api) else {
                continue;
            };
            rule.matched += 1;
            if rule.fault.strikes(rule.matched) {
                plan = plan.or(Some(mode));
            }
        }
        plan
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Rule>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::Place;
    use super::*;

    fn request(method: &str, path: &str) -> Request {
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            ..Request::default()
        }
    }

    const CLOSE: Kind = Kind::Close { at: Place::Before };
    const RESET: Kind = Kind::Reset { at: Place::Before };

    fn latency(ms: u64) -> Fault {
        Fault::new(Kind::Latency { ms })
    }

    #[test]
    fn each_fault_counts_the_requests_that_match_it() {
        let script = Script::default();
        script
            .replace(vec![
                Fault::new(CLOSE).method("PUT").nth(2),
                Fault::new(RESET).path("/a*").every(2),
                Fault::new(RESET).path("/b").api(ApiName::Tyk),
            ])
            .expect("faults");
        let strike = |api, method, path| {
            let plan = script.plan(api, &request(method, path));
            plan.and_then(|plan| plan.kind)
        };
        let konnect = ApiName::Konnect;
        assert_eq!(strike(konnect, "PUT", "/a"), None);
        // Both strike; the first of the script is delivered, and the second has counted.
        assert_eq!(strike(konnect, "PUT", "/ab"), Some(CLOSE));
        assert_eq!(strike(konnect, "PUT", "/ab"), None);
        assert_eq!(strike(konnect, "GET", "/a/b"), Some(RESET));
        assert_eq!(strike(konnect, "GET", "/b"), None);
        assert_eq!(strike(ApiName::Tyk, "GET", "/b"), Some(RESET));
        assert_eq!(strike(ApiName::Tyk, "GET", "/bb"), None);
        script.clear();
        assert_eq!(strike(ApiName::Tyk, "GET", "/b"), None);
    }

    #[test]
    fn latency_and_interim_responses_add_to_others() {
        let script = Script::default();
        let interim = |status| {
            Fault::new(Kind::Interim {
                statuses: vec![status],
            })
        };
        script
            .replace(vec![
                latency(2),
                interim(103),
                Fault::new(CLOSE),
                interim(102),
                latency(3),
                Fault::new(RESET),
            ])
            .expect("faults");
        let plan = script.plan(ApiName::Tyk, &request("GET", "/"));
        let wanted = Plan {
            script: 1,
            latency: Duration::from_millis(5),
            interim: vec![103, 102],
            kind: Some(CLOSE),
        };
        assert_eq!(plan.as_deref(), Some(&wanted));
    }

    #[test]
    fn a_script_is_refused_as_a_whole() {
        let script = Script::default();
        script.replace(vec![latency(1)]).expect("faults");
        let refused = script.replace(vec![latency(2), latency(3).nth(1).every(1)]);
        assert_eq!(
            refused.expect_err("both").to_string(),
            "faults[1]: nth and every exclude each other"
        );
        let plan = script.plan(ApiName::Tyk, &request("GET", "/"));
        assert_eq!(
            plan.map(|plan| plan.latency),
            Some(Duration::from_millis(1))
        );
    }
}
