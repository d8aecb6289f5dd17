//! Chunked bodies and trailers that are malformed or rare, and bodies where none may be, byte for
//! byte.

use std::io::Write;

use authloom_sandbox::faults::{
    ChunkForm, Ending as BodyEnding, EndlessChunks, Kind, Pace, TrailerForm, UnusualForm,
};

use crate::rig::{
    Ending, await_no_connection, connect, exchange, first_of_two, get, plain_response,
    read_exactly, read_to_end, request, strike, struck, undated,
};
use crate::tls;

/// The head and the body of a chunked response.
fn chunked() -> (String, String) {
    let plain = plain_response(&get());
    let (head, body) = plain.split_once("\r\n\r\n").expect("a head");
    let length = format!("Content-Length: {}", body.len());
    let head = head.replacen(&length, "Transfer-Encoding: chunked", 1);
    (head + "\r\n\r\n", body.to_owned())
}

/// What is left of an open connection, or all of a closed one.
enum Wanted {
    Open(String),
    Closed(String),
    /// After the beginning this comes again and again.
    Endless(String, &'static str),
}

fn malformed(form: ChunkForm, body: &str) -> Wanted {
    use ChunkForm as Form;
    let n = body.len();
    let one_less = n - 1;
    let one_more = n + 1;
    let long = "a".repeat(128 * 1024);
    Wanted::Open(match form {
        Form::SizeBareLf => format!("{n:x}\n{body}\r\n0\r\n\r\n"),
        Form::SizeBareCr => format!("{n:x}\r{body}\r\n0\r\n\r\n"),
        Form::NoSize => format!("\r\n{body}\r\n0\r\n\r\n"),
        Form::SizeNotHex => format!("{n:x}g\r\n{body}\r\n0\r\n\r\n"),
        Form::SizePlus => format!("+{n:x}\r\n{body}\r\n0\r\n\r\n"),
        Form::SizeMinus => format!("-{n:x}\r\n{body}\r\n0\r\n\r\n"),
        Form::SizeSpaceBefore => format!(" {n:x}\r\n{body}\r\n0\r\n\r\n"),
        Form::SizePrefix => format!("0x{n:x}\r\n{body}\r\n0\r\n\r\n"),
        Form::SizeOverflow => format!("1{n:016x}\r\n{body}\r\n0\r\n\r\n"),
        Form::HugeSize => return Wanted::Closed(format!("7fffffffffffffff\r\n{body}")),
        Form::DataLonger => format!("{one_less:x}\r\n{body}\r\n0\r\n\r\n"),
        Form::DataShorter => format!("{one_more:x}\r\n{body}\r\n0\r\n\r\n"),
        Form::DataEndMissing => format!("{n:x}\r\n{body}0\r\n\r\n"),
        Form::DataEndLf => format!("{n:x}\r\n{body}\n0\r\n\r\n"),
        Form::DataEndCr => format!("{n:x}\r\n{body}\r0\r\n\r\n"),
        Form::ExtensionControl => format!("{n:x};a=\x01\r\n{body}\r\n0\r\n\r\n"),
        Form::ExtensionBareLf => format!("{n:x};a\nb\r\n{body}\r\n0\r\n\r\n"),
        Form::ExtensionBareCr => format!("{n:x};a\rb\r\n{body}\r\n0\r\n\r\n"),
        Form::ExtensionTooLong => format!("{n:x};{long}\r\n{body}\r\n0\r\n\r\n"),
        Form::ExtensionEndless => return Wanted::Endless(format!("{n:x};"), "a"),
        Form::LastChunkMissing => return Wanted::Closed(format!("{n:x}\r\n{body}\r\n")),
        Form::LastChunkLf => format!("{n:x}\r\n{body}\r\n0\n\r\n"),
        Form::EndLf => format!("{n:x}\r\n{body}\r\n0\r\n\n"),
        Form::LastChunkAndEndLf => format!("{n:x}\r\n{body}\r\n0\n\n"),
    })
}

fn malformed_trailer(form: TrailerForm, body: &str) -> Wanted {
    use TrailerForm as Form;
    let begun = format!("{:x}\r\n{body}\r\n0\r\n", body.len());
    let long = format!("X-Odd: {}\r\n", "a".repeat(128 * 1024));
    let trailer = match form {
        Form::BareLf => "X-Odd: a\n",
        Form::BareCr => "X-Odd: a\rb\r\n",
        Form::ControlInValue => "X-Odd: a\x01b\r\n",
        Form::NulInValue => "X-Odd: a\x00b\r\n",
        Form::FoldedLine => "X-Odd: a\r\n b\r\n",
        Form::SpaceBeforeColon => "X-Odd : a\r\n",
        Form::NoColon => "X-Odd\r\n",
        Form::EmptyName => ": a\r\n",
        Form::InvalidName => "X-(Odd): a\r\n",
        Form::TooLong => &long,
        Form::Endless => return Wanted::Endless(begun, "X-Odd: a\r\n"),
        Form::EndlessValue => return Wanted::Endless(begun + "X-Odd: ", "a"),
    };
    Wanted::Open(format!("{begun}{trailer}\r\n"))
}

fn check(kind: Kind, head: &str, wanted: Wanted) {
    let what = format!("{kind:?}");
    let sandbox = struck(Kind::Latency { ms: 0 });
    match wanted {
        Wanted::Open(body) => {
            let came = first_of_two(&sandbox, &get(), kind);
            assert_eq!(came, head.to_owned() + &body, "{what}");
        }
        Wanted::Closed(body) => {
            strike(&sandbox, kind);
            let (came, ending) = exchange(&sandbox, &get());
            assert_eq!(ending, Ending::Closed, "{what}");
            assert_eq!(undated(&came), head.to_owned() + &body, "{what}");
        }
        Wanted::Endless(begun, piece) => {
            strike(&sandbox, kind);
            let mut stream = connect(&sandbox);
            stream.write_all(get().as_bytes()).expect("sent");
            let mut came = String::new();
            while undated(&came) != format!("{head}{begun}") {
                came += &read_exactly(&mut stream, 1);
            }
            let more = piece.repeat(10_000);
            assert_eq!(read_exactly(&mut stream, more.len()), more, "{what}");
            drop(stream);
            await_no_connection(&sandbox);
        }
    }
    assert_eq!(sandbox.log(0)[0].status, Some(200), "{what}");
}

#[test]
fn a_malformed_chunk_is_wrong_in_one_thing() {
    let (head, body) = chunked();
    for &form in ChunkForm::ALL {
        check(Kind::MalformedChunk { form }, &head, malformed(form, &body));
    }
}

#[test]
fn a_malformed_trailer_is_wrong_in_one_thing() {
    let (head, body) = chunked();
    for &form in TrailerForm::ALL {
        let wanted = malformed_trailer(form, &body);
        check(Kind::MalformedTrailer { form }, &head, wanted);
    }
}

#[test]
fn chunks_come_without_end() {
    let (head, _) = chunked();
    let pace = Pace {
        bytes: 5,
        interval_ms: 0,
    };
    for (bytes, pace, chunk) in [
        (1, None, "1\r\na\r\n"),
        (17, Some(pace), "11\r\naaaaaaaaaaaaaaaaa\r\n"),
    ] {
        let wanted = Wanted::Endless("1\r\n\"\r\n".to_owned(), chunk);
        let endless = EndlessChunks { bytes, pace };
        check(Kind::EndlessChunks(endless), &head, wanted);
    }
}

#[test]
fn unusual_chunks_are_what_they_say() {
    let (head, body) = chunked();
    let n = body.len();
    let spaces = (0..16).find(|spaces| (n + spaces) % 16 == 10);
    let padded = body.clone() + &" ".repeat(spaces.expect("one of them"));
    let small: Vec<_> = body.chars().map(|c| format!("1\r\n{c}\r\n")).collect();
    for (form, wanted) in [
        (
            UnusualForm::UpperCaseSize,
            format!("{:X}\r\n{padded}\r\n0\r\n\r\n", padded.len()),
        ),
        (
            UnusualForm::LeadingZeros,
            format!("000{n:x}\r\n{body}\r\n0\r\n\r\n"),
        ),
        (
            UnusualForm::Extension,
            format!("{n:x};name=value;flag;quoted=\"a\tb\"\r\n{body}\r\n0\r\n\r\n"),
        ),
        (UnusualForm::SmallChunks, small.concat() + "0\r\n\r\n"),
        (
            UnusualForm::Trailer,
            format!("{n:x}\r\n{body}\r\n0\r\nX-Odd: a\tb\r\nX-Empty:\r\n\r\n"),
        ),
    ] {
        check(Kind::Unusual { form }, &head, Wanted::Open(wanted));
    }
    assert!(format!("{:X}", padded.len()).ends_with('A'));
}

#[test]
fn a_body_comes_where_none_may_be() {
    let plain = plain_response(&get());
    let sandbox = struck(Kind::Latency { ms: 0 });
    for (status, line) in [
        (204, "HTTP/1.1 204 No Content"),
        (304, "HTTP/1.1 304 Not Modified"),
    ] {
        let status = Some(status);
        let came = first_of_two(&sandbox, &get(), Kind::ForbiddenBody { status });
        assert_eq!(came, plain.replacen("HTTP/1.1 200 OK", line, 1));
    }
    let head = get().replacen("GET", "HEAD", 1);
    let status = None;
    let came = first_of_two(&sandbox, &head, Kind::ForbiddenBody { status });
    assert!(came.starts_with("HTTP/1.1 405 "), "{came}");
    let (head, body) = came.split_once("\r\n\r\n").expect("a head");
    assert!(head.contains(&format!("Content-Length: {}", body.len())));
    assert!(!body.is_empty());
    // What has no body itself has one then.
    let delete = request("DELETE", "/auth-credential", "");
    let status = Some(204);
    let came = first_of_two(&sandbox, &delete, Kind::ForbiddenBody { status });
    assert!(came.starts_with("HTTP/1.1 204 "), "{came}");
    assert!(came.contains("Content-Length: 2\r\n"), "{came}");
    assert!(came.ends_with("\r\n\r\n{}"), "{came}");
}

#[test]
fn a_body_ends_with_its_connection() {
    let plain = plain_response(&get());
    let (head, body) = plain.split_once("\r\n\r\n").expect("a head");
    let length = format!("\r\nContent-Length: {}", body.len());
    let wanted = plain.replacen(&length, "", 1);
    assert!(!head.is_empty());
    let sandbox = struck(Kind::Latency { ms: 0 });
    for (ending, plainly) in [
        (BodyEnding::Close, Ending::Closed),
        (BodyEnding::Unannounced, Ending::Closed),
        (BodyEnding::Reset, Ending::Reset),
    ] {
        strike(&sandbox, Kind::UntilClose { ending });
        let (came, found) = exchange(&sandbox, &get());
        assert_eq!((undated(&came), found), (wanted.clone(), plainly));
        let mut secure = tls::send(&sandbox, "localhost", &get()).expect("a handshake");
        if ending == BodyEnding::Unannounced {
            let mut came = Vec::new();
            let error = std::io::Read::read_to_end(&mut secure, &mut came);
            let error = error.expect_err("TLS is not ended");
            assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
            assert_eq!(undated(&crate::rig::latin(&came)), wanted);
        } else {
            let (came, found) = read_to_end(&mut secure);
            assert_eq!((undated(&came), found), (wanted.clone(), plainly));
        }
    }
}
