//! Files that are mostly the same whatever the core has: written as they will be, with marks where
//! the rest goes.

/// What a mark says before its name, in a comment of the file's language on a line of its own.
const MARK: &str = "generated: ";

/// A template with its parts in place of their marks. Each part stands on lines of its own.
///
/// # Panics
///
/// If the template has other marks than these, or one of them twice: both are this crate's.
pub(crate) fn filled(template: &str, parts: &[(&str, String)]) -> String {
    let mut left: Vec<_> = parts.iter().collect();
    let mut text = String::new();
    for line in template.lines() {
        let Some((_, name)) = line.split_once(MARK) else {
            text.push_str(line);
            text.push('\n');
            continue;
        };
        let place = left.iter().position(|(of, _)| *of == name);
        let (_, part) = left.remove(place.unwrap_or_else(|| panic!("no part is for `{name}`")));
        text.push_str(part);
    }
    assert!(left.is_empty(), "no mark is for {left:?}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_stands_where_its_mark_was() {
        let template = "a\n    # generated: two words\nb\n// generated: none\n";
        let parts = [("none", String::new()), ("two words", "1\n2\n".to_owned())];
        assert_eq!(filled(template, &parts), "a\n1\n2\nb\n");
    }

    #[test]
    #[should_panic(expected = "no part is for `other`")]
    fn a_mark_without_a_part_is_a_mistake() {
        filled("# generated: other\n", &[]);
    }
}
