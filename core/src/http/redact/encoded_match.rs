//! A secret as a string writes it: where it ends, whichever way the text is read.

use super::reader::{MOST_LAYERS, Reader};

/// Finds a secret at one place of a string after the other.
pub(super) struct Finder<'t> {
    reader: Reader<'t>,
    // Kept, so that a string of many marks does not allocate at each.
    ends: Vec<usize>,
    next: Vec<usize>,
}

impl<'t> Finder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            reader: Reader::new(text),
            ends: Vec::new(),
            next: Vec::new(),
        }
    }

    /// Finds each character that the text may have at a place.
    pub(super) fn each_character(&mut self, at: usize, mut found: impl FnMut(char)) {
        let each = |character, _| found(character);
        self.reader.each(at, MOST_LAYERS, each);
    }

    /// Where the secret ends that begins at this place, if the text has all of it, or is cut off
    /// within it.
    pub(super) fn end(&mut self, at: usize, secret: &str) -> Option<usize> {
        let text = self.reader.text();
        // A mark may stand for itself or begin an escape, so there may be several ways on.
        self.ends.clear();
        self.ends.push(at);
        for (before, character) in secret.chars().enumerate() {
            let mut torn = false;
            self.next.clear();
            for &end in &self.ends {
                let next = &mut self.next;
                torn |= self.reader.each(end, MOST_LAYERS, |found, end| {
                    if found == character {
                        next.push(end);
                    }
                });
            }
            if self.next.is_empty() {
                // Where a string was cut within a character, decoding it leaves this one.
                let torn = torn || self.ends.iter().any(|end| &text[*end..] == "\u{fffd}");
                return (torn && before >= super::SHORTEST).then_some(text.len());
            }
            self.next.sort_unstable();
            self.next.dedup();
            std::mem::swap(&mut self.ends, &mut self.next);
        }
        // The furthest: what is left of an escape may tell the last character.
        self.ends.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How much of the text writes the secret with which it begins.
    fn length(text: &str, secret: &str) -> Option<usize> {
        Finder::new(text).end(0, secret)
    }

    #[test]
    fn a_secret_is_recognized_however_it_is_written() {
        for (secret, written) in [
            ("a/b c", "a/b c"),
            ("a/b c", "a%2Fb+c"),
            ("a/b c", "a%2fb%20c"),
            ("a/b c", "%61%2f%62%20%63"),
            ("a/b+c", "a/b%2Bc"),
            ("a/b", "a%252Fb"),
            ("a/b", "a%25252fb"),
            ("a/b", "a\\/b"),
            ("a&b", "a\\u0026b"),
            ("a&b", "a\\\\u0026b"),
            ("a&b", "a&amp;b"),
            ("a'b", "a&#39;b"),
            ("a'b", "a&#x27;b"),
            ("a\"\\\n", "a\\\"\\\\\\n"),
            ("\u{1f511}ü", "\\ud83d\\uDD11\\u00fc"),
            ("\u{1f511}ü", "\\u{1f511}%C3%bc"),
            ("50%2", "50%252"),
            ("50%X", "50%25X"),
            ("50%25X", "50%25X"),
            ("a\\\\b", "a\\\\\\\\b"),
            // A backslash before what needs none.
            ("a-b", "a\\-b"),
            ("a-b", "\\a\\-\\b"),
            ("anb", "a\\nb"),
            ("aub", "a\\ub"),
            ("a-b", "a\\\\-b"),
            ("a/b", "a\\x2fb"),
            ("aü", "a\\xC3\\xbc"),
            // One in the other.
            ("a/b", "a%5C/b"),
            ("a/b", "a&#92;/b"),
            ("a/b", "a%5cu002fb"),
            ("a/b", "a\\u0025\\u0032\\u0046b"),
            ("a/b", "a&#37;2Fb"),
            ("a/b", "a%26%2347%3Bb"),
            ("a&b", "a%26amp%3Bb"),
            ("a&b", "a&amp;amp;b"),
            ("a&b", "a\\u0026amp;b"),
            ("a b", "a%2Bb"),
            ("a b", "a\\u002bb"),
            ("\u{1f511}", "\\\\ud83d\\\\udd11"),
            ("\u{1f511}", "%5Cud83d%5Cudd11"),
            ("\u{1f511}", "%25F0%259F%2594%2591"),
            ("a/b", "a%2525%32Fb"),
            ("a/b", "a\\\\\\\\\\\\\\/b"),
            // A sentence shows a space in place of what is hidden.
            ("a b", "a\tb"),
            ("a b", "a\u{200b}b"),
        ] {
            let text = format!("{written}…");
            let length = length(&text, secret);
            assert_eq!(length, Some(written.len()), "{secret} as {written}");
        }
    }

    #[test]
    fn what_is_something_else_is_not() {
        for (secret, text) in [
            ("a/b", "a%2Gb"),
            ("a/b", "a%2"),
            ("a/b", "a%"),
            ("a/b", "a%+2b"),
            ("a/b", "a\\"),
            ("a/b", "a\\u002"),
            ("a/b", "a\\u{2f"),
            ("a/b", "a\\u{}b"),
            ("a/b", "a&#47"),
            ("a/b", "a&#;b"),
            ("a/b", "a&sol;b"),
            ("ab", "a"),
            ("ab", ""),
            ("ü", "%C3"),
            ("ü", "%C3%"),
            ("ü", "%C3%C3"),
            ("ü", "%FF"),
            ("a/b", "a\\x2b"),
            ("a/b", "a&#000000047;b"),
            ("a/b", "a&#+47;b"),
            ("a/b", "a\\u+02fb"),
            ("\u{1f511}", "\\ud83d"),
            ("\u{1f511}", "\\ud83dudd11"),
            ("\u{1f511}", "\\ud83d\\ud83d"),
            // Of more layers than are looked for.
            ("a/b", "a%2525252Fb"),
            ("a&b", "a&amp;amp;amp;amp;b"),
        ] {
            assert_eq!(length(text, secret), None, "{secret} in {text}");
        }
    }

    #[test]
    fn what_is_cut_off_is_recognized_if_it_is_long_enough() {
        let secret = "abcdef\"g/h";
        for text in [
            "abcdef",
            "abcdef\"",
            "abcdef\\",
            "abcdef\\u00",
            "abcdef%2",
            "abcdef%22",
            "abcdef&quo",
            "abcdef&#x2",
            "abcdef\\\\u0",
            "abcdef%5",
            "abcdef%5Cx",
            "abcdef&amp;#3",
            "abcdef\u{fffd}",
            "abcdef%22g%2Fh",
        ] {
            let length = length(text, secret);
            assert_eq!(length, Some(text.len()), "{text}");
        }
        for text in [
            "abcde",
            "abcdef ",
            "abcdef\"x",
            "abcdef%2 and more",
            "abcdef&retry budget",
            "abcdef&x=1",
        ] {
            assert_eq!(length(text, secret), None, "{text}");
        }
    }

    #[test]
    fn marks_upon_marks_take_no_longer() {
        for mark in ["\\", "%25", "&amp;", "%"] {
            let secret = mark.repeat(200);
            let text = format!("{}!", mark.repeat(2000));
            assert!(length(&text, &secret).is_some());
            assert!(length(&text, &format!("{secret}?")).is_none());
        }
    }
}
