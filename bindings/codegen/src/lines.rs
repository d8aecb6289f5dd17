//! Prose in lines.

/// The first sentence and the rest, if there are several.
pub(crate) fn summary(paragraph: &str) -> Option<(&str, &str)> {
    paragraph.match_indices(". ").find_map(|(end, _)| {
        let rest = &paragraph[end + 2..];
        let begins = rest.starts_with(|first: char| first.is_uppercase() || first == '`');
        begins.then_some((&paragraph[..=end], rest))
    })
}

/// A string in lines of at most `width`; those after the first are indented.
pub(crate) fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
    let start = text.len() - text.trim_start().len();
    let mut lines = Vec::new();
    let mut line = text[..start].to_owned();
    for word in words(text) {
        if !line.trim().is_empty() {
            if line.chars().count() + 1 + word.chars().count() > width {
                lines.push(line);
                line = " ".repeat(indent);
            } else {
                line.push(' ');
            }
        }
        line += &word;
    }
    lines.push(line);
    lines
}

/// What must stay on one line: code in backticks, and a number with its unit, are one word.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for piece in text.split_whitespace() {
        match words.last_mut() {
            Some(last)
                if last.matches('`').count() % 2 == 1
                    || last.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                last.push(' ');
                last.push_str(piece);
            }
            _ => words.push(piece.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_a_number_with_its_unit_are_not_parted() {
        assert_eq!(
            wrapped("a `b c` 20 s d", 5, 1),
            ["a", " `b c`", " 20 s", " d"]
        );
    }
}
