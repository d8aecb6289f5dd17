//! `Content-Type` values as `mime.ParseMediaType` reads them.

/// A media type and its parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Media {
    /// In lower case; empty when it cannot be read.
    pub(crate) kind: String,
    /// Names in lower case.
    pub(crate) parameters: Vec<(String, String)>,
    /// Something about it is malformed. The type may have been understood nevertheless.
    pub(crate) malformed: bool,
}

impl Media {
    pub(crate) fn parse(text: &str) -> Self {
        let (base, mut rest) = text.split_at(text.find(';').unwrap_or(text.len()));
        let kind = base.trim().to_lowercase();
        if !is_type(&kind) {
            return Self {
                malformed: true,
                ..Self::default()
            };
        }
        let mut parameters: Vec<(String, String)> = Vec::new();
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return Self {
                    kind,
                    parameters,
                    malformed: false,
                };
            }
            let Some((name, value, after)) = parameter(rest) else {
                let malformed = rest.trim() != ";";
                return Self {
                    kind,
                    parameters,
                    malformed,
                };
            };
            if parameters
                .iter()
                .any(|(known, held)| *known == name && *held != value)
            {
                return Self {
                    malformed: true,
                    ..Self::default()
                };
            }
            parameters.push((name, value));
            rest = after;
        }
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

fn is_type(kind: &str) -> bool {
    let (main, rest) = token(kind);
    let subtype_is_token = rest.strip_prefix('/').is_none_or(|subtype| {
        let (subtype, rest) = token(subtype);
        !subtype.is_empty() && rest.is_empty()
    });
    !main.is_empty() && (rest.is_empty() || rest.starts_with('/')) && subtype_is_token
}

fn parameter(text: &str) -> Option<(String, String, &str)> {
    let (name, rest) = token(text.strip_prefix(';')?.trim_start());
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let (value, rest) = if rest.starts_with('"') {
        quoted(rest)?
    } else {
        match token(rest) {
            ("", _) => return None,
            (value, rest) => (value.to_owned(), rest),
        }
    };
    (!name.is_empty()).then(|| (name.to_lowercase(), value, rest))
}

fn token(text: &str) -> (&str, &str) {
    let end = text
        .find(|letter: char| !letter.is_ascii_graphic() || "()<>@,;:\\\"/[]?=".contains(letter));
    text.split_at(end.unwrap_or(text.len()))
}

fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match letters.next_if(|(_, next)| "()<>@,;:\\\"/[]?=".contains(*next)) {
                Some((_, escaped)) => value.push(escaped),
                None => value.push('\\'),
            },
            '\r' | '\n' => return None,
            _ => value.push(letter),
        }
    }
    None
}
