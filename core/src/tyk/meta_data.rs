//! `meta_data` of OAuth clients: whatever a program stores with one.

use serde_json::Value;

use crate::http::call::Call;
use crate::http::response::LONGEST_TEXT;

/// Takes the secrets in it, and refuses a string that no response may hold: this client could not
/// read it back, and each list of that API would fail as a whole.
pub(super) fn sent(call: Call, meta_data: Option<&Value>) -> Call {
    call.named_secrets(meta_data).check(
        "meta_data",
        meta_data.is_some_and(holds_too_long_text),
        "must not hold a string of more than 128 KiB as JSON: no list of its API could be read",
    )
}

fn holds_too_long_text(value: &Value) -> bool {
    match value {
        Value::String(text) => is_too_long(text),
        Value::Array(items) => items.iter().any(holds_too_long_text),
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| is_too_long(name) || holds_too_long_text(member)),
        _ => false,
    }
}

fn is_too_long(text: &str) -> bool {
    text.chars().map(written).sum::<usize>() > LONGEST_TEXT
}

/// How many bytes a character takes in a string of the gateway, which also escapes what a page
/// could take for markup.
fn written(character: char) -> usize {
    match character {
        '"' | '\\' | '\n' | '\r' | '\t' => 2,
        '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => 6,
        _ if character.is_ascii_control() => 6,
        _ => character.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_string_is_as_long_as_the_gateway_writes_it() {
        let text = |text: &str, times| json!({ "list": [1, { "at": text.repeat(times) }] });
        for (character, bytes) in [("a", 1), ("ü", 2), ("\n", 2), ("<", 6), ("\u{1}", 6)] {
            let most = LONGEST_TEXT / bytes;
            assert!(
                !holds_too_long_text(&text(character, most)),
                "{character:?}"
            );
            assert!(
                holds_too_long_text(&text(character, most + 1)),
                "{character:?}"
            );
        }
        let name = json!({ "x".repeat(LONGEST_TEXT + 1): null });
        assert!(holds_too_long_text(&name));
    }
}
