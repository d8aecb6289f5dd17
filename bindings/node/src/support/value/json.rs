//! JSON values, which cross as text: one call of JavaScript's own reader or writer costs less than one
//! for each part of a value.

use napi::bindgen_prelude::Unknown;
use napi::{Error, Result, Status};
use serde_json::{Deserializer, Value};

use super::from_js::FromJs;
use super::given::Given;
use super::js::{Helper, Js};
use super::raw::{self, Read};
use super::refusal::Refusal;
use super::to_js::ToJs;

impl FromJs for Value {
    const ACCEPTS: &'static str = "JSON";

    fn from_js(given: Given<'_>) -> std::result::Result<Self, Refusal> {
        let written = given.js.help(Helper::Write, &[given.value])?;
        if let Read::Text(text) = raw::as_text(written)? {
            // As deep as `write` lets it be, which is deeper than serde_json does by itself.
            let mut reader = Deserializer::from_str(&text);
            reader.disable_recursion_limit();
            let read = reader.into_iter().next().and_then(std::result::Result::ok);
            return read
                .ok_or_else(|| given.invalid("holds a lone surrogate, which is no character"));
        }
        // `[whether its type is wrong, the rest of the sentence]`.
        let env = given.js.env();
        let of_type = raw::as_boolean(raw::element(env, written, 0)?)?.unwrap_or(true);
        let Read::Text(why) = raw::as_text(raw::element(env, written, 1)?)? else {
            return Err(given.wrong_type(Self::ACCEPTS));
        };
        Err(if of_type {
            Refusal::WrongType(format!("`{}` {why}", given.name))
        } else {
            given.invalid(&why)
        })
    }
}

impl ToJs for Value {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        match self {
            Self::Null => js.null(),
            Self::Bool(flag) => js.boolean(*flag),
            Self::String(text) => js.text(text),
            Self::Number(_) | Self::Array(_) | Self::Object(_) => {
                let text = serde_json::to_string(self)
                    .map_err(|error| Error::new(Status::GenericFailure, error.to_string()))?;
                js.help(Helper::Parse, &[js.text(&text)?])
            }
        }
    }
}
