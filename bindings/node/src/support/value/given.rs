//! A value that a caller gave.

use napi::ValueType;
use napi::bindgen_prelude::Unknown;

use super::from_js::FromJs;
use super::js::Js;
use super::members::Members;
use super::name::Name;
use super::raw;
use super::refusal::Refusal;

/// A value that a caller gave, and what it is called.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(super) js: &'a Js<'a>,
    pub(super) name: Name<'a>,
    pub(super) value: Unknown<'a>,
}

impl<'a> Given<'a> {
    pub(super) fn new(js: &'a Js<'a>, name: Name<'a>, value: Unknown<'a>) -> Self {
        Self { js, name, value }
    }

    /// What it is.
    pub(crate) fn kind(&self) -> Result<ValueType, Refusal> {
        Ok(self.value.get_type()?)
    }

    /// Whether it is undefined or null.
    pub(crate) fn is_absent(&self) -> Result<bool, Refusal> {
        let kind = self.kind()?;
        Ok(matches!(kind, ValueType::Undefined | ValueType::Null))
    }

    /// Refuses a value of a wrong type. The sentence tells the type, never the value.
    pub(crate) fn wrong_type(&self, accepts: &str) -> Refusal {
        let sentence = |found| format!("`{}` must be {accepts}, not {found}", self.name);
        match self.what() {
            Ok(found) => Refusal::WrongType(sentence(found)),
            Err(refusal) => refusal,
        }
    }

    fn what(&self) -> Result<&'static str, Refusal> {
        Ok(match self.kind()? {
            ValueType::Undefined => "undefined",
            ValueType::Null => "null",
            ValueType::Boolean => "a boolean",
            ValueType::Number => "a number",
            ValueType::String => "a string",
            ValueType::Symbol => "a symbol",
            ValueType::Function => "a function",
            ValueType::BigInt => "a bigint",
            _ if raw::as_array(self.value)?.is_some() => "an array",
            _ if raw::as_date(self.value)?.is_some() => "a Date",
            ValueType::Object if raw::is_plain(self.js.env(), self.value)? => "an object",
            _ => "an instance of a class",
        })
    }

    /// Refuses a value that no call can take.
    pub(crate) fn invalid(&self, message: &str) -> Refusal {
        Refusal::Invalid {
            field: self.name.field().to_owned(),
            message: format!("`{}` {message}", self.name),
        }
    }

    /// The members of an object, none of which has another name than these.
    pub(crate) fn members(
        &'a self,
        names: &'static [&'static str],
    ) -> Result<Members<'a>, Refusal> {
        Members::of(*self, names)
    }

    /// An item of an array.
    pub(super) fn item<T: FromJs>(&self, place: u32) -> Result<T, Refusal> {
        let value = raw::element(self.js.env(), self.value, place)?;
        T::from_js(Given::new(self.js, Name::Item(&self.name, place), value))
    }
}
