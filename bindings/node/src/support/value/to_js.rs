//! From what core returns to what a JavaScript program reads.

use std::collections::HashMap;

use authloom::Secret;
use napi::Result;
use napi::bindgen_prelude::Unknown;

use super::js::{Helper, Js};

/// What a value becomes.
pub(crate) trait ToJs {
    /// The value as JavaScript sees it. What is not there is undefined, and no member.
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>>;

    /// The value in a list or map, where what is not there is null, as on the wire.
    fn to_item<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        self.to_js(js)
    }
}

impl ToJs for () {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        js.undefined()
    }
}

impl ToJs for bool {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        js.boolean(*self)
    }
}

impl ToJs for i32 {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        js.integer(*self)
    }
}

impl ToJs for i64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "what a server counts beyond 2^53 is rounded, as JSON.parse does"
    )]
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        js.number(*self as f64)
    }
}

impl ToJs for f64 {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        js.number(*self)
    }
}

impl ToJs for str {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        js.text(self)
    }
}

impl ToJs for String {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        js.text(self)
    }
}

impl ToJs for Secret {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        js.help(Helper::Secret, &[js.text(self.reveal())?])
    }
}

impl<T: ToJs> ToJs for Option<T> {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        match self {
            Some(value) => value.to_js(js),
            None => js.undefined(),
        }
    }

    fn to_item<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        match self {
            Some(value) => value.to_item(js),
            None => js.null(),
        }
    }
}

impl<T: ToJs> ToJs for [T] {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        let items = self.iter().map(|item| item.to_item(js));
        js.list(&items.collect::<Result<Vec<_>>>()?)
    }
}

impl<T: ToJs> ToJs for Vec<T> {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        self.as_slice().to_js(js)
    }
}

impl<T: ToJs> ToJs for HashMap<String, T> {
    fn to_js<'a>(&self, js: &Js<'a>) -> Result<Unknown<'a>> {
        let mut entries = Vec::with_capacity(2 * self.len());
        for (key, value) in self {
            entries.extend([js.text(key)?, value.to_item(js)?]);
        }
        js.help(Helper::Map, &[js.list(&entries)?])
    }
}
