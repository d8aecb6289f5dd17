//! Secrets that are easy to find again.

use authloom::{CallOptions, Secret};
use authloom_operations::secrets;
use base64::Engine;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};

use crate::operations::{Arguments, Credentials};

/// A secret for each place where one is taken.
pub(super) struct Canaries {
    secrets: Vec<(&'static str, Secret)>,
    /// What each looks like, by its ends.
    forms: Vec<Vec<String>>,
    /// What all have in common: most strings hold none of that.
    common: Vec<String>,
}

/// What is no argument of an operation. Each argument that takes a secret has one too, by its name.
const OTHERS: [&str; 4] = ["credential", "tyk secret", "call token", "custom header"];

/// What a canary begins with and what it ends with; nothing encodes these characters but base64 and
/// who encodes all.
fn ends(place: usize) -> [String; 2] {
    [format!("cnry{place:02}Qz"), format!("zQ{place:02}yrnc")]
}

impl Canaries {
    pub(super) fn new() -> Self {
        let secret = |place| {
            // In the middle, what encoders write otherwise.
            let [begin, end] = ends(place);
            Secret::new(format!("{begin}+=%&\"<ü>~ {end}"))
        };
        let names: Vec<_> = OTHERS.into_iter().chain(secrets()).collect();
        Self {
            forms: (0..names.len())
                .map(|place| ends(place).iter().flat_map(|end| forms(end)).collect())
                .collect(),
            secrets: names
                .into_iter()
                .enumerate()
                .map(|(place, name)| (name, secret(place)))
                .collect(),
            common: ["cnry", "yrnc"].into_iter().flat_map(forms).collect(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Secret {
        let found = self.secrets.iter().find(|(known, _)| *known == name);
        let (_, secret) = found.expect("there is such a canary");
        // A header field holds no more than ASCII.
        match name {
            "credential" | "tyk secret" | "call token" | "custom header" | "short_term_token" => {
                secret.reveal().replace(['ü', '"'], "-").into()
            }
            _ => secret.clone(),
        }
    }

    pub(super) fn credentials(&self) -> Credentials {
        Credentials {
            konnect: self.get("credential"),
            fitbit_plus: self.get("credential"),
            token_service: self.get("credential"),
            tyk: self.get("tyk secret"),
        }
    }

    pub(super) fn arguments(&self, with_token: bool) -> Arguments {
        let custom = self.get("custom header").reveal().to_owned();
        Arguments {
            call: CallOptions {
                headers: [("X-Partner-Key".to_owned(), custom)].into(),
                token: with_token.then(|| self.get("call token")),
                ..CallOptions::default()
            },
            secrets: secrets()
                .into_iter()
                .map(|name| (name, self.get(name)))
                .collect(),
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, Secret)> {
        self.secrets.iter().map(|(name, _)| (*name, self.get(name)))
    }

    /// The names of those that stand in a string, in whatever form.
    pub(super) fn in_text(&self, text: &str) -> Vec<&'static str> {
        let any = |forms: &[String]| forms.iter().any(|form| text.contains(form.as_str()));
        if !any(&self.common) {
            return Vec::new();
        }
        let found = self.secrets.iter().zip(&self.forms);
        let found = found.filter(|(_, forms)| any(forms));
        found.map(|((name, _), _)| *name).collect()
    }
}

/// Every byte percent-encoded, also where nobody needs it.
pub(super) fn percent_throughout(text: &str) -> String {
    let bytes: Vec<_> = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
    bytes.concat()
}

/// Every byte as two hexadecimal digits.
pub(super) fn hexadecimal(text: &str) -> String {
    let bytes: Vec<_> = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    bytes.concat()
}

/// A string as it is, in upper and lower case, in hexadecimal, percent-encoded throughout, and what base64 of a string with it in the middle
/// must hold: that depends on where it stands, and at the ends on its neighbours.
fn forms(end: &str) -> Vec<String> {
    let mut forms = vec![
        end.to_owned(),
        end.to_uppercase(),
        end.to_lowercase(),
        hexadecimal(end),
        hexadecimal(end).to_uppercase(),
        percent_throughout(end),
        percent_throughout(end).to_uppercase(),
    ];
    for engine in [&BASE64_STANDARD_NO_PAD, &BASE64_URL_SAFE_NO_PAD] {
        for shift in 0..3 {
            let encoded = engine.encode([&vec![0; shift], end.as_bytes()].concat());
            let whole = (shift * 8).div_ceil(6)..(shift + end.len()) * 8 / 6;
            forms.push(encoded[whole].to_owned());
        }
    }
    forms
}

#[test]
fn a_canary_is_found_in_every_form() {
    let canaries = Canaries::new();
    for (name, secret) in canaries.all() {
        let text = secret.reveal();
        for seen in [
            text.to_owned(),
            form_urlencoded::byte_serialize(text.as_bytes()).collect(),
            percent_throughout(text),
            text.to_uppercase(),
            text.to_lowercase(),
            hexadecimal(text),
            hexadecimal(text).to_uppercase(),
            BASE64_STANDARD_NO_PAD.encode(text),
            BASE64_STANDARD_NO_PAD.encode(format!("a user:{text}")),
            BASE64_URL_SAFE_NO_PAD.encode(format!("users:{text} and more")),
        ] {
            assert_eq!(canaries.in_text(&format!("<{seen}>")), [name], "{seen}");
        }
    }
    assert!(canaries.in_text("no canary, nor cnry00 alone").is_empty());
}
