//! JSON as `encoding/json` reads it.
//!
//! Nothing here recurses: a value ten thousand levels deep is accepted, as Go accepts it. Nested
//! values are kept as the text that Go would write for them, since nobody looks inside.

use std::collections::BTreeMap;

use super::encode::{self, Html};

/// The deepest nesting that Go reads.
const MAX_DEPTH: usize = 10_000;

/// Text that is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    Array,
    /// The members in the order sent, duplicates included; of objects in objects in objects only
    /// the text remains.
    Object(Vec<(String, Value)>),
}

/// A value, and how Go writes it: keys sorted, the last duplicate kept, HTML escaped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    /// Holds a number that no double can hold; reading it into an interface fails.
    pub(crate) overflows: bool,
}

/// Reads the first value and ignores what follows it, as a `Decoder` does.
pub(crate) fn first(bytes: &[u8]) -> Result<Value, Malformed> {
    Reader { bytes, at: 0 }.value()
}

/// Reads the one value that the whole text is, as `Unmarshal` does.
pub(crate) fn whole(bytes: &[u8]) -> Result<Value, Malformed> {
    let mut reader = Reader { bytes, at: 0 };
    let value = reader.value()?;
    reader.space();
    if reader.at == bytes.len() {
        Ok(value)
    } else {
        Err(Malformed)
    }
}

/// Field names match in any case, Unicode's odd relatives of `k` and `s` included.
pub(crate) fn same_name(sent: &str, field: &str) -> bool {
    let mut folded = sent.chars().map(|character| match character {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        other => other.to_ascii_lowercase(),
    });
    field
        .chars()
        .all(|character| folded.next() == Some(character.to_ascii_lowercase()))
        && folded.next().is_none()
}

enum Frame {
    Array {
        items: Vec<String>,
        overflows: bool,
    },
    Object {
        members: Vec<(String, Value)>,
        name: String,
    },
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Value, Malformed> {
        let mut stack: Vec<Frame> = Vec::new();
        loop {
            self.space();
            let mut done = match self.peek().ok_or(Malformed)? {
                b'{' | b'[' if stack.len() == MAX_DEPTH => return Err(Malformed),
                b'{' => {
                    self.at += 1;
                    if self.closes(b'}') {
                        Some(object(Vec::new()))
                    } else {
                        let name = self.name()?;
                        stack.push(Frame::Object {
                            members: Vec::new(),
                            name,
                        });
                        None
                    }
                }
                b'[' => {
                    self.at += 1;
                    if self.closes(b']') {
                        Some(array(&[], false))
                    } else {
                        stack.push(Frame::Array {
                            items: Vec::new(),
                            overflows: false,
                        });
                        None
                    }
                }
                _ => Some(self.scalar()?),
            };
            while let Some(value) = done.take() {
                let Some(frame) = stack.pop() else {
                    return Ok(value);
                };
                self.space();
                let next = self.peek().ok_or(Malformed)?;
                self.at += 1;
                match (frame, next) {
                    (
                        Frame::Array {
                            mut items,
                            overflows,
                        },
                        b',' | b']',
                    ) => {
                        items.push(value.text);
                        let overflows = overflows || value.overflows;
                        if next == b']' {
                            done = Some(array(&items, overflows));
                        } else {
                            stack.push(Frame::Array { items, overflows });
                        }
                    }
                    (Frame::Object { mut members, name }, b',' | b'}') => {
                        let mut value = value;
                        if let (false, Kind::Object(inner)) = (stack.is_empty(), &mut value.kind) {
                            // Nobody looks this deep, and dropping it must not recurse.
                            inner.clear();
                        }
                        members.push((name, value));
                        if next == b'}' {
                            done = Some(object(members));
                        } else {
                            let name = self.name()?;
                            stack.push(Frame::Object { members, name });
                        }
                    }
                    _ => return Err(Malformed),
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn closes(&mut self, close: u8) -> bool {
        self.space();
        let closes = self.peek() == Some(close);
        self.at += usize::from(closes);
        closes
    }

    fn name(&mut self) -> Result<String, Malformed> {
        self.space();
        let name = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(Malformed);
        }
        self.at += 1;
        Ok(name)
    }

    fn scalar(&mut self) -> Result<Value, Malformed> {
        for (word, kind) in [
            ("null", Kind::Null),
            ("true", Kind::Bool(true)),
            ("false", Kind::Bool(false)),
        ] {
            if self.bytes[self.at..].starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(Value {
                    kind,
                    text: word.to_owned(),
                    overflows: false,
                });
            }
        }
        if self.peek() == Some(b'"') {
            let read = self.string()?;
            let mut text = String::new();
            encode::string(&mut text, read.as_bytes(), Html::Escaped);
            return Ok(Value {
                kind: Kind::String(read),
                text,
                overflows: false,
            });
        }
        let number = self.number()?;
        Ok(Value {
            kind: Kind::Number(number),
            text: encode::number(number),
            overflows: number.is_infinite(),
        })
    }

    fn number(&mut self) -> Result<f64, Malformed> {
        let start = self.at;
        self.skip(b"-");
        if !self.skip(b"0") {
            self.digits()?;
        }
        if self.skip(b".") {
            self.digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.digits()?;
        }
        std::str::from_utf8(&self.bytes[start..self.at])
            .ok()
            .and_then(|text| text.parse().ok())
            .ok_or(Malformed)
    }

    fn skip(&mut self, any: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| any.contains(&byte));
        self.at += usize::from(found);
        found
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while self.skip(b"0123456789") {}
        if self.at == start {
            Err(Malformed)
        } else {
            Ok(())
        }
    }

    fn string(&mut self) -> Result<String, Malformed> {
        if !self.skip(b"\"") {
            return Err(Malformed);
        }
        let mut text = String::new();
        loop {
            let start = self.at;
            while self
                .peek()
                .is_some_and(|byte| !matches!(byte, b'"' | b'\\' | ..=0x1f))
            {
                self.at += 1;
            }
            text.push_str(&super::utf8::lossy(&self.bytes[start..self.at]));
            if self.skip(b"\"") {
                return Ok(text);
            }
            if !self.skip(b"\\") {
                return Err(Malformed);
            }
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, Malformed> {
        let letter = self.peek().ok_or(Malformed)?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hex(self.at).ok_or(Malformed)?;
                self.at += 4;
                if let Some(plain) = char::from_u32(unit) {
                    return Ok(plain);
                }
                // Half of a pair: with its other half one character, alone a replacement.
                let low = self.bytes[self.at..]
                    .starts_with(b"\\u")
                    .then(|| self.hex(self.at + 2));
                match low.flatten() {
                    Some(low @ 0xDC00..=0xDFFF) if unit < 0xDC00 => {
                        self.at += 6;
                        char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
                            .ok_or(Malformed)?
                    }
                    _ => char::REPLACEMENT_CHARACTER,
                }
            }
            _ => return Err(Malformed),
        })
    }

    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.bytes.get(at..at + 4)?;
        digits.iter().try_fold(0, |unit, digit| {
            Some(unit * 16 + char::from(*digit).to_digit(16)?)
        })
    }
}

fn array(items: &[String], overflows: bool) -> Value {
    Value {
        kind: Kind::Array,
        text: encode::array(items),
        overflows,
    }
}

fn object(members: Vec<(String, Value)>) -> Value {
    let sorted: BTreeMap<&str, &Value> = members
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    let text = sorted
        .into_iter()
        .fold(
            encode::Object::new(Html::Escaped),
            |object, (name, value)| object.raw(name, &value.text),
        )
        .finish();
    let overflows = members.iter().any(|(_, value)| value.overflows);
    Value {
        kind: Kind::Object(members),
        text,
        overflows,
    }
}
