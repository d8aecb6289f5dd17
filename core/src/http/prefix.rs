//! Cuts strings whose length somebody else chose.

/// As much of a string as fits so many bytes, cut off at a character's end.
pub(super) fn prefix(text: &str, longest: usize) -> &str {
    let mut end = longest.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
