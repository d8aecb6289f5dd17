//! The control port: the sandbox's own API, in JSON.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::rfc3339_millis;
use crate::controls::Controls;
use crate::encoding::percent_decode_text;
use crate::exchange::{Action, Request, Response};
use crate::faults::Fault;
use crate::json;
use crate::server::Service;

/// The control port.
pub(crate) struct Control {
    controls: Arc<Controls>,
    connections: AtomicU64,
}

impl Control {
    pub(crate) fn new(controls: Arc<Controls>) -> Self {
        Self {
            controls,
            connections: AtomicU64::new(0),
        }
    }
}

impl Service for Control {
    fn serve(&self, request: &Request, _connection: u64) -> Action {
        let response = if is_loopback(request.header("host").unwrap_or_default()) {
            route(request).and_then(|route| self.run(route))
        } else {
            // A page of some site could otherwise steer the sandbox by a name of its own that
            // resolves to loopback.
            Err(Problem::new(403, "the Host must be loopback"))
        };
        let (status, body) = match response {
            Ok(body) => (200, body),
            Err(problem) => (problem.status, json!({"error": problem.text})),
        };
        Response::json(status, "application/json", &body).into()
    }

    fn now(&self) -> SystemTime {
        self.controls.now()
    }

    fn next_connection(&self) -> u64 {
        self.connections.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Why a request to the control port came to nothing.
struct Problem {
    status: u16,
    text: String,
}

impl Problem {
    fn new(status: u16, text: impl Into<String>) -> Self {
        Self {
            status,
            text: text.into(),
        }
    }

    fn bad(text: impl Into<String>) -> Self {
        Self::new(400, text)
    }
}

/// What a request to the control port asks for.
enum Route {
    Reset,
    Clock(Duration),
    Log { since: u64 },
    Faults(Vec<Fault>),
    Authority,
    CloseIdle,
    SendStray,
    Stats,
    Arm(String),
    Verdict(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    advance_ms: u64,
}

fn route(request: &Request) -> Result<Route, Problem> {
    let path = request.path.as_str();
    let vector = path
        .strip_prefix("/vectors/")
        .and_then(|rest| rest.split_once('/'));
    let (method, route) = match (path, vector) {
        ("/reset", _) => ("POST", Route::Reset),
        ("/clock", _) => ("POST", Route::Clock(Duration::ZERO)),
        ("/log", _) => ("GET", Route::Log { since: 0 }),
        ("/faults", _) => ("PUT", Route::Faults(Vec::new())),
        ("/authority", _) => ("GET", Route::Authority),
        ("/connections/close-idle", _) => ("POST", Route::CloseIdle),
        ("/connections/send-stray", _) => ("POST", Route::SendStray),
        ("/stats", _) => ("GET", Route::Stats),
        (_, Some((id, "arm"))) => ("POST", Route::Arm(vector_id(id)?)),
        (_, Some((id, "verdict"))) => ("GET", Route::Verdict(vector_id(id)?)),
        _ => return Err(Problem::new(404, format!("there is no {path}"))),
    };
    if request.method != method {
        return Err(Problem::new(405, format!("{path} takes {method}")));
    }
    match route {
        Route::Clock(_) => {
            let body: ClockBody = json::object(&request.body).map_err(|error| {
                Problem::bad(format!(
                    "the body must be {{\"advance_ms\": number}}: {error}"
                ))
            })?;
            Ok(Route::Clock(Duration::from_millis(body.advance_ms)))
        }
        Route::Faults(_) => match Fault::read(&request.body) {
            Ok(faults) => Ok(Route::Faults(faults)),
            Err(error) => Err(Problem::bad(error.to_string())),
        },
        Route::Log { .. } => Ok(Route::Log {
            since: since(request)?,
        }),
        other => Ok(other),
    }
}

fn vector_id(encoded: &str) -> Result<String, Problem> {
    percent_decode_text(encoded).ok_or_else(|| Problem::bad("the vector's id holds a bad escape"))
}

fn since(request: &Request) -> Result<u64, Problem> {
    let pairs = request.query_pairs();
    match pairs.as_deref() {
        Some([]) => Ok(0),
        Some([(name, value)]) if name == "since" => value
            .parse()
            .map_err(|_| Problem::bad(format!("since must be a number, not {value:?}"))),
        _ => Err(Problem::bad(
            "the query may hold since=NUMBER and nothing else",
        )),
    }
}

impl Control {
    fn run(&self, route: Route) -> Result<Value, Problem> {
        let controls = &self.controls;
        Ok(match route {
            Route::Reset => {
                controls.reset();
                json!({"reset": true})
            }
            Route::Clock(by) => {
                if !controls.advance(by) {
                    return Err(Problem::bad("the clock cannot be put forward so far"));
                }
                json!({"now": rfc3339_millis(controls.now())})
            }
            Route::Log { since } => json!(controls.log(since)),
            Route::Faults(faults) => {
                let count = faults.len();
                controls
                    .faults(faults)
                    .map_err(|error| Problem::bad(error.to_string()))?;
                json!({"faults": count})
            }
            Route::Authority => json!({"authority_pem": controls.authority_pem()}),
            Route::CloseIdle => json!({"closed": controls.close_idle()}),
            Route::SendStray => json!({"sent": controls.send_stray()}),
            Route::Stats => json!({"connections": controls.stats()}),
            Route::Arm(id) if controls.arm(&id) => json!({"armed": id}),
            Route::Arm(id) => return Err(no_vector(&id)),
            Route::Verdict(id) => json!(controls.verdict(&id).ok_or_else(|| no_vector(&id))?),
        })
    }
}

fn no_vector(id: &str) -> Problem {
    Problem::new(404, format!("there is no vector {id}"))
}

/// Whether a `Host` names this machine's loopback.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => return rest.split(']').next() == Some("::1"),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_loopback_is_loopback() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost:1",
            "LOCALHOST",
            "[::1]:9",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "example.test",
            "127.0.0.1.example.test",
            "localhost.example.test",
            "10.0.0.1",
            "[::2]",
            "::1",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
