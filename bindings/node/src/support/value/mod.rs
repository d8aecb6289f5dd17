//! Values on their way into JavaScript and out of it.

mod from_js;
mod given;
mod js;
mod json;
mod members;
mod name;
mod raw;
mod refusal;
mod text_enum;
mod time;
mod to_js;

pub(crate) use from_js::FromJs;
pub(crate) use given::Given;
pub(crate) use js::{Factories, Js};
pub(crate) use members::Members;
pub(crate) use refusal::Refusal;
pub(crate) use text_enum::{open_enum, text_enum};
pub(crate) use to_js::ToJs;
