//! Hostile bodies cost no more memory than their cap allows. The memory is that of a whole process,
//! so that each case is run in one of its own.
#![cfg(target_os = "linux")]

#[allow(dead_code, reason = "the resilience tests use more of it")]
#[path = "../resilience/support/clock.rs"]
mod clock;
#[cfg(feature = "reqwest")]
#[path = "../support/over_reqwest.rs"]
mod over_reqwest;
mod wrong_type;

use std::env;
use std::fs;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use authloom::konnect::UpsertAuthConfig;
use authloom::token_service::IssueShortTermTokenOptions;
use authloom::{
    Error, ErrorKind, HttpConfig, Konnect, KonnectConfig, Outcome, Proxy, TokenService,
    TokenServiceConfig,
};
use authloom_sandbox::faults::{BodyFraming, Kind, Part};
use authloom_sandbox::{ApiName, Fault, Sandbox};

use clock::Clock;

const MIB: u64 = 1 << 20;
/// How much a call may take beyond the cap.
const BEYOND: u64 = 8 * MIB;
/// Only guards against hanging.
const PATIENCE: Duration = Duration::from_secs(30);

/// Which case a process of its own is for.
const CASE: &str = "AUTHLOOM_BODIES_CASE";

/// Runs each case in a process of its own: memory that was taken and given back stays with a
/// process, and would hide what the next case takes.
fn each_alone(test: &str, cases: usize, run: impl Fn(usize)) {
    if let Ok(case) = env::var(CASE) {
        return run(case.parse().expect("a number"));
    }
    for case in 0..cases {
        let own = env::current_exe().expect("a program knows where it is");
        let output = Command::new(own)
            .args(["--exact", test, "--nocapture"])
            .env(CASE, case.to_string())
            .output()
            .expect("it can be run again");
        let said = String::from_utf8_lossy(&output.stderr);
        let ran = String::from_utf8_lossy(&output.stdout).contains("1 passed");
        assert!(output.status.success() && ran, "case {case}: {said}");
    }
}

/// What is resident of this process, or was at most since the mark was last wiped, in bytes.
fn resident(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.trim_start_matches(':').split_whitespace().next());
    let kib: u64 = kib.and_then(|kib| kib.parse().ok()).expect("a number");
    kib * 1024
}

/// By how many bytes the process grew at most while this ran.
async fn growth<T>(work: impl Future<Output = T>) -> (T, u64) {
    fs::write("/proc/self/clear_refs", "5").expect("a process may wipe its own mark");
    let before = resident("VmRSS");
    let done = tokio::time::timeout(PATIENCE, work)
        .await
        .expect("it hangs");
    (done, resident("VmHWM").saturating_sub(before))
}

/// What carries the requests.
#[derive(Debug, Clone, Copy)]
enum Carrier {
    Hyper,
    #[cfg(feature = "reqwest")]
    Reqwest,
}

const CARRIERS: &[Carrier] = &[
    Carrier::Hyper,
    #[cfg(feature = "reqwest")]
    Carrier::Reqwest,
];

impl Carrier {
    fn http(self) -> HttpConfig {
        let once = HttpConfig {
            max_attempts: 1,
            proxy: Proxy::Direct,
            ..HttpConfig::default()
        };
        match self {
            Self::Hyper => once,
            #[cfg(feature = "reqwest")]
            Self::Reqwest => HttpConfig {
                transport: Some(over_reqwest::transport(|| {
                    over_reqwest::trusting(rustls::RootCertStore::empty())
                })),
                ..once
            },
        }
    }
}

/// An operation, and the cap of its responses.
#[derive(Debug, Clone, Copy)]
enum Call {
    Get,
    Put,
    Token,
}

const CALLS: [Call; 3] = [Call::Get, Call::Put, Call::Token];

impl Call {
    fn cap(self) -> u64 {
        match self {
            Self::Get | Self::Put => 16 * MIB,
            Self::Token => MIB,
        }
    }

    async fn make(self, sandbox: &Sandbox, http: HttpConfig) -> Result<(), Error> {
        let id = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506";
        if let Self::Token = self {
            let service = TokenService::new(TokenServiceConfig {
                base_url: Some(sandbox.base_url(ApiName::TokenService)),
                token: Some("lt_5f2a".into()),
                http,
                ..TokenServiceConfig::default()
            });
            let options = IssueShortTermTokenOptions::default();
            let service = service.expect("a client");
            return service.issue_short_term_token(options).await.map(drop);
        }
        let konnect = Konnect::new(KonnectConfig {
            base_url: Some(sandbox.base_url(ApiName::Konnect)),
            token: Some("kpat_example".into()),
            http,
            ..KonnectConfig::default()
        });
        let konnect = konnect.expect("a client");
        if let Self::Get = self {
            return konnect.get_auth_config(id).await.map(drop);
        }
        let config = UpsertAuthConfig {
            client_id: "catalog-app".into(),
            client_secret: "a-new-secret".into(),
            authorization_endpoint: "https://id.acme.test/authorize".into(),
            token_endpoint: "https://id.acme.test/token".into(),
        };
        konnect.upsert_auth_config(id, config).await.map(drop)
    }
}

/// Which carrier and which call a case is about, and what is left of its number.
fn parts(case: usize) -> (Carrier, Call, usize) {
    let (carrier, rest) = (case % CARRIERS.len(), case / CARRIERS.len());
    (
        CARRIERS[carrier],
        CALLS[rest % CALLS.len()],
        rest / CALLS.len(),
    )
}

/// Each call by each carrier while a fault is in force: it ends in this kind of error, and takes no
/// more memory than its cap and a little.
fn bounded(test: &str, hostile: &[(Kind, ErrorKind)]) {
    each_alone(test, hostile.len() * CALLS.len() * CARRIERS.len(), |case| {
        let (carrier, call, place) = parts(case);
        let (kind, expected) = &hostile[place];
        let sandbox = Sandbox::builder().start().expect("loopback has free ports");
        runtime().block_on(async {
            // What is made once is made before.
            let usual = call.make(&sandbox, carrier.http()).await;
            usual.expect("a success");
            let faults = vec![Fault::new(kind.clone())];
            sandbox.faults(faults).expect("the fault makes sense");
            let (called, grown) = growth(call.make(&sandbox, carrier.http())).await;
            let error = called.expect_err("a hostile body");
            let what = format!("{carrier:?}, {kind:?}, {call:?}, {grown} bytes: {error:?}");
            assert_eq!(error.kind, *expected, "{what}");
            assert_eq!(error.outcome, Outcome::Unknown, "{what}");
            assert!(grown < call.cap() + BEYOND, "{what}");
        });
    });
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system gives a runtime its event queue")
}

/// As a success, and as a failure.
const STATUSES: [(Option<u16>, ErrorKind); 2] = [
    (None, ErrorKind::Decode),
    (Some(500), ErrorKind::ServerError),
];

fn oversized(bytes: u64) -> Vec<(Kind, ErrorKind)> {
    let framings = [
        BodyFraming::Length,
        BodyFraming::Chunked,
        BodyFraming::Close,
    ];
    let all = framings.into_iter().flat_map(|framing| {
        STATUSES.map(|(status, expected)| {
            let kind = Kind::Oversized {
                bytes,
                framing,
                status,
            };
            (kind, expected)
        })
    });
    all.collect()
}

#[test]
fn a_body_beyond_all_bounds_is_not_taken_in() {
    let hostile = oversized(300 * MIB);
    bounded("a_body_beyond_all_bounds_is_not_taken_in", &hostile);
}

#[test]
fn a_large_body_of_the_wrong_type_is_not_kept() {
    let hostile = oversized(MIB - 1);
    bounded("a_large_body_of_the_wrong_type_is_not_kept", &hostile);
}

#[test]
fn a_body_that_nests_without_end_is_not_followed() {
    let hostile = STATUSES.map(|(status, expected)| {
        let kind = Kind::Nested {
            levels: 100_000,
            status,
        };
        (kind, expected)
    });
    bounded("a_body_that_nests_without_end_is_not_followed", &hostile);
}

#[test]
fn a_body_of_another_type_or_length_costs_nothing() {
    let html = Kind::WrongContentType {
        content_type: "text/html".into(),
    };
    let by = |by| Kind::WrongContentLength { by };
    let hostile = [
        (html, ErrorKind::Decode),
        (by(-5), ErrorKind::Decode),
        (by(1000), ErrorKind::Transport),
        (by(300 << 20), ErrorKind::Decode),
    ];
    bounded("a_body_of_another_type_or_length_costs_nothing", &hostile);
}

#[test]
fn a_body_that_drips_is_not_waited_for() {
    let test = "a_body_that_drips_is_not_waited_for";
    each_alone(test, CALLS.len() * CARRIERS.len(), |case| {
        let (carrier, call, _) = parts(case);
        let sandbox = Sandbox::builder().start().expect("loopback has free ports");
        let drip = Fault::new(Kind::Drip {
            bytes: 1,
            interval_ms: 1000,
            part: Part::Body,
        });
        sandbox.faults(vec![drip]).expect("the fault makes sense");
        let clock = Clock::default();
        let http = HttpConfig {
            runtime: Some(Arc::new(clock.clone())),
            ..carrier.http()
        };
        runtime().block_on(async {
            let mut calling = Box::pin(call.make(&sandbox, http));
            let (called, grown) = growth(async {
                loop {
                    tokio::select! {
                        biased;
                        called = &mut calling => return called,
                        () = tokio::task::yield_now() => {}
                    }
                    if clock.is_awaited() && !sandbox.log(0).is_empty() {
                        clock.turn_to_alarm();
                    }
                }
            })
            .await;
            let error = called.expect_err("it never ends");
            let what = format!("{carrier:?}, {call:?}, {grown} bytes: {error:?}");
            assert_eq!(error.kind, ErrorKind::Timeout, "{what}");
            assert_eq!(error.outcome, Outcome::Unknown, "{what}");
            assert!(grown < BEYOND, "{what}");
        });
    });
}

/// Shows that what is measured would be seen.
#[test]
fn memory_that_was_taken_and_given_back_is_noticed() {
    each_alone("memory_that_was_taken_and_given_back_is_noticed", 1, |_| {
        let size = usize::try_from(BEYOND).expect("a number");
        let (_, grown) = runtime().block_on(growth(async {
            std::hint::black_box(vec![1_u8; size]).len()
        }));
        assert!((BEYOND..2 * BEYOND).contains(&grown), "{grown}");
    });
}
