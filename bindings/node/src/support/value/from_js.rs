//! From what a JavaScript program passes to what core takes.
//!
//! A wrong type is a `TypeError`, as everywhere in JavaScript; a string, number or time that no call can
//! take is a `ValidationError`. Both name the argument.

use std::collections::HashMap;

use authloom::Secret;
use napi::ValueType;

use super::given::Given;
use super::js::Helper;
use super::name::Name;
use super::raw::{self, Read};
use super::refusal::Refusal;

/// What an argument can be made into.
pub(crate) trait FromJs: Sized {
    /// What is accepted, for the error that says so.
    const ACCEPTS: &'static str;

    /// Reads it.
    fn from_js(given: Given<'_>) -> Result<Self, Refusal>;
}

impl FromJs for bool {
    const ACCEPTS: &'static str = "a boolean";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        raw::as_boolean(given.value)?.ok_or_else(|| given.wrong_type(Self::ACCEPTS))
    }
}

impl FromJs for f64 {
    const ACCEPTS: &'static str = "a number";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        match raw::as_number(given.value)? {
            Some(number) if number.is_finite() => Ok(number),
            Some(_) => Err(given.invalid("must be a finite number")),
            None => Err(given.wrong_type(Self::ACCEPTS)),
        }
    }
}

/// Beyond it a number stands for several integers.
const SAFE: i64 = 9_007_199_254_740_991;

impl FromJs for i64 {
    const ACCEPTS: &'static str = "an integer";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        integer(given, -SAFE, SAFE)
    }
}

impl FromJs for i32 {
    const ACCEPTS: &'static str = "an integer";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        let integer = integer(given, i32::MIN.into(), i32::MAX.into())?;
        Ok(integer.try_into().expect("it lies within the bounds"))
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "safe integers are the same in both"
)]
fn integer(given: Given<'_>, least: i64, most: i64) -> Result<i64, Refusal> {
    let Some(number) = raw::as_number(given.value)? else {
        return Err(given.wrong_type(i64::ACCEPTS));
    };
    if number.fract() == 0.0 && (least as f64..=most as f64).contains(&number) {
        return Ok(number as i64);
    }
    Err(given.invalid(&format!("must be an integer between {least} and {most}")))
}

impl FromJs for String {
    const ACCEPTS: &'static str = "a string";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        text(given, Self::ACCEPTS)
    }
}

fn text(given: Given<'_>, accepts: &str) -> Result<String, Refusal> {
    match raw::as_text(given.value)? {
        Read::Text(text) => Ok(text),
        Read::Broken => Err(broken(given)),
        Read::Other => Err(given.wrong_type(accepts)),
    }
}

fn broken(given: Given<'_>) -> Refusal {
    given.invalid("holds a lone surrogate, which is no character")
}

impl FromJs for Secret {
    const ACCEPTS: &'static str = "a string or Secret";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        if given.kind()? != ValueType::Object {
            return text(given, Self::ACCEPTS).map(Self::from);
        }
        let revealed = given.js.help(Helper::TextOf, &[given.value])?;
        match raw::as_text(revealed)? {
            Read::Text(text) => Ok(Self::from(text)),
            Read::Broken => Err(broken(given)),
            Read::Other => Err(given.wrong_type(Self::ACCEPTS)),
        }
    }
}

impl<T: FromJs> FromJs for Option<T> {
    const ACCEPTS: &'static str = T::ACCEPTS;

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        if given.is_absent()? {
            return Ok(None);
        }
        T::from_js(given).map(Some)
    }
}

impl<T: FromJs> FromJs for Vec<T> {
    const ACCEPTS: &'static str = "an array";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        match raw::as_array(given.value)? {
            Some(length) => (0..length).map(|place| given.item(place)).collect(),
            None => Err(given.wrong_type(Self::ACCEPTS)),
        }
    }
}

impl<T: FromJs> FromJs for HashMap<String, T> {
    const ACCEPTS: &'static str = "a plain object, a Map or Headers";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        let entries = given.js.help(Helper::Entries, &[given.value])?;
        let Some(length) = raw::as_array(entries)? else {
            return Err(given.wrong_type(Self::ACCEPTS));
        };
        let env = given.js.env();
        let mut map = Self::new();
        for place in (0..length).step_by(2) {
            let key = raw::element(env, entries, place)?;
            let key = match raw::as_text(key)? {
                Read::Text(key) => key,
                Read::Broken => return Err(broken(given)),
                Read::Other => {
                    return Err(Refusal::WrongType(format!(
                        "every key in `{}` must be a string",
                        given.name
                    )));
                }
            };
            let value = raw::element(env, entries, place + 1)?;
            let name = Name::Key(&given.name, &key);
            let value = T::from_js(Given::new(given.js, name, value))?;
            map.insert(key, value);
        }
        Ok(map)
    }
}
