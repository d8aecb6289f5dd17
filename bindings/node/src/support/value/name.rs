//! Where a value stands among what a caller gave.

use std::fmt;

/// The name of a value, as a chain of places, so that it costs nothing until somebody asks for it.
#[derive(Clone, Copy)]
pub(crate) enum Name<'a> {
    Root(&'static str),
    Member(&'a Name<'a>, &'static str),
    Item(&'a Name<'a>, u32),
    Key(&'a Name<'a>, &'a str),
}

impl Name<'_> {
    /// The innermost name that is a word of ours.
    pub(super) fn field(&self) -> &'static str {
        match self {
            Self::Root(name) | Self::Member(_, name) => name,
            Self::Item(of, _) | Self::Key(of, _) => of.field(),
        }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) => f.write_str(name),
            Self::Member(of, name) => write!(f, "{of}.{name}"),
            Self::Item(of, place) => write!(f, "{of}[{place}]"),
            Self::Key(of, key) => write!(f, "{of}[{key:?}]"),
        }
    }
}
