//! What comes between two exchanges belongs to neither: it never becomes the response to a call,
//! and the connection on which it came is not used again.

use authloom::HttpConfig;
use authloom_sandbox::faults::{Kind, StrayForm, When};
use authloom_sandbox::{Fault, Sandbox};

use crate::operations::{self, Clients, Credentials, Operation};
use crate::strict::await_connections;
use crate::support::{Watch, on_built_in, strike};

/// Calls an operation, lets stray bytes come, and calls it again, which must not be repeated: one
/// attempt is all it has.
async fn hold(
    form: StrayForm,
    when: When,
    operation: &'static Operation,
    clients: &Clients,
    sandbox: &Sandbox,
    watch: &Watch<'_>,
) {
    let what = format!("{form:?}, {when:?}, {operation:?}");
    eprintln!("{what}");
    sandbox.reset();
    let stray = Fault::new(Kind::Stray { form, when });
    strike(sandbox, [stray.nth(1)]);
    let called = operation.simply(clients).await;
    called.unwrap_or_else(|error| panic!("{what}, the first call: {error:?}"));
    if when == When::OnCommand {
        assert_eq!(sandbox.send_stray(), 1, "{what}");
    }
    let used = sandbox.log(0)[0].connection;
    // The same data again, for calls that change them.
    sandbox.reset();
    let called = operation.simply(clients).await;
    called.unwrap_or_else(|error| panic!("{what}: {error:?}"));
    let log = sandbox.log(0);
    assert_eq!(log.len(), 1, "{what}: it is sent once");
    assert_ne!(log[0].connection, used, "{what}: a fresh connection");
    await_connections(1, sandbox, operation.api).await;
    watch.done(&what);
}

fn once(http: HttpConfig) -> HttpConfig {
    HttpConfig {
        max_attempts: 1,
        ..http
    }
}

/// Each kind of bytes, at each time.
fn each() -> impl Iterator<Item = (StrayForm, When)> {
    let times = [When::WithResponse, When::OnCommand];
    let forms = StrayForm::ALL.iter();
    forms.flat_map(move |form| times.map(|when| (*form, when)))
}

#[test]
fn stray_bytes_are_no_response() {
    on_built_in(async |carrier, sandbox, watch| {
        for (form, when) in each() {
            for operation in operations::all() {
                let clients = Clients::of(sandbox, &once(carrier.hasty()));
                hold(form, when, operation, &clients, sandbox, watch).await;
            }
        }
    });
}

#[test]
fn stray_bytes_below_tls_are_no_response() {
    on_built_in(async |carrier, sandbox, watch| {
        for (form, when) in each() {
            for operation in operations::one_of_each_class() {
                let http = once(carrier.trusting(&sandbox.authority_pem()));
                let url = |api| sandbox.tls_base_url(api);
                let clients = Clients::at(url, &Credentials::default(), &http);
                hold(form, when, operation, &clients, sandbox, watch).await;
            }
        }
    });
}
