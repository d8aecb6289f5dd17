//! What is no HTTP is refused, whatever is wrong with it, and its connection is closed. The tests
//! of strictness are about the built-in transport: another one has rules of its own.

use authloom::{ErrorKind, HttpConfig, Outcome};
use authloom_sandbox::faults::{
    ChunkForm, Ending, HeadForm, Kind, Reply, TrailerForm, UnusualForm,
};
use authloom_sandbox::{ApiName, Fault, Sandbox};

use crate::faults::{
    Case, End, FINAL, PASSING, UNUSABLE, broken, clients, hold, judge, responded, says_nothing,
};
use crate::operations::{self, Clients, Credentials, Operation, Success};
use crate::support::{Carrier, Watch, on_built_in, strike, within};

/// Waits until the client has so many connections. The server leaves all of them open.
pub(crate) async fn await_connections(count: usize, sandbox: &Sandbox, api: ApiName) {
    let closed = within(async {
        while sandbox.stats()[api.as_str()] != count {
            tokio::task::yield_now().await;
        }
    });
    closed.await;
}

/// Calls an operation with a fault striking it, and once more without one.
async fn hold_one(
    case: &Case,
    operation: &'static Operation,
    clients: &Clients,
    sandbox: &Sandbox,
    watch: &Watch<'_>,
) {
    let what = format!("{}, {operation:?}", case.name);
    // A call that hangs is not asked for its name.
    eprintln!("{what}");
    sandbox.reset();
    strike(sandbox, [Fault::new(case.kind.clone())]);
    let called = operation.simply(clients).await;
    watch.done(&what);
    let log = sandbox.log(0);
    judge(
        case.end(operation),
        operation,
        called.map(drop),
        &log,
        &what,
    );
    eprintln!("{what}: the connection is to be closed");
    await_connections(0, sandbox, operation.api).await;
    // The client is as good as before.
    sandbox.reset();
    let called = operation.simply(clients).await;
    called.unwrap_or_else(|error| panic!("{what}, and another call: {error:?}"));
    watch.done(&what);
}

/// Calls every operation on the built-in transport, each time with clients and data of its own,
/// with the fault striking every request. The connection is closed by the client.
pub(crate) fn hold_and_close(cases: &[Case]) {
    hold_each(cases, &operations::all().collect::<Vec<_>>());
}

/// The same for one operation of each class: for what takes long.
pub(crate) fn hold_and_close_some(cases: &[Case]) {
    hold_each(cases, &operations::one_of_each_class());
}

fn hold_each(cases: &[Case], operations: &[&'static Operation]) {
    on_built_in(async |carrier, sandbox, watch| {
        for case in cases {
            for operation in operations {
                let clients = clients(carrier, sandbox);
                hold_one(case, operation, &clients, sandbox, watch).await;
            }
        }
    });
}

/// The same by TLS.
pub(crate) fn hold_and_close_by_tls(cases: &[Case]) {
    on_built_in(async |carrier, sandbox, watch| {
        let clients = clients_by_tls(carrier, sandbox);
        for case in cases {
            for operation in operations::one_of_each_class() {
                hold_one(case, operation, &clients, sandbox, watch).await;
            }
        }
    });
}

fn clients_by_tls(carrier: Carrier, sandbox: &Sandbox) -> Clients {
    let http = carrier.trusting(&sandbox.authority_pem());
    Clients::at(
        |api| sandbox.tls_base_url(api),
        &Credentials::default(),
        &http,
    )
}

fn heads() -> Vec<Case> {
    let forms = HeadForm::ALL.iter().map(|&form| {
        let kind = Kind::MalformedHead { form };
        Case::new(format!("head, {form:?}"), kind, broken(FINAL))
    });
    forms.collect()
}

/// A body that was cut off is a connection that broke. What was deleted is not there when it is
/// deleted again, so that the call has done what it should.
fn cut_off(name: String, kind: Kind) -> Case {
    let deletes = |operation: &Operation| {
        operation.api == ApiName::Konnect && operation.success == Success::NoContent
    };
    Case::new(name, kind, broken(PASSING)).but(deletes, End::Repeated)
}

fn chunks() -> Vec<Case> {
    let forms = ChunkForm::ALL.iter().map(|&form| {
        let (name, kind) = (format!("chunk, {form:?}"), Kind::MalformedChunk { form });
        match form {
            ChunkForm::HugeSize | ChunkForm::LastChunkMissing => cut_off(name, kind),
            _ => Case::new(name, kind, broken(FINAL)),
        }
    });
    forms.collect()
}

fn trailers() -> Vec<Case> {
    let forms = TrailerForm::ALL.iter().map(|&form| {
        let kind = Kind::MalformedTrailer { form };
        Case::new(format!("trailer, {form:?}"), kind, broken(FINAL))
    });
    forms.collect()
}

#[test]
fn a_malformed_head_is_refused() {
    hold_and_close(&heads());
}

#[test]
fn a_malformed_chunk_is_refused() {
    hold_and_close(&chunks());
}

#[test]
fn a_malformed_trailer_is_refused() {
    hold_and_close(&trailers());
}

#[test]
fn malformed_responses_over_tls_are_refused() {
    hold_and_close_by_tls(&[heads(), chunks(), trailers()].concat());
}

#[test]
fn rare_but_valid_responses_are_accepted() {
    let forms = UnusualForm::ALL.iter().map(|&form| {
        let kind = Kind::Unusual { form };
        Case::new(format!("unusual, {form:?}"), kind, End::Success)
    });
    hold(&forms.collect::<Vec<_>>());
}

/// RFC 9110, section 15: a status outside the classes counts as a failure of the server.
#[test]
fn an_unknown_status_class_is_a_failure() {
    let cases = [600, 999].map(|status| {
        let end = responded(
            i32::from(status),
            ErrorKind::ServerError,
            Outcome::Unknown,
            FINAL,
        );
        Case::new(status.to_string(), Kind::Status(Reply::new(status)), end)
    });
    hold(&cases);
}

/// A body that ends with its connection, and whether it is whole.
fn until_close(ending: Ending, is_whole: bool) -> Case {
    let name = format!("until the connection ends by {ending:?}");
    let kind = Kind::UntilClose { ending };
    if is_whole {
        Case::new(name, kind, End::Success)
    } else {
        cut_off(name, kind)
    }
}

#[test]
fn a_body_ended_by_close_is_not_a_truncated_one() {
    hold(&[
        until_close(Ending::Close, true),
        until_close(Ending::Unannounced, true),
        until_close(Ending::Reset, false),
    ]);
}

/// By TLS an end without `close_notify` may be an attacker's.
#[test]
fn a_body_without_close_notify_is_truncated() {
    let cases = [
        until_close(Ending::Close, true),
        until_close(Ending::Unannounced, false),
        until_close(Ending::Reset, false),
    ];
    on_built_in(async |carrier, sandbox, watch| {
        let clients = clients_by_tls(carrier, sandbox);
        for case in &cases {
            for operation in operations::one_of_each_class() {
                hold_one(case, operation, &clients, sandbox, watch).await;
            }
        }
    });
}

/// The response is what it says; what follows it belongs to nobody, so that the connection is not
/// used again.
#[test]
fn an_unexpected_body_ends_the_connection() {
    let moved = responded(304, ErrorKind::Decode, Outcome::Unknown, FINAL);
    let body = |status| Kind::ForbiddenBody {
        status: Some(status),
    };
    hold_and_close(&[
        // Who waits for JSON cannot use it.
        Case::new("204 with a body", body(204), UNUSABLE).but(says_nothing, End::Success),
        Case::new("304 with a body", body(304), moved),
    ]);
}

#[test]
fn a_head_response_with_a_body_ends_its_connection() {
    on_built_in(async |carrier, sandbox, watch| {
        let http = HttpConfig {
            max_attempts: 1,
            ..carrier.hasty()
        };
        let clients = Clients::of(sandbox, &http);
        let status = None;
        strike(sandbox, [Fault::new(Kind::ForbiddenBody { status }).nth(1)]);
        let head = || authloom::RawRequest {
            method: "HEAD".to_owned(),
            path: "/tyk/oauth/clients/oauth-api".to_owned(),
            ..authloom::RawRequest::default()
        };
        for _ in 0..2 {
            // No route takes a HEAD, and each says so.
            let call = clients.tyk.request(head());
            let error = within(call).await.expect_err("no HEAD");
            watch.done("HEAD");
            assert_eq!(error.kind, ErrorKind::MethodNotAllowed, "{error:?}");
            assert_eq!(error.attempts, 1);
        }
        let log = sandbox.log(0);
        assert_ne!(log[0].connection, log[1].connection);
        await_connections(1, sandbox, ApiName::Tyk).await;
    });
}
