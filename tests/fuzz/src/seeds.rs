//! Inputs made from the answers of the wire vectors, in the form of each target that answers a
//! call.

use serde_json::Value;

use crate::answer::MEDIA_TYPES;
use crate::canary::ISSUED;
use crate::echo::{ENCODINGS, MARK};
use crate::input::status_bytes;
use crate::inputs::Named;
use crate::targets::{APIS, Api, headers::NAMES};

/// A seed of a target.
struct Seed {
    target: &'static str,
    /// Its name is the vector's.
    seed: Named,
}

/// Each API's vectors.
pub(crate) const VECTORS: [(&str, &str); 4] = [
    ("konnect", include_str!("../../vectors/konnect.json")),
    (
        "fitbit_plus",
        include_str!("../../vectors/fitbit-plus.json"),
    ),
    (
        "token_service",
        include_str!("../../vectors/token-service.json"),
    ),
    ("tyk", include_str!("../../vectors/tyk.json")),
];

/// The seeds of a target.
pub(crate) fn of(target: &str) -> Vec<Named> {
    all()
        .into_iter()
        .filter(|seed| seed.target == target)
        .map(|seed| seed.seed)
        .collect()
}

/// All seeds; it panics where a vector has what the targets do not know, an operation or a header
/// field.
fn all() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for (number, (name, vectors)) in VECTORS.into_iter().enumerate() {
        let api = &APIS[number];
        assert_eq!(api.name, name, "the vectors stand in the order of the APIs");
        let vectors: Vec<Value> = serde_json::from_str(vectors).expect("the vectors are JSON");
        for (turn, vector) in vectors.iter().enumerate() {
            if let Some(exchange) = Exchange::of(api, number, turn, vector) {
                seeds.extend(exchange.seeds(api));
            }
        }
    }
    seeds
}

/// A vector's response, as bytes of an input.
struct Exchange<'a> {
    id: &'a str,
    api: u8,
    operation: u8,
    /// The vectors take turns in the forms of a call and the encodings of echoes.
    turn: u8,
    status: u16,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a Value,
}

impl<'a> Exchange<'a> {
    fn of(api: &Api, number: usize, turn: usize, vector: &'a Value) -> Option<Self> {
        let response = vector["response"].as_object()?;
        let operation = vector["operation"].as_str()?;
        let operations = api.operations();
        let place = operations.iter().position(|name| *name == operation);
        let headers = response["headers"].as_object()?;
        Some(Self {
            id: vector["id"].as_str()?,
            api: u8::try_from(number).ok()?,
            operation: u8::try_from(place.expect("each operation is fuzzed")).ok()?,
            turn: u8::try_from(turn % 256).ok()?,
            status: u16::try_from(response["status"].as_u64()?).ok()?,
            headers: headers
                .iter()
                .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
                .collect(),
            body: &response["body"],
        })
    }

    fn seeds(&self, api: &'static Api) -> Vec<Seed> {
        let status = status_bytes(self.status);
        let media_type = self.media_type();
        let seed = |target, name: &str, parts: &[&[u8]]| Seed {
            target,
            seed: Named {
                name: name.to_owned(),
                input: parts.concat(),
            },
        };
        let (issued, echoing) = (self.body(&issued), self.body(&|value| self.echoing(value)));
        let mut seeds = vec![seed(
            api.name,
            self.id,
            &[
                &[self.operation, self.turn],
                &status,
                &[media_type, 0],
                &issued,
            ],
        )];
        if self.status >= 300 {
            let head = [self.api, self.operation, self.turn, 0];
            seeds.push(seed(
                "errors",
                self.id,
                &[&head, &status, &[media_type, 0, 0, 0, 0], &echoing],
            ));
            let echoed: &[u8] = &[3, MARK, self.turn, self.turn / 2];
            seeds.push(seed(
                "errors",
                &format!("{}-headers", self.id),
                &[
                    &head,
                    &status,
                    &[media_type, 0],
                    echoed,
                    echoed,
                    echoed,
                    &echoing,
                ],
            ));
        }
        let mut fields = Vec::new();
        for (name, value) in &self.headers {
            let name = name.to_ascii_lowercase();
            let known = NAMES.iter().position(|known| *known == name);
            let known = known.expect("the table has what the vectors have");
            fields.push(u8::try_from(known).expect("the table is short"));
            fields.push(u8::try_from(value.len()).expect("a value is short"));
            fields.extend_from_slice(value.as_bytes());
        }
        let head = [self.api, self.operation, self.turn];
        seeds.push(seed(
            "headers",
            self.id,
            &[&head, &status, &[self.turn], &fields],
        ));
        seeds
    }

    fn media_type(&self) -> u8 {
        let given = self
            .headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            .map(|(_, value)| value.as_bytes());
        let place = MEDIA_TYPES.iter().position(|known| *known == given);
        // Of those that the table lacks, the first stands for all.
        u8::try_from(place.unwrap_or(0)).expect("the table is short")
    }

    fn body(&self, change: &dyn Fn(Value) -> Value) -> Vec<u8> {
        let body = match (self.body.get("json"), self.body.get("text")) {
            (Some(json), _) => change(json.clone()).to_string(),
            (None, Some(text)) => text.as_str().unwrap_or_default().to_owned(),
            (None, None) => String::new(),
        };
        marked(&body)
    }

    /// Puts an echo into every text.
    fn echoing(&self, value: Value) -> Value {
        let mut count = self.turn;
        each_text(value, &mut |_, text| {
            count = count.wrapping_add(1);
            let encoding = count % ENCODINGS;
            let place = char::from_u32(PLACES + u32::from(count % 4) * 256 + u32::from(encoding));
            format!(
                "{text}{}",
                place.expect("there are that many private characters")
            )
        })
    }
}

/// Where the private characters begin that keep the places of echoes while the text is JSON.
const PLACES: u32 = 0xe000;

/// A text with its places as marks.
fn marked(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for character in text.chars() {
        match u32::from(character).checked_sub(PLACES) {
            Some(place @ 0..0x400) => {
                let [encoding, secret, ..] = place.to_le_bytes();
                bytes.extend([MARK, secret, encoding]);
            }
            _ => bytes.extend(character.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    bytes
}

/// Puts a secret that is known when seen where a server issues one.
fn issued(value: Value) -> Value {
    each_text(value, &mut |name, text| {
        let secret = ["access_token", "refresh_token", "secret", "code", "key"].contains(&name);
        if secret { ISSUED.to_owned() } else { text }
    })
}

/// Changes every text, given the name of the member that it is.
fn each_text(value: Value, change: &mut dyn FnMut(&str, String) -> String) -> Value {
    fn walk(value: &mut Value, name: &str, change: &mut dyn FnMut(&str, String) -> String) {
        match value {
            Value::String(text) => *text = change(name, std::mem::take(text)),
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, name, change)),
            Value::Object(members) => {
                for (name, member) in members {
                    walk(member, name, change);
                }
            }
            _ => {}
        }
    }
    let mut value = value;
    walk(&mut value, "", change);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vector_makes_seeds() {
        let names = APIS.iter().map(|api| api.name);
        for target in names.chain(["headers", "errors"]) {
            let seeds = of(target);
            assert!(seeds.len() > 50, "{target} has {} seeds", seeds.len());
        }
    }
}
