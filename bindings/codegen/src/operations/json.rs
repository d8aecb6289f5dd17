//! JSON in a form that reads well and gives small diffs.

/// How long a line may be.
const WIDTH: usize = 100;

/// A JSON value whose members keep their order.
#[derive(Debug, Clone)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An object without the members that have no value.
    pub(super) fn object<'a>(members: impl IntoIterator<Item = (&'a str, Option<Json>)>) -> Self {
        let there = members.into_iter().filter_map(|(name, value)| {
            let value = value?;
            Some((name.to_owned(), value))
        });
        Self::Object(there.collect())
    }

    /// What fits on a line stands on one.
    pub(super) fn written(&self, indent: usize) -> String {
        self.written_after(indent, 0)
    }

    /// The same, after so much on its line.
    fn written_after(&self, indent: usize, before: usize) -> String {
        let line = self.on_one_line();
        // A comma may follow.
        if indent + before + line.len() < WIDTH {
            return line;
        }
        let (open, close, items) = match self {
            Self::List(items) => {
                let items = items.iter().map(|item| item.written(indent + 1));
                ('[', ']', items.collect::<Vec<_>>())
            }
            Self::Object(members) => {
                let members = members.iter().map(|(name, value)| {
                    let name = format!("{}: ", quoted(name));
                    format!("{name}{}", value.written_after(indent + 1, name.len()))
                });
                ('{', '}', members.collect())
            }
            Self::Null | Self::Bool(_) | Self::Text(_) => return line,
        };
        let inner = " ".repeat(indent + 1);
        let items = items.join(&format!(",\n{inner}"));
        format!("{open}\n{inner}{items}\n{}{close}", " ".repeat(indent))
    }

    fn on_one_line(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(truth) => truth.to_string(),
            Self::Text(text) => quoted(text),
            Self::List(items) => {
                let items = items.iter().map(Self::on_one_line);
                format!("[{}]", items.collect::<Vec<_>>().join(", "))
            }
            Self::Object(members) => {
                let members = members
                    .iter()
                    .map(|(name, value)| format!("{}: {}", quoted(name), value.on_one_line()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A string of JSON. Names and enum values hold nothing that Rust and JSON escape in two ways.
fn quoted(text: &str) -> String {
    format!("{text:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stands_on_one_line() {
        let short = Json::object([
            ("name", Some(Json::text("id"))),
            ("gone", None),
            ("open", Some(Json::Bool(true))),
            ("result", Some(Json::Null)),
        ]);
        let line = r#"{"name": "id", "open": true, "result": null}"#;
        assert_eq!(short.written(0), line);
        let long = Json::List(vec![short; 3]);
        assert_eq!(
            long.written(2),
            format!("[\n   {line},\n   {line},\n   {line}\n  ]")
        );
    }
}
