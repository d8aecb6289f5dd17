//! Comments in the form of `TSDoc`: a summary, what there is to say, and each parameter.

use super::words::Words;
use crate::code::Code;
use crate::lines::{summary, wrapped};
use crate::model::{Docs, Type};

/// How long a line may be.
const WIDTH: usize = 100;

/// A comment for editors.
pub(super) struct TsDoc {
    paragraphs: Vec<String>,
    parameters: Vec<(String, String)>,
    example: Option<Code>,
}

impl TsDoc {
    /// What the core says, in Node's words.
    pub(super) fn of(docs: &Docs, words: &Words) -> Self {
        Self {
            paragraphs: docs.0.iter().map(|text| words.say(text)).collect(),
            parameters: Vec::new(),
            example: None,
        }
    }

    /// What is in Node's words already.
    pub(super) fn plain(docs: &Docs) -> Self {
        Self {
            paragraphs: docs.0.clone(),
            parameters: Vec::new(),
            example: None,
        }
    }

    /// What the core says of a value of this type.
    pub(super) fn of_value(docs: &Docs, r#type: &Type, words: &Words) -> Self {
        let mut of = Self::of(docs, words);
        if r#type.parts().contains(&&Type::Duration) {
            match of.paragraphs.last_mut() {
                Some(last) => *last += " The value is in milliseconds.",
                None => of.say("The value is in milliseconds.".to_owned()),
            }
        }
        of
    }

    /// Adds a paragraph as it is.
    pub(super) fn say(&mut self, paragraph: String) {
        self.paragraphs.push(paragraph);
    }

    /// Adds a parameter.
    pub(super) fn parameter(&mut self, name: &str, docs: &Docs, words: &Words) {
        let text = words.say(&docs.0.join(" "));
        self.parameters.push((name.to_owned(), text));
    }

    /// Sets the code of an example.
    pub(super) fn example(&mut self, code: Option<Code>) {
        self.example = code;
    }

    /// The comment, each line indented by so much.
    pub(super) fn text(&self, indent: usize) -> String {
        let space = " ".repeat(indent);
        if let ([only], [], None) = (&*self.paragraphs, &*self.parameters, &self.example)
            && indent + only.chars().count() + 7 <= WIDTH
            && !only.contains('\n')
        {
            return format!("{space}/** {} */\n", closed(only));
        }
        let lines = self.lines(WIDTH - indent - 3);
        let lines = lines.iter().map(|line| {
            let line = format!("{space} * {}", closed(line));
            line.trim_end().to_owned() + "\n"
        });
        format!("{space}/**\n{}{space} */\n", lines.collect::<String>())
    }

    fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, paragraph) in self.paragraphs.iter().enumerate() {
            // Items of a list stand below each other.
            let item = |text: &str| text.starts_with("- ");
            if index > 0 && !(item(paragraph) && item(&self.paragraphs[index - 1])) {
                lines.push(String::new());
            }
            match summary(paragraph) {
                Some((first, rest)) if index == 0 && paragraph.chars().count() > width => {
                    lines.extend(wrapped(first, width, 0));
                    lines.push(String::new());
                    lines.extend(wrapped(rest, width, 0));
                }
                _ => lines.extend(wrapped(
                    paragraph,
                    width,
                    if item(paragraph) { 2 } else { 0 },
                )),
            }
        }
        if !self.parameters.is_empty() {
            lines.push(String::new());
            for (name, text) in &self.parameters {
                lines.extend(wrapped(&format!("@param {name} - {text}"), width, 2));
            }
        }
        if let Some(code) = &self.example {
            lines.extend(["", "@example", "```js"].map(str::to_owned));
            lines.extend(code.lines(width, 2));
            lines.push("```".to_owned());
        }
        lines
    }
}

/// Nothing within ends a comment.
fn closed(line: &str) -> String {
    line.replace("*/", "*\\/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::shop;

    #[test]
    fn a_comment_is_as_short_as_it_can_be() {
        let words = Words::of(&shop::surface());
        let docs = |strings: &[&str]| Docs(strings.iter().map(|text| (*text).to_owned()).collect());
        let one = TsDoc::of_value(&docs(&["How `base_url` ends */."]), &Type::Duration, &words);
        let line = "  /** How `baseUrl` ends *\\/. The value is in milliseconds. */\n";
        assert_eq!(one.text(2), line);

        let mut two = TsDoc::of(&docs(&["One.", "Two."]), &words);
        two.parameter("name", &docs(&["Whose", "`id`."]), &words);
        let lines = "/**\n * One.\n *\n * Two.\n *\n * @param name - Whose `id`.\n */\n";
        assert_eq!(two.text(0), lines);
    }
}
