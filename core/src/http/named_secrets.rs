//! Secrets that are known by the names under which they travel: of members, parameters and header
//! fields.

use serde_json::Value;

use crate::Secret;

/// Words that end the names of secrets.
const WORDS: [&str; 10] = [
    "token",
    "secret",
    "password",
    "code",
    "key",
    "assertion",
    "cookie",
    "authorization",
    "credential",
    "signature",
];
/// Names that end so and hold none.
const HARMLESS: [&str; 4] = ["statuscode", "errorcode", "zipcode", "countrycode"];

/// Whether a value of this name is likely to be a secret: `access_token`, `clientSecret`,
/// `otp-code`, `X-Api-Key`, but not `token_type` or `statusCode`.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    !HARMLESS.contains(&plain.as_str()) && WORDS.iter().any(|word| plain.ends_with(word))
}

/// The values of pairs that have a secret's name.
pub(crate) fn of_pairs<'a>(
    pairs: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> impl Iterator<Item = Secret> {
    pairs
        .into_iter()
        .filter(|(name, _)| is_secret_name(name))
        .map(|(_, value)| Secret::from(value.as_str()))
}

/// The strings and numbers in JSON that are members of a secret's name, or within one.
pub(crate) fn of_json(value: &Value) -> Vec<Secret> {
    let mut found = Vec::new();
    collect(value, false, &mut found);
    found
}

fn collect(value: &Value, is_secret: bool, found: &mut Vec<Secret>) {
    match value {
        Value::String(text) if is_secret => found.push(Secret::from(text.as_str())),
        Value::Number(number) if is_secret => found.push(Secret::from(number.to_string())),
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(item, is_secret, found)),
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            collect(member, is_secret || is_secret_name(name), found);
        }),
        Value::String(_) | Value::Number(_) | Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_however_they_are_spelled() {
        for name in [
            "access_token",
            "clientSecret",
            "otp-code",
            "X-Api-Key",
            "Cookie",
            "Set-Cookie",
            "Proxy-Authorization",
            "PASSWORD",
            "x-hub-signature",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "token_type",
            "statusCode",
            "error_code",
            "keyring",
            "id",
            "",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn json_holds_secrets_at_any_depth() {
        let json = serde_json::json!({
            "name": "plain",
            "list": [{"api_key": "a"}, {"keys": "no"}],
            "token": {"value": "b", "parts": ["c", 7, null, true]},
        });
        let found: Vec<_> = of_json(&json)
            .iter()
            .map(|secret| secret.reveal().to_owned())
            .collect();
        assert_eq!(found, ["a", "c", "7", "b"]);
    }
}
