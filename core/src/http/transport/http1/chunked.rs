//! A chunked body (RFC 9112, section 7.1), read byte by byte and by no other rule.

use super::super::error::Malformed;
use super::head::MOST_FIELDS;

/// How long all chunk extensions of a body may be together, and how long its trailer section. Both
/// are thrown away, so they are only a way to keep a client busy.
const LONGEST_EXTENSIONS: usize = 16 << 10;
const LONGEST_TRAILERS: usize = 16 << 10;
/// More digits do not fit 64 bits.
const MOST_DIGITS: u8 = 16;

/// Takes a chunked body apart.
#[derive(Debug, Default)]
pub(super) struct Chunked {
    state: State,
    /// Bytes of extensions, and of trailers, so far.
    extensions: usize,
    trailers: usize,
    /// How many trailer fields there are so far.
    trailer_fields: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the first digit of a size.
    #[default]
    Size,
    /// Within a size: what it is so far, and how many digits that took.
    Digits(u64, u8),
    /// White space between a size and what follows it.
    Space(u64),
    Extension(u64),
    SizeLf(u64),
    /// So many bytes of data are left.
    Data(u64),
    DataCr,
    DataLf,
    /// At the beginning of a line of the trailer section.
    Trailer,
    TrailerName,
    TrailerValue,
    TrailerLf,
    EndLf,
    End,
}

impl Chunked {
    /// Reads on. Appends the data to `out`, and returns how much of the input was used: all of it,
    /// unless the body ended before.
    pub(super) fn read(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<usize, Malformed> {
        let mut at = 0;
        while let Some(&byte) = input.get(at) {
            self.state = match self.state {
                State::Data(left) => {
                    let rest = &input[at..];
                    let taken =
                        usize::try_from(left).map_or(rest.len(), |left| left.min(rest.len()));
                    out.extend_from_slice(&rest[..taken]);
                    at += taken;
                    self.state = match left - taken as u64 {
                        0 => State::DataCr,
                        left => State::Data(left),
                    };
                    continue;
                }
                State::End => return Ok(at),
                state @ (State::Trailer
                | State::TrailerName
                | State::TrailerValue
                | State::TrailerLf
                | State::EndLf) => {
                    self.trailers += 1;
                    if self.trailers > LONGEST_TRAILERS {
                        return Err(Malformed("the trailer section is longer than 16 KiB"));
                    }
                    let next = in_trailers(state, byte)?;
                    self.trailer_fields += usize::from(state == State::TrailerLf);
                    if self.trailer_fields > MOST_FIELDS {
                        return Err(Malformed("it has more than 100 trailer fields"));
                    }
                    next
                }
                state => self.in_size(state, byte)?,
            };
            at += 1;
        }
        Ok(at)
    }

    /// Whether the body has ended.
    pub(super) fn is_ended(&self) -> bool {
        self.state == State::End
    }

    /// One byte of a line that begins a chunk, or of what ends its data.
    fn in_size(&mut self, state: State, byte: u8) -> Result<State, Malformed> {
        const WRONG: Malformed = Malformed("a chunk size is not valid");
        Ok(match (state, byte) {
            (State::Size, _) => State::Digits(hex(byte).ok_or(WRONG)?, 1),
            (State::Digits(size, _) | State::Space(size) | State::Extension(size), b'\r') => {
                State::SizeLf(size)
            }
            (State::Digits(size, _) | State::Space(size), b';') => State::Extension(size),
            (State::Digits(size, _) | State::Space(size), b' ' | b'\t') => {
                self.count_extension()?;
                State::Space(size)
            }
            (State::Digits(size, digits), _) if digits < MOST_DIGITS => {
                State::Digits(size << 4 | hex(byte).ok_or(WRONG)?, digits + 1)
            }
            (State::Extension(size), _) if is_text(byte) => {
                self.count_extension()?;
                State::Extension(size)
            }
            (State::Extension(_), _) => {
                return Err(Malformed("a chunk extension has a control character"));
            }
            (State::SizeLf(0), b'\n') => State::Trailer,
            (State::SizeLf(size), b'\n') => State::Data(size),
            (State::DataCr, b'\r') => State::DataLf,
            (State::DataLf, b'\n') => State::Size,
            (State::DataCr | State::DataLf, _) => {
                return Err(Malformed("a chunk is longer than its size"));
            }
            _ => return Err(WRONG),
        })
    }

    fn count_extension(&mut self) -> Result<(), Malformed> {
        self.extensions += 1;
        if self.extensions > LONGEST_EXTENSIONS {
            return Err(Malformed("the chunk extensions are longer than 16 KiB"));
        }
        Ok(())
    }
}

/// One byte of the trailer section (RFC 9112, section 7.1.2).
fn in_trailers(state: State, byte: u8) -> Result<State, Malformed> {
    Ok(match (state, byte) {
        (State::Trailer, b'\r') => State::EndLf,
        (State::EndLf, b'\n') => State::End,
        (State::Trailer | State::TrailerName, _) if is_token(byte) => State::TrailerName,
        (State::TrailerName, b':') => State::TrailerValue,
        (State::TrailerValue, b'\r') => State::TrailerLf,
        (State::TrailerLf, b'\n') => State::Trailer,
        (State::TrailerValue, _) if is_text(byte) => State::TrailerValue,
        _ => return Err(Malformed("the trailer section is not valid")),
    })
}

fn hex(byte: u8) -> Option<u64> {
    char::from(byte).to_digit(16).map(u64::from)
}

/// Whether a byte may be part of a field's value (RFC 9110, section 5.5).
fn is_text(byte: u8) -> bool {
    byte == b'\t' || byte >= b' ' && byte != 0x7f
}

/// Whether a byte may be part of a token (RFC 9110, section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a body comes to that arrives in pieces of this length: its data, and how much was used.
    fn read(input: &[u8], piece: usize) -> Result<(Vec<u8>, usize, bool), Malformed> {
        let (mut chunked, mut out, mut used) = (Chunked::default(), Vec::new(), 0);
        for piece in input.chunks(piece) {
            used += chunked.read(piece, &mut out)?;
        }
        Ok((out, used, chunked.is_ended()))
    }

    #[test]
    fn data_is_read_whatever_pieces_it_arrives_in() {
        let body = b"4\r\nWiki\r\n5;a=\"b\"\r\npedia\r\n00E \t;x \r\n in\r\n\r\nchunks.\r\n0\r\nA: b\tc\r\nD:\r\n\r\nHTTP";
        for piece in 1..body.len() {
            let (data, used, ended) = read(body, piece).expect("a body");
            assert_eq!(data, b"Wikipedia in\r\n\r\nchunks.", "in pieces of {piece}");
            assert_eq!(&body[used..], b"HTTP", "in pieces of {piece}");
            assert!(ended);
        }
    }

    #[test]
    fn what_is_not_by_the_rules_is_refused() {
        let long = |count| "x".repeat(count);
        for body in [
            "\r\n",
            "\n",
            "g\r\n",
            "-1\r\n",
            "+1\r\n",
            " 1\r\n",
            "0x1\r\n",
            "1\n",
            "1\rx",
            "1;a\n",
            "1;a\u{1}\r\n",
            "1;a\u{7f}\r\n",
            "1 2\r\n",
            "11111111111111111\r\n",
            "00000000000000001\r\n",
            "1\r\nxx",
            "1\r\nx\n",
            "1\r\nx\rx",
            "1\r\nx1\r\n",
            "0\n",
            "0\r\n\n",
            "0\r\n\rx",
            "0\r\nA: b\n",
            "0\r\nA: b\r\n c\r\n",
            "0\r\nA: \u{0}\r\n",
            "0\r\nA : b\r\n",
            "0\r\nA\r\n",
            "0\r\n: b\r\n",
            "0\r\nA: b\rc",
            &format!("1;{}", long(LONGEST_EXTENSIONS + 1)),
            &format!("1{}", " ".repeat(LONGEST_EXTENSIONS + 1)),
            &format!("0\r\nA:{}", long(LONGEST_TRAILERS)),
            &format!("0\r\n{}", "A:\r\n".repeat(MOST_FIELDS + 1)),
        ] {
            for piece in [1, 7, body.len()] {
                assert!(read(body.as_bytes(), piece).is_err(), "{body:.40?}");
            }
        }
    }

    #[test]
    fn as_many_trailer_fields_as_header_fields_may_come() {
        let body = format!("0\r\n{}\r\n", "A:\r\n".repeat(MOST_FIELDS));
        assert_eq!(read(body.as_bytes(), 7), Ok((Vec::new(), body.len(), true)));
    }

    #[test]
    fn a_body_that_is_cut_off_has_not_ended() {
        let body = b"a\r\n0123456789\r\n0\r\nA: b\r\n\r\n";
        for end in 0..body.len() {
            let (_, used, ended) = read(&body[..end], 3).expect("a beginning");
            assert_eq!((used, ended), (end, false));
        }
    }
}
