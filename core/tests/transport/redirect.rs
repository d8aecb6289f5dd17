//! Redirects, which are not followed.

use std::io::ErrorKind::WouldBlock;
use std::net::TcpListener;
use std::sync::mpsc::channel;

use authloom::ErrorKind;

use crate::support::raw;
use crate::support::{client, get, next, post, run_on_each};

#[test]
fn no_redirect_is_followed() {
    run_on_each(async |http| {
        let canary = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        canary.set_nonblocking(true).expect("a socket can be asked");
        let elsewhere = canary.local_addr().expect("it is bound");
        for status in [301, 302, 303, 307, 308] {
            for target in [
                format!("http://{elsewhere}/x?code=c0de"),
                "/elsewhere".to_owned(),
            ] {
                let response = format!(
                    "HTTP/1.1 {status} Moved\r\nlocation: {target}\r\ncontent-length: 0\r\n\r\n"
                );
                let (report, reported) = channel();
                let address = raw::serve(move |mut connection, _| {
                    while let Some(request) = connection.request() {
                        let _ = report.send(request);
                        connection.send(&response);
                    }
                });
                let client = client(format!("http://{address}"), http.clone());
                for result in [get(&client).await, post(&client).await] {
                    let error = result.unwrap_err();
                    assert_eq!(error.kind, ErrorKind::Decode, "{status} to {target}");
                    assert_eq!(error.status, Some(status));
                    assert_eq!(error.attempts, 1);
                    let shown = target.split('?').next().expect("a path at least");
                    assert!(error.message.contains(shown), "{error}");
                    assert!(!error.to_string().contains("c0de"), "{error}");
                }
                for method in ["GET", "POST"] {
                    assert!(next(&reported).starts_with(&format!("{method} /v1/thing ")));
                }
                assert!(
                    reported.try_recv().is_err(),
                    "something followed the redirect"
                );
            }
        }
        // A connection made by then would be waiting to be accepted.
        let connected = canary.accept().map(drop).map_err(|error| error.kind());
        assert_eq!(connected, Err(WouldBlock));
    });
}
