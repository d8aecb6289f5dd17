//! Heads that are malformed, large or without end, byte for byte.

use std::io::{Read, Write};

use authloom_sandbox::faults::{
    EndlessHead, HeadForm, HeadPart, Kind, LargeHead, Pace, UnusualForm,
};

use crate::rig::{
    Ending, await_no_connection, connect, exchange, first_of_two, get, plain_response,
    read_exactly, request, strike, struck, undated,
};

/// A response in its parts.
struct Plain {
    whole: String,
    length: usize,
}

impl Plain {
    fn new() -> Self {
        let whole = plain_response(&get());
        let (_, body) = whole.split_once("\r\n\r\n").expect("a head");
        let length = body.len();
        Self { whole, length }
    }

    fn body(&self) -> &str {
        &self.whole[self.whole.len() - self.length..]
    }

    fn with_status_line(&self, line: &str) -> String {
        self.whole.replacen("HTTP/1.1 200 OK", line, 1)
    }

    fn with_line(&self, line: &str) -> String {
        self.with_status_line(&format!("HTTP/1.1 200 OK\r\n{line}"))
    }

    /// With this line in place of the length.
    fn in_place_of_length(&self, line: &str) -> String {
        let length = format!("Content-Length: {}\r\n", self.length);
        let without = self.whole.replacen(&length, "", 1);
        without.replacen("200 OK", &format!("200 OK\r\n{line}"), 1)
    }

    /// With this length in place of the true one.
    fn with_length(&self, value: &str) -> String {
        self.in_place_of_length(&format!("Content-Length: {value}"))
    }

    /// With this line in place of the length, and the body in a chunk.
    fn chunked(&self, line: &str) -> String {
        let whole = self.in_place_of_length(line);
        let (head, body) = whole.split_once("\r\n\r\n").expect("a head");
        format!("{head}\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n", self.length)
    }

    fn malformed(&self, form: HeadForm) -> String {
        use HeadForm as Form;
        let length = self.length;
        let one_more = length + 1;
        match form {
            Form::TransferEncodingAndLength => {
                let chunked = self.chunked("Transfer-Encoding: chunked");
                let line = format!("chunked\r\nContent-Length: {length}\r\n");
                chunked.replacen("chunked\r\n", &line, 1)
            }
            Form::DifferentLengths => {
                self.with_length(&format!("{length}\r\nContent-Length: {one_more}"))
            }
            Form::LengthList => self.with_length(&format!("{length}, {one_more}")),
            Form::NegativeLength => self.with_length(&format!("-{length}")),
            Form::PlusLength => self.with_length(&format!("+{length}")),
            Form::SpaceInLength => self.with_length(&format!("{length} 0")),
            Form::EmptyLength => self.with_length(""),
            Form::LengthOverflow => {
                let more = 18_446_744_073_709_551_616 + length as u128;
                self.with_length(&more.to_string())
            }
            Form::GzipCoding => self.in_place_of_length("Transfer-Encoding: gzip"),
            Form::IdentityCoding => self.in_place_of_length("Transfer-Encoding: identity"),
            Form::GzipChunkedCoding => self.chunked("Transfer-Encoding: gzip, chunked"),
            Form::ChunkedGzipCoding => self.chunked("Transfer-Encoding: chunked, gzip"),
            Form::ChunkedTwice => self.chunked("Transfer-Encoding: chunked, chunked"),
            Form::CodingInTwoFields => {
                self.chunked("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked")
            }
            Form::ChunkedInHttp10 => {
                let chunked = self.chunked("Transfer-Encoding: chunked");
                chunked.replacen("HTTP/1.1", "HTTP/1.0", 1)
            }
            Form::SwitchingProtocols => {
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n"
                    .to_owned()
                    + &self.whole
            }
            Form::FoldedLine => self.with_line("X-Odd: a\r\n b"),
            Form::ControlInValue => self.with_line("X-Odd: a\x01b"),
            Form::NulInValue => self.with_line("X-Odd: a\x00b"),
            Form::DeleteInValue => self.with_line("X-Odd: a\x7fb"),
            Form::CarriageReturnInValue => self.with_line("X-Odd: a\x0db"),
            Form::ControlInReason => self.with_status_line("HTTP/1.1 200 O\x01K"),
            Form::SpaceBeforeColon => self.with_line("X-Odd : a"),
            Form::SpaceBeforeName => self.with_line(" X-Odd: a"),
            Form::InvalidName => self.with_line("X-(Odd): a"),
            Form::EmptyName => self.with_line(": a"),
            Form::NoVersion => self.with_status_line("200 OK"),
            Form::Version20 => self.with_status_line("HTTP/2.0 200 OK"),
            Form::Version3 => self.with_status_line("HTTP/3 200 OK"),
            Form::TwoDigitStatus => self.with_status_line("HTTP/1.1 20 OK"),
            Form::FourDigitStatus => self.with_status_line("HTTP/1.1 2000 OK"),
            Form::Status000 => self.with_status_line("HTTP/1.1 000 OK"),
            Form::Status099 => self.with_status_line("HTTP/1.1 099 OK"),
        }
    }
}

#[test]
fn a_malformed_head_is_wrong_in_one_thing_and_leaves_the_connection_open() {
    let plain = Plain::new();
    let sandbox = struck(Kind::Latency { ms: 0 });
    for &form in HeadForm::ALL {
        sandbox.reset();
        let came = first_of_two(&sandbox, &get(), Kind::MalformedHead { form });
        assert_eq!(came, plain.malformed(form), "{form:?}");
        assert_ne!(came, plain.whole);
        assert_eq!(sandbox.log(0)[0].status, None, "{form:?}");
    }
}

#[test]
fn a_response_without_a_body_has_one_where_the_fault_is_about_it() {
    let delete = request("DELETE", "/auth-credential", "");
    let kind = Kind::MalformedHead {
        form: HeadForm::PlusLength,
    };
    let sandbox = struck(Kind::Latency { ms: 0 });
    let came = first_of_two(&sandbox, &delete, kind);
    assert!(came.starts_with("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n"));
    assert!(came.ends_with("\r\n\r\n{}"), "{came}");
}

#[test]
fn unusual_heads_are_what_they_say() {
    let plain = Plain::new();
    let length = plain.length;
    let sandbox = struck(Kind::Latency { ms: 0 });
    let bytes: String = ('\u{80}'..='\u{ff}').collect();
    for (form, wanted) in [
        (UnusualForm::TabInValue, plain.with_line("X-Odd: a\tb")),
        (
            UnusualForm::ObsTextInValue,
            plain.with_line(&format!("X-Odd: {bytes}")),
        ),
        (
            UnusualForm::SpaceAroundValue,
            plain.with_line("X-Odd: \t a \t "),
        ),
        (UnusualForm::NoSpaceAfterColon, plain.with_line("X-Odd:a")),
        (UnusualForm::EmptyValue, plain.with_line("X-Odd:")),
        (
            UnusualForm::NoReason,
            plain.with_status_line("HTTP/1.1 200 "),
        ),
        (
            UnusualForm::SameLengthTwice,
            plain.with_line(&format!("Content-Length: {length}")),
        ),
        (
            UnusualForm::MixedCaseCoding,
            plain.chunked("transfer-encoding: ChUnKeD"),
        ),
    ] {
        let came = first_of_two(&sandbox, &get(), Kind::Unusual { form });
        assert_eq!(came, wanted, "{form:?}");
    }
    let form = UnusualForm::Http10;
    strike(&sandbox, Kind::Unusual { form });
    let (came, ending) = exchange(&sandbox, &get());
    let wanted = plain.with_status_line("HTTP/1.0 200 OK");
    assert_eq!((undated(&came), ending), (wanted, Ending::Closed));
}

#[test]
fn a_large_head_has_the_size_that_is_asked_for() {
    let body = Plain::new().body().to_owned();
    let sandbox = struck(Kind::Latency { ms: 0 });
    for (bytes, fields) in [
        (Some(65536), None),
        (Some(65537), Some(100)),
        (None, Some(101)),
        (Some(1), Some(1)),
    ] {
        strike(&sandbox, Kind::LargeHead(LargeHead { bytes, fields }));
        let mut stream = connect(&sandbox);
        stream.write_all(get().as_bytes()).expect("sent");
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            head += &read_exactly(&mut stream, 1);
        }
        if let Some(bytes @ 1000..) = bytes {
            assert_eq!(head.len(), bytes);
        }
        if let Some(fields @ 10..) = fields {
            assert_eq!(head.lines().count(), fields + 2);
        }
        assert_eq!(read_exactly(&mut stream, body.len()), body);
        assert_eq!(sandbox.close_idle(), 1);
    }
}

#[test]
fn a_head_does_not_end_until_the_client_leaves() {
    let plain = Plain::new();
    let (head, _) = plain.whole.split_once("\r\n\r\n").expect("a head");
    for (part, pace, piece) in [
        (HeadPart::Value, None, "a"),
        (HeadPart::Fields, None, "X-Endless: a\r\n"),
        (
            HeadPart::Fields,
            Some(Pace {
                bytes: 3,
                interval_ms: 0,
            }),
            "X-Endless: a\r\n",
        ),
    ] {
        let sandbox = struck(Kind::EndlessHead(EndlessHead { part, pace }));
        let mut stream = connect(&sandbox);
        stream.write_all(get().as_bytes()).expect("sent");
        let mut begun = String::new();
        while undated(&begun) != format!("{head}\r\n") {
            begun += &read_exactly(&mut stream, 1);
        }
        if part == HeadPart::Value {
            let name = "X-Endless: ";
            assert_eq!(read_exactly(&mut stream, name.len()), name);
        }
        let wanted = piece.repeat(10_000);
        assert_eq!(read_exactly(&mut stream, wanted.len()), wanted);
        assert_eq!(sandbox.log(0)[0].status, None);
        assert_eq!(sandbox.stats()["konnect"], 1);
        drop(stream);
        await_no_connection(&sandbox);
    }
}

#[test]
fn the_response_to_a_head_request_has_no_body() {
    for kind in [
        Kind::MalformedHead {
            form: HeadForm::ChunkedTwice,
        },
        Kind::Unusual {
            form: UnusualForm::SmallChunks,
        },
    ] {
        let sandbox = struck(kind);
        let head = get().replacen("GET", "HEAD", 1);
        let mut stream = connect(&sandbox);
        stream.write_all(head.as_bytes()).expect("sent");
        stream
            .shutdown(std::net::Shutdown::Write)
            .expect("it stands");
        let mut came = String::new();
        stream.read_to_string(&mut came).expect("text");
        assert!(came.contains("chunked"), "{came}");
        assert!(came.ends_with("\r\n\r\n"), "{came}");
        assert_eq!(came.matches("\r\n\r\n").count(), 1, "{came}");
    }
}
