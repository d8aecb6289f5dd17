//! Connections that the server closes when nobody asked for it.

use authloom_sandbox::ApiName;
use authloom_sandbox::faults::Kind;

use crate::rig::{Ending, exchange, get, plain_response, struck, undated};
use crate::support::Client;

#[test]
fn a_connection_closes_after_a_response_that_does_not_say_so() {
    for idle_ms in [0, 20] {
        let sandbox = struck(Kind::CloseAfter { idle_ms });
        let asked = get().replace("Host: x", "Host: x\r\nConnection: close");
        for bytes in [get(), asked] {
            let (response, ending) = exchange(&sandbox, &bytes);
            assert_eq!(ending, Ending::Closed);
            assert_eq!(undated(&response), plain_response(&get()));
        }
        assert_eq!(sandbox.close_idle(), 0);
    }
}

#[test]
fn a_connection_that_may_idle_serves_what_comes_in_time() {
    let sandbox = struck(Kind::CloseAfter { idle_ms: 3_600_000 });
    let mut client = Client::new(&sandbox.base_url(ApiName::Konnect));
    for _ in 0..2 {
        client.send_raw(get().as_bytes());
        assert_eq!(client.receive("GET").expect("a response").status, 200);
    }
    let log = sandbox.log(0);
    assert_eq!(log[0].connection, log[1].connection);
    assert_eq!(sandbox.close_idle(), 1);
    assert!(client.is_closed());
}
