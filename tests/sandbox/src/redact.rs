//! Which parts of a request are secret, and what the log shows instead.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::encoding::{form_decode, percent_decode_text};
use crate::exchange::Request;

/// A name whose last word is one of these names a secret: `access_token`, `X-Api-Key`, `otpCode`.
/// `token_type`, `token_id` and `token_endpoint` end in other words.
const SECRET_WORDS: [&str; 16] = [
    "assertion",
    "authorization",
    "code",
    "codes",
    "cookie",
    "credential",
    "credentials",
    "jwt",
    "key",
    "keys",
    "password",
    "passwd",
    "pin",
    "secret",
    "token",
    "tokens",
];
/// Names of secrets that end in another word.
const SECRET_NAMES: [&str; 2] = ["keyrules", "apikey"];
/// Header fields in which a scheme precedes the secret.
const SCHEMED: [&str; 2] = ["authorization", "proxy-authorization"];

/// What is shown instead of a secret.
pub(crate) fn secret(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let mut out = String::from("redacted:");
    for byte in &digest[..4] {
        write!(out, "{byte:02x}").expect("text grows without fail");
    }
    out
}

/// Whether a member, a form field, a query field or a header field of this name is a secret.
fn names_secret(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    SECRET_NAMES.contains(&plain.as_str()) || {
        let last = last_word(name);
        SECRET_WORDS.contains(&last.as_str())
    }
}

/// The last word of a name in snake, kebab or camel case, in lower case.
fn last_word(name: &str) -> String {
    let name = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let start = name
        .char_indices()
        .zip(name.chars().skip(1))
        .filter(|((_, before), after)| {
            !before.is_ascii_alphanumeric()
                || (before.is_ascii_lowercase() && after.is_ascii_uppercase())
        })
        .map(|((at, before), _)| at + before.len_utf8())
        .last()
        .unwrap_or(0);
    name[start..].to_ascii_lowercase()
}

/// A path without the refresh tokens that Tyk takes in it.
pub(crate) fn path(path: &str) -> String {
    let mut out = Vec::new();
    let mut before = [String::new(), String::new()];
    for segment in path.split('/') {
        let follows_refresh = before == ["oauth", "refresh"];
        let plain = percent_decode_text(segment).unwrap_or_else(|| segment.to_owned());
        if segment.is_empty() {
            out.push(String::new());
            continue;
        }
        if follows_refresh {
            // Whatever comes after it belongs to the same value: it stays what came before.
            out.push(secret(&plain));
            continue;
        }
        before = [std::mem::take(&mut before[1]), plain.to_ascii_lowercase()];
        out.push(segment.to_owned());
    }
    out.join("/")
}

/// A form or a query without its secrets; its other pairs stay as sent. A pair that is none, or
/// whose name looks like no name, could be anything: it is one secret.
pub(crate) fn form(text: &str) -> String {
    text.split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, value)) if is_name(name) => match form_decode(pair).as_deref() {
                Some([(name, _)]) if !names_secret(name) => pair.to_owned(),
                Some([(_, plain)]) => format!("{name}={}", secret(plain)),
                _ => format!("{name}={}", secret(value)),
            },
            _ if pair.is_empty() => String::new(),
            _ => secret(pair),
        })
        .collect::<Vec<_>>()
        .join("&")
}

/// Whether the text could be the encoded name of a field.
fn is_name(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || "-._~%[]".contains(c))
}

/// Header fields by name in lower case, without their secrets.
pub(crate) fn headers(fields: &[(String, String)]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::<String, String>::new();
    for (name, value) in fields {
        let name = name.to_ascii_lowercase();
        let value = header(&name, value);
        out.entry(name)
            .and_modify(|known| {
                known.push_str(", ");
                known.push_str(&value);
            })
            .or_insert(value);
    }
    out
}

fn header(name: &str, value: &str) -> String {
    if !names_secret(name) {
        return value.to_owned();
    }
    match value.split_once(' ') {
        Some((scheme, rest)) if SCHEMED.contains(&name) => {
            format!("{scheme} {}", secret(rest.trim()))
        }
        _ => secret(value),
    }
}

/// A body without its secrets. Text that is neither JSON nor a form could hold them anywhere, so
/// it is one secret.
pub(crate) fn body(request: &Request) -> Value {
    if request.body.is_empty() {
        return Value::Null;
    }
    let text = String::from_utf8_lossy(&request.body);
    match serde_json::from_slice(&request.body) {
        Ok(mut value @ (Value::Object(_) | Value::Array(_))) => {
            members(&mut value, false);
            value
        }
        _ if request.media_type().as_deref() == Some("application/x-www-form-urlencoded") => {
            Value::String(form(&text))
        }
        _ => Value::String(secret(&text)),
    }
}

fn members(value: &mut Value, within_secret: bool) {
    match value {
        Value::Object(object) => {
            for (name, member) in object {
                members(member, within_secret || names_secret(name));
            }
        }
        Value::Array(items) => {
            for item in items {
                members(item, within_secret);
            }
        }
        Value::String(text) if within_secret => *text = secret(text),
        Value::Number(number) if within_secret => {
            *value = Value::String(secret(&number.to_string()));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_tell_secrets() {
        for name in [
            "access_token",
            "refresh_token",
            "token",
            "client_secret",
            "otp_code",
            "code",
            "long_token",
            "assertion",
            "key",
            "key_rules",
            "X-Tyk-Authorization",
            "Cookie",
            "x-api-key",
            "clientSecret",
            "Password",
            "token_",
        ] {
            assert!(names_secret(name), "{name}");
        }
        for name in [
            "token_type",
            "token_type_hint",
            "token_endpoint",
            "token_id",
            "assertion_type",
            "client_id",
            "X-Token-Id",
            "Content-Type",
            "keyed",
            "",
            "é",
        ] {
            assert!(!names_secret(name), "{name}");
        }
    }

    #[test]
    fn a_scheme_is_kept_and_equal_secrets_look_equal() {
        assert_eq!(header("authorization", "Bearer kpat_example"), {
            format!("Bearer {}", secret("kpat_example"))
        });
        assert_eq!(header("authorization", "naked"), secret("naked"));
        assert_eq!(header("x-tyk-authorization", "a b"), secret("a b"));
        // The digits are SHA-256's own, so that another language can look for them.
        assert_eq!(secret("abc"), "redacted:ba7816bf");
        let form_shown = form("refresh_token=a%2Bb&x=1%202&&bare&token_type_hint=h&{a=b");
        assert_eq!(
            form_shown,
            format!(
                "refresh_token={}&x=1%202&&{}&token_type_hint=h&{}",
                secret("a+b"),
                secret("bare"),
                secret("{a=b")
            )
        );
    }

    #[test]
    fn paths_lose_refresh_tokens_however_they_are_written() {
        let gone = format!("/tyk/oauth/refresh/{}", secret("r1"));
        assert_eq!(path("/tyk/oauth/refresh/r1"), gone);
        assert_eq!(
            path("/tyk/oauth//re%66resh/r1/x"),
            format!("/tyk/oauth//re%66resh/{}/{}", secret("r1"), secret("x"))
        );
        assert_eq!(path("/tyk/oauth/clients/a/b"), "/tyk/oauth/clients/a/b");
    }

    #[test]
    fn bodies_lose_secrets_at_any_depth() {
        let request = |kind: &str, body: &str| Request {
            headers: vec![("Content-Type".to_owned(), kind.to_owned())],
            body: body.as_bytes().to_vec(),
            ..Request::default()
        };
        let json = r#"{"config":{"headers":[{"name":"n","key":"k"}],"code":{"a":[1,"c"]}},"token_endpoint":"https://t"}"#;
        assert_eq!(
            body(&request("application/json", json)),
            json!({"config": {
                "headers": [{"name": "n", "key": secret("k")}],
                "code": {"a": [secret("1"), secret("c")]},
            }, "token_endpoint": "https://t"})
        );
        assert_eq!(
            body(&request(
                "application/x-www-form-urlencoded; charset=utf-8",
                "token=a&b=%"
            )),
            json!(format!("token={}&b={}", secret("a"), secret("%")))
        );
        let broken = r#"{"client_secret":"hush"#;
        assert_eq!(
            body(&request("application/json", broken)),
            json!(secret(broken))
        );
        assert_eq!(
            body(&request("application/json", "\"hush\"")),
            json!(secret("\"hush\""))
        );
        assert_eq!(body(&request("application/json", "")), Value::Null);
    }

    proptest::proptest! {
        /// Whatever the place, a secret is not shown; whatever is sent, nothing breaks.
        #[test]
        fn no_request_shows_a_secret(
            name in "(access_|client_|X-)?(token|secret|password|code|key|assertion|Key|Token)",
            around in "[a-z\"{}:,&=%+ /\u{e9}]{0,24}",
            kind in "(application/json|application/x-www-form-urlencoded|text/plain|)",
            form in 0..5,
        ) {
            const HUSH: &str = "HUSH";
            let body = match form {
                0 => format!(r#"{{"a": [{{"{name}": "{HUSH}"}}]}}"#),
                1 => format!(r#"{{"{name}": {{"x": ["{HUSH}"]}}}}"#),
                2 => format!("a=1&{name}={HUSH}"),
                3 => format!(r#"{{"{name}": "{HUSH}{around}"#),
                _ => format!("{around}&{name}={HUSH}{around}"),
            };
            let request = Request {
                method: "POST".to_owned(),
                path: format!("/tyk/oauth/refresh/{HUSH}"),
                query: Some(format!("{around}&{name}={HUSH}")),
                headers: vec![
                    ("Content-Type".to_owned(), kind.clone()),
                    ("Authorization".to_owned(), format!("Bearer {HUSH}")),
                    ("X-Tyk-Authorization".to_owned(), HUSH.to_owned()),
                    (name.clone(), HUSH.to_owned()),
                ],
                body: body.into_bytes(),
            };
            let shown = json!([
                path(&request.path),
                request.query.as_deref().map(super::form),
                headers(&request.headers),
                super::body(&request),
            ]);
            proptest::prop_assert!(!shown.to_string().contains("HUSH"), "{}", shown);
        }
    }
}
