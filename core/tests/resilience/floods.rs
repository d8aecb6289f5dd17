//! A server that floods its client: so many bytes or interim responses are borne before the head of
//! a response is complete, and no more. No other call waits meanwhile.

use std::sync::Arc;
use std::time::Duration;

use authloom::{ErrorKind, HttpConfig, Outcome};
use authloom_sandbox::faults::{
    ChunkForm, EndlessChunks, EndlessHead, HeadPart, InterimFlood, Kind, LargeHead, Pace,
    TrailerForm,
};
use authloom_sandbox::{Fault, Sandbox};

use crate::faults::{Case, End, FINAL, broken, hold};
use crate::operations::{self, Clients, Operation};
use crate::strict::{hold_and_close, hold_and_close_by_tls, hold_and_close_some};
use crate::support::{Clock, on_built_in, once, strike, within};

/// What may come before the head of a response is complete, the head included.
const BYTES: usize = 64 << 10;
/// How many interim responses may come.
const INTERIM: u64 = 16;

const BYTE_BY_BYTE: Option<Pace> = Some(Pace {
    bytes: 1,
    interval_ms: 0,
});
const ONE_BY_ONE: Option<Pace> = Some(Pace {
    bytes: 28,
    interval_ms: 1,
});

fn interim(flood: InterimFlood) -> Kind {
    Kind::InterimFlood(flood)
}

fn number(count: Option<u64>, pace: Option<Pace>) -> Kind {
    interim(InterimFlood {
        count,
        pace,
        ..InterimFlood::default()
    })
}

fn together(count: u64, total: usize) -> Kind {
    interim(InterimFlood {
        count: Some(count),
        total_bytes: Some(total),
        ..InterimFlood::default()
    })
}

fn large(bytes: Option<usize>, fields: Option<usize>) -> Kind {
    Kind::LargeHead(LargeHead { bytes, fields })
}

fn head(part: HeadPart, pace: Option<Pace>) -> Kind {
    Kind::EndlessHead(EndlessHead { part, pace })
}

#[test]
fn responses_within_the_bounds_are_accepted() {
    let borne = [
        ("16 interim responses", number(Some(INTERIM), None)),
        ("16, byte by byte", number(Some(INTERIM), BYTE_BY_BYTE)),
        ("one, and 64 KiB in all", together(1, BYTES)),
        ("4, and 64 KiB in all", together(4, BYTES)),
        ("16, and 64 KiB in all", together(INTERIM, BYTES)),
        ("a head of 64 KiB", large(Some(BYTES), None)),
        ("100 fields", large(None, Some(100))),
        ("100 fields in 64 KiB", large(Some(BYTES), Some(100))),
    ];
    hold(&borne.map(|(name, kind)| Case::new(name, kind, End::Success)));
}

fn too_much() -> Vec<Case> {
    let kinds = [
        ("17 interim responses", number(Some(INTERIM + 1), None)),
        ("17, byte by byte", number(Some(INTERIM + 1), BYTE_BY_BYTE)),
        ("one, and more than 64 KiB in all", together(1, BYTES + 1)),
        ("4, and more than 64 KiB in all", together(4, BYTES + 1)),
        ("a head of more than 64 KiB", large(Some(BYTES + 1), None)),
        ("101 fields", large(None, Some(101))),
    ];
    refused(kinds)
}

fn endless_interim() -> Vec<Case> {
    let by_bytes = InterimFlood {
        bytes: Some(20 << 10),
        ..InterimFlood::default()
    };
    refused([
        ("interim responses without end", number(None, None)),
        ("interim responses one by one", number(None, ONE_BY_ONE)),
        ("interim responses by bytes", number(None, BYTE_BY_BYTE)),
        ("large interim responses", interim(by_bytes)),
    ])
}

fn endless_heads() -> Vec<Case> {
    refused([
        ("a value without end", head(HeadPart::Value, None)),
        ("fields without end", head(HeadPart::Fields, None)),
    ])
}

fn slow_heads() -> Vec<Case> {
    refused([
        ("a value by bytes", head(HeadPart::Value, BYTE_BY_BYTE)),
        ("fields by bytes", head(HeadPart::Fields, BYTE_BY_BYTE)),
    ])
}

fn refused<const N: usize>(kinds: [(&str, Kind); N]) -> Vec<Case> {
    let cases = kinds.map(|(name, kind)| Case::new(name, kind, broken(FINAL)));
    cases.into()
}

#[test]
fn one_beyond_a_bound_is_refused() {
    hold_and_close(&too_much());
}

#[test]
fn a_flood_of_interim_responses_is_refused() {
    hold_and_close(&endless_interim());
}

#[test]
fn an_endless_head_is_refused() {
    hold_and_close(&endless_heads());
    hold_and_close_some(&slow_heads());
}

#[test]
fn floods_are_refused_by_tls_too() {
    hold_and_close_by_tls(&[too_much(), endless_interim(), endless_heads()].concat());
}

/// What a server may send without end, and as fast as it can.
fn torrents() -> Vec<(&'static str, Kind)> {
    let large = InterimFlood {
        bytes: Some(20 << 10),
        ..InterimFlood::default()
    };
    let chunks = |bytes| Kind::EndlessChunks(EndlessChunks { bytes, pace: None });
    let trailer = |form| Kind::MalformedTrailer { form };
    let extension = ChunkForm::ExtensionEndless;
    vec![
        ("interim responses", number(None, None)),
        ("interim responses by bytes", number(None, BYTE_BY_BYTE)),
        ("large interim responses", interim(large)),
        ("a value", head(HeadPart::Value, None)),
        ("fields", head(HeadPart::Fields, None)),
        ("an extension", Kind::MalformedChunk { form: extension }),
        ("trailer fields", trailer(TrailerForm::Endless)),
        ("a trailer's value", trailer(TrailerForm::EndlessValue)),
        ("chunks of a byte", chunks(1)),
        ("chunks", chunks(1000)),
    ]
}

/// Clients that take in a lot before a body is too large for them, so that it goes on meanwhile.
fn patient(sandbox: &Sandbox, http: HttpConfig) -> Clients {
    let cap = 64 << 20;
    let http = HttpConfig {
        max_token_body: cap,
        max_body: cap,
        max_attempts: 1,
        ..http
    };
    Clients::of(sandbox, &http)
}

/// Lets the runtime turn until the server has had a request.
async fn has_begun(sandbox: &Sandbox) {
    within(async {
        while sandbox.log(0).is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[test]
fn a_flood_delays_no_other_server() {
    let other = crate::support::sandbox();
    on_built_in(async |carrier, sandbox, watch| {
        for (name, kind) in torrents() {
            for operation in operations::one_of_each_class() {
                let what = format!("{name}, {operation:?}");
                eprintln!("{what}");
                sandbox.reset();
                other.reset();
                strike(sandbox, [Fault::new(kind.clone())]);
                let flooded = patient(sandbox, carrier.hasty());
                let flooded = tokio::spawn(async move { operation.simply(&flooded).await });
                has_begun(sandbox).await;
                let clients = Clients::of(&other, &carrier.hasty());
                for _ in 0..3 {
                    other.reset();
                    let called = operation.simply(&clients).await;
                    called.unwrap_or_else(|error| panic!("{what}: {error:?}"));
                }
                watch.done(&what);
                flooded.abort();
                let ended = within(flooded).await;
                assert!(
                    !matches!(ended, Ok(Ok(_))),
                    "{what}: what has no end is no success"
                );
                watch.done(&what);
            }
        }
    });
}

/// A body of small chunks is borne up to its cap, so that its call is there to be ended.
#[test]
fn a_flood_does_not_hold_up_a_deadline() {
    on_built_in(async |carrier, sandbox, watch| {
        for operation in operations::one_of_each_class() {
            sandbox.reset();
            let chunks = EndlessChunks {
                bytes: 1,
                pace: None,
            };
            strike(sandbox, [Fault::new(Kind::EndlessChunks(chunks))]);
            let clock = Clock::default();
            let http = HttpConfig {
                runtime: Some(Arc::new(clock.clone())),
                ..carrier.http()
            };
            let clients = patient(sandbox, http);
            ends_at_its_deadline(operation, &clients, sandbox, &clock).await;
            watch.done(&format!("{operation:?}"));
        }
    });
}

async fn ends_at_its_deadline(
    operation: &Operation,
    clients: &Clients,
    sandbox: &Sandbox,
    clock: &Clock,
) {
    let mut call = Box::pin(operation.simply(clients));
    let early = within(async {
        while sandbox.log(0).is_empty() {
            if let Some(early) = once(&mut call).await {
                return Some(early);
            }
            tokio::task::yield_now().await;
        }
        None
    });
    if let Some(early) = early.await {
        panic!("{operation:?}: {early:?}");
    }
    clock.turn(Duration::from_secs(61));
    let error = within(call).await.expect_err("it never ends");
    let what = format!("{operation:?}: {error:?}");
    assert_eq!(error.kind, ErrorKind::Timeout, "{what}");
    assert_eq!(error.outcome, Outcome::Unknown, "{what}");
    assert_eq!(sandbox.log(0).len(), 1, "{what}");
}
