//! JSON that is kept as it came, since nobody knows its type: no more of it than memory allows.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::wanted::wanted;

/// How much memory such a value may take, in bytes. `[[0],[0],…` takes forty times its length, so
/// that a cap on bodies alone bounds little. Errors and docs name it.
const MOST: usize = 2 << 20;

// What serde_json's types take: a list has room for four from its first item on, and an object is
// a tree whose nodes have room for eleven members and hold five at least, but for the first.
const LIST: usize = 4 * size_of::<Value>();
const NODE: usize = 12 * size_of::<(String, Value)>();
const FEWEST_IN_NODE: usize = 5;
/// What an allocation takes beside its content.
const ALLOCATION: usize = 16;

/// Reads values as long as there is memory left for them.
pub(crate) struct Kept {
    left: usize,
}

impl Default for Kept {
    fn default() -> Self {
        Self { left: MOST }
    }
}

impl Kept {
    fn take<E: Error>(&mut self, bytes: usize) -> Result<(), E> {
        let left = self.left.checked_sub(bytes);
        self.left = left.ok_or_else(|| wanted("JSON within the memory limit of 2 MiB"))?;
        Ok(())
    }

    fn take_text<E: Error>(&mut self, text: &str) -> Result<(), E> {
        self.take(ALLOCATION + text.len())
    }

    /// Adds the value of the member whose name was just read to those that are kept.
    pub(crate) fn member<'de, A: MapAccess<'de>>(
        &mut self,
        kept: &mut Map<String, Value>,
        name: String,
        members: &mut A,
    ) -> Result<(), A::Error> {
        if kept.len().is_multiple_of(FEWEST_IN_NODE) {
            self.take(NODE)?;
        }
        self.take_text(&name)?;
        let value = members.next_value_seed(self)?;
        kept.insert(name, value);
        Ok(())
    }
}

/// A member that may be anything, null or nothing.
pub(crate) fn deserialize_option<'de, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<Value>, D::Error> {
    let value = Kept::default().deserialize(input)?;
    Ok(Some(value).filter(|value| !value.is_null()))
}

/// A string that is JSON. What takes too much memory is an error of the category `Data`, as nothing
/// else is.
pub(crate) fn read(text: &str) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Kept::default().deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

impl<'de> DeserializeSeed<'de> for &mut Kept {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Value, D::Error> {
        self.take(size_of::<Value>())?;
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Kept {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.take_text(text)?;
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut kept = Vec::new();
        while let Some(item) = items.next_element_seed(&mut *self)? {
            if kept.is_empty() {
                self.take(ALLOCATION + LIST)?;
            }
            kept.push(item);
        }
        Ok(Value::Array(kept))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut kept = Map::new();
        while let Some(name) = members.next_key()? {
            self.member(&mut kept, name, &mut members)?;
        }
        Ok(Value::Object(kept))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_kept_is_what_came() {
        for text in [
            r#"{"a":[null,true,-1,18446744073709551615,1.5,"ü\n",[],{}],"b":{"c":[[0]]},"a":2}"#,
            "null",
            "1e300",
        ] {
            let whole: Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(read(text).expect(text), whole);
        }
    }

    #[test]
    fn what_takes_too_much_is_told_from_what_is_no_json() {
        for item in ["0", "[]", "{}", "[0]", r#"{"":0}"#, r#""text""#] {
            let text = format!("[{item}{}", format!(",{item}").repeat(1 << 18));
            // It is found before the end, which is missing.
            assert!(read(&text).expect_err(item).is_data(), "{item}");
        }
        let long = format!("\"{}\"", "x".repeat(MOST));
        assert!(read(&long).expect_err("long").is_data());
        for text in ["", "[", "[1] 2", "1e999", "\"\u{1}\"", &"[".repeat(1000)] {
            assert!(!read(text).expect_err(text).is_data(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_serde_json_reads_it(text in "[\\[\\]{},:\"a0-]{0,12}") {
            let whole = serde_json::from_str::<Value>(&text);
            prop_assert_eq!(read(&text).ok(), whole.ok());
        }
    }
}
