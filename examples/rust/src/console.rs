//! What the tour looks like.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

/// How a piece of text stands out; on a console without colour it does not.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Plain,
    Strong,
    Faint,
    Good,
    Bad,
}

impl Style {
    /// The ANSI escape that begins it.
    fn escape(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "\x1b[1m",
            Self::Faint => "\x1b[2m",
            Self::Good => "\x1b[32m",
            Self::Bad => "\x1b[31m",
        }
    }
}

const RESET: &str = "\x1b[0m";
/// Where lines break, in characters.
const WIDTH: usize = 96;

/// Standard output, with colour where that is wanted.
pub(crate) struct Console {
    colour: bool,
}

impl Console {
    /// Colour is for terminals, and for those who have not declined it (<https://no-color.org>).
    pub(crate) fn new() -> Self {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let colour = io::stdout().is_terminal()
            && set("NO_COLOR").is_none()
            && set("TERM").is_none_or(|terminal| terminal != "dumb");
        Self { colour }
    }

    /// Prints text behind `mark`, which stands at `indent`; further lines stand below the text.
    pub(crate) fn entry(&self, indent: usize, mark: &str, mark_style: Style, text: &str) {
        self.styled_entry(indent, mark, mark_style, text, Style::Plain);
    }

    /// The same, with a style for the text too.
    pub(crate) fn styled_entry(
        &self,
        indent: usize,
        mark: &str,
        mark_style: Style,
        text: &str,
        text_style: Style,
    ) {
        let hang = indent + mark.chars().count();
        let mut out = " ".repeat(indent);
        self.paint(&mut out, mark, mark_style);
        for (place, line) in wrap(text, WIDTH.saturating_sub(hang)).iter().enumerate() {
            if place > 0 {
                let _ = write!(out, "\n{:hang$}", "");
            }
            self.paint(&mut out, line, text_style);
        }
        write_line(&out);
    }

    /// Prints a paragraph.
    pub(crate) fn paragraph(&self, text: &str) {
        self.entry(0, "", Style::Plain, text);
    }

    /// Prints an empty line.
    pub(crate) fn blank(&self) {
        self.paragraph("");
    }

    fn paint(&self, out: &mut String, text: &str, style: Style) {
        if self.colour && !style.escape().is_empty() && !text.is_empty() {
            let _ = write!(out, "{}{text}{RESET}", style.escape());
        } else {
            out.push_str(text);
        }
    }
}

/// Asks for a line of input.
pub(crate) fn ask(question: &str) -> io::Result<String> {
    let mut out = io::stdout().lock();
    write!(out, "{question} ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

/// Writes a line. A reader that goes away must not end a tour that still has to clean up, as
/// `println` would.
fn write_line(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Breaks text between words, but not behind a colon, so that a name stays with its value. What is
/// longer than a line stays whole, so that it can be copied.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest
            .match_indices(' ')
            .map(|(at, _)| at)
            .find(|at| !rest[..*at].ends_with(':'));
        let (word, after) = end.map_or((rest, ""), |at| (&rest[..at], &rest[at + 1..]));
        rest = after;
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_console_with_colour_is_painted() {
        for (colour, style, expected) in [
            (true, Style::Good, "\x1b[32mok\x1b[0m"),
            (true, Style::Plain, "ok"),
            (false, Style::Good, "ok"),
        ] {
            let mut out = String::new();
            Console { colour }.paint(&mut out, "ok", style);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn lines_break_between_words_and_long_words_stay_whole() {
        assert_eq!(wrap("a bc def", 4), ["a bc", "def"]);
        assert_eq!(wrap("a longest b", 4), ["a", "longest", "b"]);
        assert_eq!(wrap("é é é", 3), ["é é", "é"]);
        assert_eq!(wrap("a b: c d", 4), ["a", "b: c", "d"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
