//! Where values are made: an environment, and the functions of `lib/` that make them.

use napi::bindgen_prelude::{JsObjectValue, Object, Unknown};
use napi::{Env, JsValue};

use super::from_js::FromJs;
use super::given::Given;
use super::members::Members;
use super::name::Name;
use super::raw::{self, Kept};
use super::refusal::Refusal;

/// What `lib/values.js` has at the head of the factories, in its order.
#[derive(Clone, Copy)]
pub(super) enum Helper {
    /// Makes a `Secret`.
    Secret,
    /// The text of a `Secret`; undefined for what is none.
    TextOf,
    /// `JSON.parse`.
    Parse,
    /// The JSON text of a value, or what is wrong with it.
    Write,
    /// Makes an object of an array of keys and values.
    Map,
    /// The keys and values of an object, in an array; undefined for what has none.
    Entries,
}

/// How many they are.
const HELPERS: usize = Helper::Entries as usize + 1;

/// The functions that make a model each: one call makes a whole object, which costs half of what
/// setting its members one by one does.
pub(crate) struct Factories(Vec<Kept>);

impl Factories {
    /// Keeps the functions that `lib/generated/factories.js` lists.
    pub(crate) fn new(env: &Env, all: &Object<'_>) -> napi::Result<Self> {
        let length = all.get_array_length()?;
        let factories =
            (0..length).map(|place| Kept::new(raw::element(env, all.to_unknown(), place)?));
        factories.collect::<napi::Result<_>>().map(Self)
    }
}

/// An environment in which values are made and read, for as long as a call into this module takes.
#[derive(Clone, Copy)]
pub(crate) struct Js<'a> {
    env: &'a Env,
    factories: &'a Factories,
}

impl<'a> Js<'a> {
    /// Makes values in this environment, through its functions.
    pub(crate) fn new(env: &'a Env, factories: &'a Factories) -> Self {
        Self { env, factories }
    }

    /// The environment.
    pub(crate) fn env(&self) -> &'a Env {
        self.env
    }

    /// Makes a model of its members, in order.
    pub(crate) fn make(
        &self,
        factory: usize,
        members: &[Unknown<'a>],
    ) -> napi::Result<Unknown<'a>> {
        self.call(HELPERS + factory, members)
    }

    pub(super) fn help(&self, helper: Helper, with: &[Unknown<'a>]) -> napi::Result<Unknown<'a>> {
        self.call(helper as usize, with)
    }

    fn call(&self, place: usize, with: &[Unknown<'a>]) -> napi::Result<Unknown<'a>> {
        let function = self.factories.0[place].get(self.env)?;
        raw::call(self.env, function, with)
    }

    /// `undefined`.
    pub(crate) fn undefined(&self) -> napi::Result<Unknown<'a>> {
        raw::undefined(self.env)
    }

    /// `null`.
    pub(crate) fn null(&self) -> napi::Result<Unknown<'a>> {
        raw::null(self.env)
    }

    /// A boolean.
    pub(crate) fn boolean(&self, flag: bool) -> napi::Result<Unknown<'a>> {
        raw::boolean(self.env, flag)
    }

    /// A number.
    pub(crate) fn number(&self, number: f64) -> napi::Result<Unknown<'a>> {
        raw::number(self.env, number)
    }

    /// A small integer, which costs less than a number.
    pub(crate) fn integer(&self, integer: i32) -> napi::Result<Unknown<'a>> {
        raw::integer(self.env, integer)
    }

    /// A string.
    pub(crate) fn text(&self, text: &str) -> napi::Result<Unknown<'a>> {
        raw::text(self.env, text)
    }

    /// An array.
    pub(crate) fn list(&self, items: &[Unknown<'a>]) -> napi::Result<Unknown<'a>> {
        raw::list(self.env, items)
    }

    /// Reads an argument.
    pub(crate) fn argument<T: FromJs>(
        &self,
        name: &'static str,
        value: Unknown<'a>,
    ) -> Result<T, Refusal> {
        T::from_js(Given::new(self, Name::Root(name), value))
    }

    /// Reads an object of options, each of which is named alone; undefined and null have none.
    pub(crate) fn options(
        &'a self,
        value: Unknown<'a>,
        names: &'static [&'static str],
    ) -> Result<Members<'a>, Refusal> {
        Members::of_options(Given::new(self, Name::Root("options"), value), names)
    }
}
