//! What a server may send to a TLS handshake instead of taking part in it, byte for byte.

use crate::faults::{End, Performance, Step};

/// A handshake record of TLS 1.0 with a `ServerHello` that chooses TLS 1.0.
pub(crate) fn old_version() -> Performance {
    let mut hello = vec![3, 1];
    hello.extend([0x5a; 32]); // random
    hello.push(0); // no session
    hello.extend([0x00, 0x2f]); // TLS_RSA_WITH_AES_128_CBC_SHA
    hello.push(0); // no compression
    let length = u8::try_from(hello.len()).expect("it is short");
    let mut record = vec![22, 3, 1, 0, length + 4, 2, 0, 0, length];
    record.append(&mut hello);
    say(record)
}

/// The alert `protocol_version`, fatal.
pub(crate) fn refused_version() -> Performance {
    say(vec![21, 3, 1, 0, 2, 2, 70])
}

/// How a server without TLS responds to bytes that are no request.
pub(crate) fn not_tls() -> Performance {
    say(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec())
}

pub(crate) fn hang() -> Performance {
    end(End::Hang)
}

pub(crate) fn reset() -> Performance {
    end(End::Reset)
}

pub(crate) fn close() -> Performance {
    end(End::Drain)
}

fn say(bytes: Vec<u8>) -> Performance {
    Performance {
        steps: vec![Step::Send(bytes)],
        end: End::Drain,
        status: None,
    }
}

fn end(end: End) -> Performance {
    Performance {
        steps: Vec::new(),
        end,
        status: None,
    }
}
