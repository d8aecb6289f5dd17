//! Bytes that come though nobody asked for them.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

use authloom_sandbox::faults::{Kind, StrayForm, When};
use authloom_sandbox::{ApiName, Sandbox};

use crate::rig::{
    Ending, closing, connect, exchange, first_of_two, get, latin, plain_response, read_exactly,
    read_to_end, strike, strike_first, struck, undated,
};
use crate::support::call;
use crate::tls;

const DATE: usize = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n".len();

fn wanted(form: StrayForm) -> &'static str {
    match form {
        StrayForm::Response => {
            "HTTP/1.1 418 I'm a teapot\r\nContent-Type: application/json\r\n\
             Content-Length: 14\r\n\r\n{\"stray\":true}"
        }
        StrayForm::HalfResponse => "HTTP/1.1 418 I'm a teapot\r\nContent-Ty",
        StrayForm::Byte => "H",
        StrayForm::LineEnd => "\r\n",
        StrayForm::RequestTimeout => {
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        }
    }
}

/// Sends a request and reads its response, and no more.
fn warm_up(sandbox: &Sandbox) -> TcpStream {
    let plain = plain_response(&get());
    let mut stream = connect(sandbox);
    stream.write_all(get().as_bytes()).expect("sent");
    let came = read_exactly(&mut stream, plain.len() + DATE);
    assert_eq!(undated(&came), plain);
    stream
}

#[test]
fn stray_bytes_come_with_the_response() {
    let plain = plain_response(&get());
    let sandbox = struck(Kind::Latency { ms: 0 });
    for &form in StrayForm::ALL {
        let when = When::WithResponse;
        let kind = Kind::Stray { form, when };
        let all = plain.clone() + wanted(form);
        if form == StrayForm::RequestTimeout {
            strike(&sandbox, kind);
            let (came, ending) = exchange(&sandbox, &get());
            assert_eq!((undated(&came), ending), (all, Ending::Closed));
        } else {
            assert_eq!(first_of_two(&sandbox, &get(), kind), all);
        }
    }
}

#[test]
fn stray_bytes_come_on_command_and_are_there_when_it_returns() {
    let when = When::OnCommand;
    for &form in StrayForm::ALL {
        let sandbox = struck(Kind::Latency { ms: 0 });
        strike_first(&sandbox, Kind::Stray { form, when });
        let mut stream = warm_up(&sandbox);
        assert_eq!(sandbox.send_stray(), 1);
        assert_eq!(sandbox.send_stray(), 0, "it is sent once");
        // Nothing is waited for.
        stream.set_nonblocking(true).expect("a mode");
        let mut came = [0; 200];
        let count = stream.read(&mut came).expect("it is there");
        assert_eq!(latin(&came[..count]), wanted(form));
        if form == StrayForm::RequestTimeout {
            assert_eq!(stream.read(&mut came).expect("an end"), 0);
            continue;
        }
        let error = stream.read(&mut came).expect_err("nothing more");
        assert_eq!(error.kind(), ErrorKind::WouldBlock);
        // The connection goes on.
        stream.set_nonblocking(false).expect("a mode");
        stream.write_all(closing(&get()).as_bytes()).expect("sent");
        let (came, ending) = read_to_end(&mut stream);
        assert!(came.starts_with("HTTP/1.1 200 OK\r\n"), "{came}");
        assert_eq!(ending, Ending::Closed);
    }
}

#[test]
fn stray_bytes_are_not_sent_into_another_exchange() {
    let sandbox = struck(Kind::Latency { ms: 0 });
    let (form, when) = (StrayForm::Response, When::OnCommand);
    assert_eq!(sandbox.send_stray(), 0);
    strike_first(&sandbox, Kind::Stray { form, when });
    let mut stream = warm_up(&sandbox);
    stream.write_all(closing(&get()).as_bytes()).expect("sent");
    let (came, _) = read_to_end(&mut stream);
    assert_eq!(sandbox.send_stray(), 0);
    assert_eq!(
        undated(&came).replace("Connection: close\r\n", ""),
        plain_response(&get())
    );
}

#[test]
fn the_control_port_sends_them_on_all_connections() {
    let sandbox = struck(Kind::Stray {
        form: StrayForm::Byte,
        when: When::OnCommand,
    });
    let control = sandbox.control_url();
    let path = "/connections/send-stray";
    let mut streams = [warm_up(&sandbox), warm_up(&sandbox)];
    let tyk = sandbox.base_url(ApiName::Tyk);
    let other = call(&tyk, "GET", "/", &[], "");
    assert_eq!(other.status, 404);
    assert_eq!(call(&control, "GET", path, &[], "").status, 405);
    let sent = call(&control, "POST", path, &[], "").json();
    assert!(sent["sent"].as_u64() >= Some(2), "{sent}");
    for stream in &mut streams {
        assert_eq!(read_exactly(stream, 1), "H");
    }
}

#[test]
fn stray_bytes_come_by_tls_too() {
    let plain = plain_response(&get());
    for &form in StrayForm::ALL {
        let sandbox = tls::sandbox();
        let when = When::OnCommand;
        strike_first(&sandbox, Kind::Stray { form, when });
        let mut secure = tls::send(&sandbox, "localhost", &get()).expect("a handshake");
        let came = read_exactly(&mut secure, plain.len() + DATE);
        assert_eq!(undated(&came), plain);
        assert_eq!(sandbox.send_stray(), 1);
        secure.sock.set_nonblocking(true).expect("a mode");
        let mut came = [0; 200];
        let count = secure.read(&mut came).expect("it is there");
        assert_eq!(latin(&came[..count]), wanted(form));
        if form == StrayForm::RequestTimeout {
            assert_eq!(secure.read(&mut came).expect("an end"), 0);
            continue;
        }
        secure.sock.set_nonblocking(false).expect("a mode");
        secure.write_all(closing(&get()).as_bytes()).expect("sent");
        let (came, ending) = read_to_end(&mut secure);
        assert!(came.starts_with("HTTP/1.1 200 OK\r\n"), "{came}");
        assert_eq!(ending, Ending::Closed);
    }
}
