//! Docstrings: a summary, what there is to say, and each argument or attribute.

use crate::code::Code;
use crate::lines::{summary, wrapped};
use crate::model::{Docs, Type};

/// How long a line may be.
pub(crate) const WIDTH: usize = 100;

/// A string for `help()`.
pub(crate) struct Docstring {
    paragraphs: Vec<String>,
    arguments: Vec<(String, String)>,
    attributes: Vec<(String, String)>,
    example: Vec<Code>,
}

impl Docstring {
    /// What the core says.
    pub(crate) fn of(docs: &Docs) -> Self {
        Self {
            paragraphs: docs.0.clone(),
            arguments: Vec::new(),
            attributes: Vec::new(),
            example: Vec::new(),
        }
    }

    /// Adds a paragraph.
    pub(crate) fn say(&mut self, paragraph: &str) {
        self.paragraphs.push(paragraph.to_owned());
    }

    /// Adds an argument.
    pub(crate) fn argument(&mut self, name: &str, docs: &Docs, r#type: &Type) {
        let mut text = docs.0.join(" ");
        if r#type.parts().contains(&&Type::Duration) {
            text += " A `timedelta` or a number of seconds.";
        }
        self.arguments.push((name.to_owned(), text));
    }

    /// Adds an attribute.
    pub(crate) fn attribute(&mut self, name: &str, docs: &Docs) {
        self.attributes.push((name.to_owned(), docs.0.join(" ")));
    }

    /// Sets the code of an example.
    pub(crate) fn example(&mut self, code: Vec<Code>) {
        self.example = code;
    }

    /// The lines, where each is indented by so much.
    pub(crate) fn lines(&self, indent: usize) -> Vec<String> {
        let width = WIDTH - indent;
        let mut lines = Vec::new();
        for (index, paragraph) in self.paragraphs.iter().enumerate() {
            if index > 0 {
                lines.push(String::new());
            }
            match summary(paragraph) {
                // Room for the quotes around it.
                Some((first, rest)) if index == 0 && paragraph.len() + 6 > width => {
                    lines.extend(wrapped(first, width - 3, 0));
                    lines.push(String::new());
                    lines.extend(wrapped(rest, width, 0));
                }
                _ => lines.extend(wrapped(paragraph, width - 3, 0)),
            }
        }
        if !self.example.is_empty() {
            lines.extend([String::new(), "Example:".to_owned()]);
            for code in &self.example {
                let code = code.lines(width - 4, 4);
                lines.extend(
                    code.iter()
                        .map(|line| format!("    {line}").trim_end().to_owned()),
                );
            }
        }
        let sections = [
            ("Args:", &self.arguments),
            ("Attributes:", &self.attributes),
        ];
        for (heading, items) in sections.into_iter().filter(|(_, items)| !items.is_empty()) {
            lines.extend([String::new(), heading.to_owned()]);
            for (name, text) in items {
                let line = format!("    {name}: {text}");
                lines.extend(wrapped(&line, width, 8));
            }
        }
        lines
    }

    /// As Rust's documentation.
    pub(crate) fn rust(&self) -> String {
        // Methods are indented by four, and each line begins with `/// `.
        let lines = self.lines(8).into_iter();
        lines
            .map(|line| format!("/// {line}").trim_end().to_owned() + "\n")
            .collect()
    }

    /// As Python's, indented by so much.
    pub(crate) fn python(&self, indent: usize) -> String {
        let lines: Vec<_> = self
            .lines(indent)
            .iter()
            .map(|line| line.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\""))
            .collect();
        let space = " ".repeat(indent);
        let mut text = format!("{space}\"\"\"");
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                text += "\n";
                text += if line.is_empty() { "" } else { &space };
            }
            text += line;
        }
        let fits = |line: &String| indent + line.chars().count() + 6 <= WIDTH;
        if lines.len() > 1 || !lines.iter().all(fits) {
            text += &format!("\n{space}");
        }
        text + "\"\"\"\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_is_parted_after_its_first_sentence() {
        let docs = Docs(vec![format!(
            "First of e.g. two. Second {}.",
            "word ".repeat(30)
        )]);
        let lines = Docstring::of(&docs).lines(0);
        assert_eq!(&lines[..2], ["First of e.g. two.", ""]);
        assert!(lines[2].starts_with("Second word"));
    }

    #[test]
    fn an_argument_says_its_unit() {
        let mut docstring = Docstring::of(&Docs(vec!["Waits.".to_owned()]));
        let docs = Docs(vec!["How long.".to_owned()]);
        docstring.argument("wait", &docs, &Type::Option(Box::new(Type::Duration)));
        assert_eq!(
            docstring.python(4),
            "    \"\"\"Waits.\n\n    Args:\n        wait: How long. A `timedelta` or a number of seconds.\n    \"\"\"\n"
        );
    }
}
