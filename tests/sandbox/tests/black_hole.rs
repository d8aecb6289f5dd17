//! The address that swallows connections.
#![cfg(target_os = "linux")]

use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::Duration;

use authloom_sandbox::BlackHole;

#[test]
fn nobody_is_let_in_and_nobody_is_turned_away() {
    let hole = BlackHole::open().expect("a black hole");
    // However long the limit, it is what ends it; a short one shows it as well.
    for _ in 0..3 {
        let error = TcpStream::connect_timeout(&hole.address(), Duration::from_millis(50))
            .expect_err("no connection");
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
    }
    let address = hole.address();
    drop(hole);
    let error = TcpStream::connect(address).expect_err("no listener");
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused, "{error}");
}
