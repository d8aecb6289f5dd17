//! Interim responses: so many, of such a size, at such a pace, or without end.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use authloom_sandbox::Sandbox;
use authloom_sandbox::faults::{InterimFlood, Kind, Pace};

use crate::rig::{
    await_no_connection, connect, first_of_two, get, log_of, plain_response, read_exactly,
    read_to_end, strike, struck, undated,
};
use crate::tls;

const HINTS: &str = "HTTP/1.1 103 Early Hints\r\n\r\n";

fn endless() -> Kind {
    Kind::InterimFlood(InterimFlood::default())
}

fn send_get(sandbox: &Sandbox) -> TcpStream {
    let mut stream = connect(sandbox);
    stream.write_all(get().as_bytes()).expect("sent");
    stream
}

#[test]
fn so_many_interim_responses_come_before_the_response() {
    let plain = plain_response(&get());
    let sandbox = struck(Kind::Latency { ms: 0 });
    for count in [0, 1, 16, 3000] {
        let flood = InterimFlood {
            count: Some(count),
            ..InterimFlood::default()
        };
        let came = first_of_two(&sandbox, &get(), Kind::InterimFlood(flood));
        let count = usize::try_from(count).expect("few");
        assert_eq!(came, HINTS.repeat(count) + &plain);
    }
    let log = sandbox.log(0);
    assert_eq!(log[0].status, Some(200));
}

#[test]
fn an_interim_response_has_the_size_that_is_asked_for() {
    let plain = plain_response(&get());
    let sandbox = struck(Kind::Latency { ms: 0 });
    for bytes in [40, 20 * 1024] {
        let flood = InterimFlood {
            status: 102,
            count: Some(3),
            bytes: Some(bytes),
            ..InterimFlood::default()
        };
        let came = first_of_two(&sandbox, &get(), Kind::InterimFlood(flood));
        let line = "HTTP/1.1 102 Processing\r\nX-Fill: ";
        let fill = "a".repeat(bytes - line.len() - 4);
        let one = format!("{line}{fill}\r\n\r\n");
        assert_eq!(one.len(), bytes);
        assert_eq!(came, one.repeat(3) + &plain);
    }
}

#[test]
fn all_of_them_and_the_head_have_the_size_that_is_asked_for() {
    const DATE: &str = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";
    let sandbox = struck(Kind::Latency { ms: 0 });
    for (count, total) in [(1, 65536), (4, 65537), (16, 65536)] {
        let flood = InterimFlood {
            count: Some(count),
            total_bytes: Some(total),
            ..InterimFlood::default()
        };
        let came = first_of_two(&sandbox, &get(), Kind::InterimFlood(flood));
        let (heads, _) = came.rsplit_once("\r\n\r\n").expect("heads");
        assert_eq!(heads.len() + 4 + DATE.len(), total);
        assert_eq!(heads.matches("HTTP/1.1 103 ").count() as u64, count);
    }
}

#[test]
fn a_pace_changes_no_byte() {
    let plain = plain_response(&get());
    let sandbox = struck(Kind::Latency { ms: 0 });
    for interval_ms in [0, 2] {
        let flood = InterimFlood {
            count: Some(2),
            pace: Some(Pace {
                bytes: 3,
                interval_ms,
            }),
            ..InterimFlood::default()
        };
        let start = Instant::now();
        let came = first_of_two(&sandbox, &get(), Kind::InterimFlood(flood));
        assert_eq!(came, HINTS.repeat(2) + &plain);
        let writes = 2 * HINTS.len().div_ceil(3) as u64;
        assert!(start.elapsed() >= Duration::from_millis(interval_ms * writes));
    }
}

#[test]
fn a_flood_ends_with_its_client() {
    for pace in [
        None,
        Some(Pace {
            bytes: 1,
            interval_ms: 0,
        }),
        Some(Pace {
            bytes: 28,
            interval_ms: 1,
        }),
    ] {
        let sandbox = struck(Kind::InterimFlood(InterimFlood {
            pace,
            ..InterimFlood::default()
        }));
        let mut stream = send_get(&sandbox);
        let wanted = HINTS.repeat(100);
        assert_eq!(read_exactly(&mut stream, wanted.len()), wanted);
        assert_eq!(sandbox.log(0)[0].status, None);
        drop(stream);
        await_no_connection(&sandbox);
    }
}

type End = fn(&Sandbox);

/// What ends a flood beside its client, which goes on reading.
#[test]
fn a_flood_ends_with_its_script_and_with_the_sandbox() {
    const NO_SCRIPT: End = |sandbox| sandbox.faults(Vec::new()).expect("a script");
    const ANOTHER: End = |sandbox| strike(sandbox, endless());
    for (what, end) in [
        ("a reset", Sandbox::reset as End),
        ("no script", NO_SCRIPT),
        ("another script", ANOTHER),
    ] {
        let sandbox = struck(endless());
        let mut stream = send_get(&sandbox);
        read_exactly(&mut stream, 10_000);
        end(&sandbox);
        let (rest, _) = read_to_end(&mut stream);
        assert!(!rest.contains("HTTP/1.1 200"), "{what}");
        await_no_connection(&sandbox);
    }
    let sandbox = struck(endless());
    let mut stream = send_get(&sandbox);
    read_exactly(&mut stream, 10_000);
    drop(sandbox);
    read_to_end(&mut stream);
}

#[test]
fn a_flood_that_nobody_reads_waits_and_ends_with_its_script() {
    for pace in [
        None,
        Some(Pace {
            bytes: 28,
            interval_ms: 3_600_000,
        }),
    ] {
        let sandbox = struck(Kind::InterimFlood(InterimFlood {
            pace,
            ..InterimFlood::default()
        }));
        let stream = send_get(&sandbox);
        log_of(&sandbox, 1);
        sandbox.reset();
        await_no_connection(&sandbox);
        drop(stream);
    }
}

#[test]
fn floods_come_by_tls_too() {
    let sandbox = struck(endless());
    let mut secure = tls::send(&sandbox, "localhost", &get()).expect("a handshake");
    let wanted = HINTS.repeat(10_000);
    assert_eq!(read_exactly(&mut secure, wanted.len()), wanted);
    drop(secure);
    await_no_connection(&sandbox);
    let mut secure = tls::send(&sandbox, "localhost", &get()).expect("a handshake");
    read_exactly(&mut secure, 100);
    sandbox.reset();
    await_no_connection(&sandbox);
    let flood = InterimFlood {
        count: Some(17),
        ..InterimFlood::default()
    };
    strike(&sandbox, Kind::InterimFlood(flood));
    let request = crate::rig::closing(&get());
    let mut secure = tls::send(&sandbox, "localhost", &request).expect("a handshake");
    let (came, _) = read_to_end(&mut secure);
    let rest = came.strip_prefix(&HINTS.repeat(17)).expect("17 of them");
    assert_eq!(
        undated(rest).replace("Connection: close\r\n", ""),
        plain_response(&get())
    );
}
