//! A decoded value in the shape in which vectors write it.

use std::time::SystemTime;

use authloom::Secret;
use serde_json::Value;

/// A decoded value. An object has every member of its shape, an absent one as null, so that what a
/// vector does not list is seen too.
#[derive(Debug)]
pub(crate) enum Found {
    /// A string, a number, a truth or null; or JSON of whatever shape.
    Json(Value),
    /// A time.
    Instant(SystemTime),
    /// Texts in no particular order.
    Set(Vec<String>),
    List(Vec<Found>),
    Object(Vec<(&'static str, Found)>),
    /// A member that is compared only where a vector lists it.
    IfListed(Box<Found>),
    /// A status that the operation does not return.
    NotReturned,
}

impl Found {
    pub(crate) const NULL: Self = Self::Json(Value::Null);
}

/// Whatever is JSON as it is.
macro_rules! as_json {
    ($($kind:ty),+) => {
        $(impl From<$kind> for Found {
            fn from(value: $kind) -> Self {
                Self::Json(value.into())
            }
        })+
    };
}

as_json!(&str, String, i64, bool, Value);

impl From<()> for Found {
    fn from((): ()) -> Self {
        Self::NULL
    }
}

impl From<Secret> for Found {
    fn from(secret: Secret) -> Self {
        secret.reveal().into()
    }
}

impl From<SystemTime> for Found {
    fn from(time: SystemTime) -> Self {
        Self::Instant(time)
    }
}

impl<T: Into<Found>> From<Option<T>> for Found {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::NULL, Into::into)
    }
}

impl<T: Into<Found>> From<Vec<T>> for Found {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

/// An object of a shape: a name stands for the variable or the value beside it.
macro_rules! object {
    ($($name:ident: $value:expr),+ $(,)?) => {
        $crate::value::Found::Object(vec![
            $((stringify!($name).trim_start_matches("r#"), $crate::value::Found::from($value))),+
        ])
    };
}

pub(crate) use object;
