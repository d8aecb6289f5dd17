//! What an operation returned, as data.

use std::fmt::Debug;
use std::pin::Pin;
use std::time::SystemTime;

use authloom::{Error, Request, Secret};
use serde_json::Value;

/// A value that an operation returned.
#[derive(Debug, Clone)]
pub enum Decoded {
    /// A string, a number, a truth or null; or JSON of whatever shape.
    Json(Value),
    /// A secret.
    Secret(Secret),
    /// A time.
    Instant(SystemTime),
    /// Several in order.
    List(Vec<Decoded>),
    /// A struct: its name, and every field.
    Struct(&'static str, Vec<(&'static str, Decoded)>),
    /// A union's variant.
    Union {
        /// The union's name.
        name: &'static str,
        /// What tells the variant from the others in JSON.
        tag: &'static str,
        /// Every field of the variant.
        fields: Vec<(&'static str, Decoded)>,
        /// The fields that only others have.
        others: &'static [&'static str],
    },
}

impl Decoded {
    /// No value.
    pub const NULL: Self = Self::Json(Value::Null);

    /// The secrets in it.
    pub fn secrets(&self) -> Vec<Secret> {
        let of = |fields: &[(&str, Self)]| fields.iter().flat_map(|(_, of)| of.secrets()).collect();
        match self {
            Self::Json(_) | Self::Instant(_) => Vec::new(),
            Self::Secret(secret) => vec![secret.clone()],
            Self::List(items) => items.iter().flat_map(Self::secrets).collect(),
            Self::Struct(_, fields) | Self::Union { fields, .. } => of(fields),
        }
    }
}

/// Whatever is JSON as it is.
macro_rules! as_json {
    ($($kind:ty),+) => {
        $(impl From<$kind> for Decoded {
            fn from(value: $kind) -> Self {
                Self::Json(value.into())
            }
        })+
    };
}

as_json!(&str, String, bool, i32, i64, f64, Value);

impl From<()> for Decoded {
    fn from((): ()) -> Self {
        Self::NULL
    }
}

impl From<Secret> for Decoded {
    fn from(secret: Secret) -> Self {
        Self::Secret(secret)
    }
}

impl From<SystemTime> for Decoded {
    fn from(time: SystemTime) -> Self {
        Self::Instant(time)
    }
}

impl<T: Into<Self>> From<Option<T>> for Decoded {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::NULL, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Decoded {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

/// What a call returned.
#[derive(Debug)]
pub struct Given {
    /// How the value is shown, in both ways of Rust.
    pub shown: [String; 2],
    /// The value.
    pub value: Decoded,
}

impl<T: Debug + Into<Decoded>> From<T> for Given {
    fn from(value: T) -> Self {
        Self {
            shown: [format!("{value:?}"), format!("{value:#?}")],
            value: value.into(),
        }
    }
}

/// A call that nobody has made yet.
pub type Pending = Pin<Box<dyn Future<Output = Result<Given, Error>> + Send>>;

/// A request, to be made.
pub(crate) fn pending<T>(request: Request<T>) -> Pending
where
    T: Debug + Into<Decoded> + Send + 'static,
{
    Box::pin(async move { request.await.map(Given::from) })
}
