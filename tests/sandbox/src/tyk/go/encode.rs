//! JSON as `encoding/json` writes it.

use std::fmt::Write as _;

/// Whether `<`, `>` and `&` become escapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Html {
    /// The default of an encoder.
    Escaped,
    /// `SetEscapeHTML(false)`.
    Plain,
}

/// Appends a JSON string.
pub(crate) fn string(out: &mut String, bytes: &[u8], html: Html) {
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            self::character(out, character, html);
        }
        for _ in chunk.invalid() {
            out.push_str("\\ufffd");
        }
    }
    out.push('"');
}

fn character(out: &mut String, character: char, html: Html) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '<' | '>' | '&' if html == Html::Plain => out.push(character),
        '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
            let _ = write!(out, "\\u{:04x}", u32::from(character));
        }
        _ => out.push(character),
    }
}

/// A number as a double writes itself: plain up to 21 digits, then with an exponent.
pub(crate) fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-6..1e21).contains(&magnitude) {
        let text = format!("{value:e}");
        return match text.split_once('e') {
            Some((digits, exponent)) if !exponent.starts_with('-') => {
                format!("{digits}e+{exponent}")
            }
            _ => text,
        };
    }
    format!("{value}")
}

/// An object under construction; members are written in the order given.
pub(crate) struct Object {
    text: String,
    html: Html,
}

impl Object {
    pub(crate) fn new(html: Html) -> Self {
        Self {
            text: String::from("{"),
            html,
        }
    }

    fn name(&mut self, name: &str) {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        string(&mut self.text, name.as_bytes(), self.html);
        self.text.push(':');
    }

    /// A member that is a string.
    pub(crate) fn string(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.name(name);
        string(&mut self.text, value.as_ref(), self.html);
        self
    }

    /// A member that is JSON already.
    pub(crate) fn raw(mut self, name: &str, json: impl std::fmt::Display) -> Self {
        self.name(name);
        let _ = write!(self.text, "{json}");
        self
    }

    /// The object, without a final newline.
    pub(crate) fn finish(mut self) -> String {
        self.text.push('}');
        self.text
    }
}

/// An array of what is JSON already.
pub(crate) fn array<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    format!("[{}]", items.join(","))
}
