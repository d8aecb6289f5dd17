//! Code of an example, laid out as each language's usual formatter does.

/// A piece of code.
pub(crate) enum Code {
    /// What is never parted.
    Plain(String),
    /// Items between two ends: on one line if they fit, else each on a line of its own.
    Group {
        before: String,
        items: Vec<Code>,
        after: String,
        /// What stands inside of both ends where all is on one line.
        padding: &'static str,
    },
}

impl Code {
    /// Items between parentheses or brackets.
    pub(crate) fn group(before: impl Into<String>, items: Vec<Self>, after: &str) -> Self {
        Self::Group {
            before: before.into(),
            items,
            after: after.to_owned(),
            padding: "",
        }
    }

    /// The same, with something in front.
    pub(crate) fn behind(self, front: &str) -> Self {
        match self {
            Self::Plain(text) => Self::Plain(format!("{front}{text}")),
            Self::Group {
                before,
                items,
                after,
                padding,
            } => Self::Group {
                before: format!("{front}{before}"),
                items,
                after,
                padding,
            },
        }
    }

    /// All on one line.
    fn line(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Group {
                before,
                items,
                after,
                padding,
            } => {
                let items: Vec<_> = items.iter().map(Self::line).collect();
                let padding = if items.is_empty() { "" } else { padding };
                format!("{before}{padding}{}{padding}{after}", items.join(", "))
            }
        }
    }

    /// The lines, none longer than `width` if that can be, indented by `step` a level.
    pub(crate) fn lines(&self, width: usize, step: usize) -> Vec<String> {
        let line = self.line();
        match self {
            Self::Group {
                before,
                items,
                after,
                ..
            } if line.chars().count() > width && !items.is_empty() => {
                let space = " ".repeat(step);
                let mut lines = vec![before.clone()];
                for item in items {
                    // Room for the comma.
                    let mut within = item.lines(width.saturating_sub(step + 1), step);
                    if let Some(last) = within.last_mut() {
                        last.push(',');
                    }
                    lines.extend(within.iter().map(|line| format!("{space}{line}")));
                }
                lines.push(after.clone());
                lines
            }
            _ => vec![line],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_parted_from_outside_in() {
        let plain = |text: &str| Code::Plain(text.to_owned());
        let object = Code::Group {
            before: "{".to_owned(),
            items: vec![plain("b: 1"), plain("c: 2")],
            after: "}".to_owned(),
            padding: " ",
        };
        let call = Code::group(
            "f(",
            vec![plain("a"), object, Code::group("[", vec![], "]")],
            ");",
        );
        let call = call.behind("await ");
        assert_eq!(call.lines(80, 2), ["await f(a, { b: 1, c: 2 }, []);"]);
        assert_eq!(
            call.lines(20, 2),
            ["await f(", "  a,", "  { b: 1, c: 2 },", "  [],", ");"]
        );
        assert_eq!(
            call.lines(10, 2),
            [
                "await f(",
                "  a,",
                "  {",
                "    b: 1,",
                "    c: 2,",
                "  },",
                "  [],",
                ");"
            ]
        );
    }
}
