//! Enumerations whose values are strings in JavaScript.

/// A closed enumeration: its strings, and no others.
macro_rules! text_enum {
    ($core:ty, [$(($variant:ident, $text:literal)),+ $(,)?]) => {
        impl $crate::support::ToJs for $core {
            fn to_js<'a>(
                &self,
                js: &$crate::support::Js<'a>,
            ) -> napi::Result<napi::bindgen_prelude::Unknown<'a>> {
                js.text(match self {
                    $(<$core>::$variant => $text,)+
                })
            }
        }

        impl $crate::support::FromJs for $core {
            const ACCEPTS: &'static str = "a string";

            fn from_js(
                given: $crate::support::Given<'_>,
            ) -> Result<Self, $crate::support::Refusal> {
                let text = <String as $crate::support::FromJs>::from_js(given)?;
                match &*text {
                    $($text => Ok(<$core>::$variant),)+
                    _ => Err(given.not_one_of(&[$($text),+])),
                }
            }
        }
    };
}

/// An open enumeration: any text, of which some are known.
macro_rules! open_enum {
    ($core:ty, [$(($variant:ident, $text:literal)),+ $(,)?]) => {
        impl $crate::support::ToJs for $core {
            fn to_js<'a>(
                &self,
                js: &$crate::support::Js<'a>,
            ) -> napi::Result<napi::bindgen_prelude::Unknown<'a>> {
                js.text(self.as_str())
            }
        }

        impl $crate::support::FromJs for $core {
            const ACCEPTS: &'static str = "a string";

            fn from_js(
                given: $crate::support::Given<'_>,
            ) -> Result<Self, $crate::support::Refusal> {
                let text = <String as $crate::support::FromJs>::from_js(given)?;
                Ok(match &*text {
                    $($text => <$core>::$variant,)+
                    _ => <$core>::Other(text),
                })
            }
        }
    };
}

pub(crate) use {open_enum, text_enum};
