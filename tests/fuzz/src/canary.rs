//! The secrets of the calls, which no error may show, and how they are looked for.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};

use crate::decode::views;
use crate::echo::hexadecimal;

// What stands in a header field has no more characters than fit there; the others have what each
// encoding has to escape.
pub(crate) const CREDENTIAL: &str = "kpat_c4n4ry/0+A=";
pub(crate) const CALL_TOKEN: &str = "call-t0ken~c4n4ry%2F;,";
pub(crate) const HEADER: &str = "x-c4n4ry \"key\" & 'more'";
pub(crate) const CLIENT_SECRET: &str = "s3cret c4n4ry/+\"ü&=%<x>\\?#";
pub(crate) const REFRESH_TOKEN: &str = "rt.c4n4ry-plain_7Q";
pub(crate) const CODE: &str = "c0de c4n4ry\u{1f511}'!*()";
pub(crate) const OTP: &str = "493817";
pub(crate) const ASSERTION: &str = "eyJhbGciOiJub25lIn0.eyJjNG40cnkiOjF9.";
pub(crate) const SHORT_TOKEN: &str = "st_c4n4ry:@$,[]";
pub(crate) const KEY_RULES: &str = "{\"c4n4ry\": \"rules\", \"rate\": 1}";
pub(crate) const KEY: &str = "k3y\tc4n4ry\n2nd/line";
pub(crate) const LONG_TOKEN: &str = "lt_c4n4ry+5f2a==";

/// The secret for the argument of that name.
pub(crate) fn of(argument: &str) -> &'static str {
    match argument {
        "client_secret" | "secret" => CLIENT_SECRET,
        "refresh_token" => REFRESH_TOKEN,
        "code" => CODE,
        "otp_code" => OTP,
        "assertion" => ASSERTION,
        "short_term_token" => SHORT_TOKEN,
        "key_rules" => KEY_RULES,
        "key" => KEY,
        _ => LONG_TOKEN,
    }
}

/// All of them.
#[cfg(test)]
pub(crate) const ALL: [&str; 12] = [
    CREDENTIAL,
    CALL_TOKEN,
    HEADER,
    CLIENT_SECRET,
    REFRESH_TOKEN,
    CODE,
    OTP,
    ASSERTION,
    SHORT_TOKEN,
    KEY_RULES,
    KEY,
    LONG_TOKEN,
];

/// What seeds put where a server issues a secret: in nobody's `Debug`, and in no error of a
/// response that was a success.
pub(crate) const ISSUED: &str = "issued-c4n4ry-77aa01";

/// Says in which form a text shows one of these secrets, if it does.
pub(crate) fn leak(text: &str, secrets: &[&str]) -> Option<String> {
    let forms: Vec<(String, String)> = secrets.iter().flat_map(|secret| forms(secret)).collect();
    for view in views(text) {
        if let Some((_, what)) = forms.iter().find(|(form, _)| view.contains(form.as_str())) {
            return Some(what.clone());
        }
    }
    None
}

/// What is looked for of a secret, and how it is called.
fn forms(secret: &str) -> Vec<(String, String)> {
    let digits = hexadecimal(secret);
    let plain = [
        secret.to_owned(),
        secret.to_uppercase(),
        secret.to_lowercase(),
        digits.to_uppercase(),
        digits,
    ];
    let plain = plain.map(|form| {
        let what = format!("{secret:?} as {form:?}");
        (form, what)
    });
    let cores = base64_cores(secret).map(|core| {
        let what = format!("{secret:?} as base64, {core:?}");
        (core, what)
    });
    plain.into_iter().chain(cores).collect()
}

/// What base64 of any text that holds the secret must hold, by the secret's place in it.
fn base64_cores(secret: &str) -> impl Iterator<Item = String> {
    [&BASE64_STANDARD_NO_PAD, &BASE64_URL_SAFE_NO_PAD]
        .into_iter()
        .flat_map(move |engine| {
            (0..3).map(move |before| {
                let mut whole = vec![0; before];
                whole.extend_from_slice(secret.as_bytes());
                let bits = whole.len() * 8;
                engine.encode(&whole)[(before * 8).div_ceil(6)..bits / 6].to_owned()
            })
        })
        // Of six digits too little is left to be known by.
        .filter(|core| core.len() >= 8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::echo::{ENCODINGS, IN_BASE64, echo};

    /// The control of all leak checks: each form of each secret is found.
    #[test]
    fn every_echo_is_found() {
        for secret in ALL {
            assert_eq!(leak("nothing, of [redacted], to find", &[secret]), None);
            for encoding in 0..ENCODINGS {
                let echoed = format!("<p>{}</p>", echo(secret, encoding));
                // Base64 of something short has too few characters of its own.
                let short = secret == OTP && IN_BASE64.contains(&encoding);
                for shown in [echoed.clone(), format!("{echoed:?}")] {
                    assert!(leak(&shown, &[secret]).is_some() || short, "{shown}");
                }
            }
        }
    }

    #[test]
    fn secrets_are_distinct() {
        for (at, secret) in ALL.iter().enumerate() {
            assert!(ALL[..at].iter().all(|other| !other.contains(secret)));
            assert!(leak(ISSUED, &[secret]).is_none());
        }
    }
}
