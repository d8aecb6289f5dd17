//! What the native side hands to the facade beside models: objects whose names both have from here,
//! so that no order of values is agreed on by hand.

use super::factories::{Factory, Member};
use super::names::camel;
use super::rust_models::to_js;

/// An object that only the facade reads.
struct Record {
    name: &'static str,
    docs: &'static str,
    members: &'static [(&'static str, &'static str, &'static str)],
}

/// Each member has its name, its type in Rust, and what it is.
const RECORDS: &[Record] = &[
    Record {
        name: "Cause",
        docs: "A layer below an error.",
        members: &[
            ("text", "String", "What it says."),
            ("number", "Option<i32>", "The operating system's number."),
            (
                "code",
                "Option<String>",
                "The code that Node has for it, where there is no number.",
            ),
        ],
    },
    Record {
        name: "Report",
        docs: "What hooks and logs receive of one event.",
        members: &[
            ("event", "authloom::Event", "For hooks."),
            ("line", "String", "For logs."),
            (
                "is_warning",
                "bool",
                "Whether logs receive it as a warning.",
            ),
        ],
    },
];

/// The structs in Rust.
pub(super) fn rust() -> String {
    let mut text = "//! What the facade receives beside models.

        use napi::bindgen_prelude::Unknown;

        use super::factories;
        use crate::support::*;\n\n"
        .to_owned();
    for Record {
        name,
        docs,
        members,
    } in RECORDS
    {
        let fields: String = members
            .iter()
            .map(|(name, of, docs)| format!("/// {docs}\npub(crate) {name}: {of},\n"))
            .collect();
        text += &format!("/// {docs}\npub(crate) struct {name} {{\n{fields}}}\n\n");
        let names: Vec<&str> = members.iter().map(|(name, ..)| *name).collect();
        text += &to_js(name, name, &names);
    }
    text
}

/// What makes the objects.
pub(super) fn factories() -> impl Iterator<Item = Factory> {
    RECORDS.iter().map(|of| Factory {
        name: of.name.to_owned(),
        tag: None,
        members: of
            .members
            .iter()
            .map(|(name, of, _)| Member {
                name: camel(name),
                may_be_absent: of.starts_with("Option<"),
                is_shown: true,
            })
            .collect(),
        taken_by: None,
    })
}
