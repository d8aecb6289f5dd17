//! Members of JSON objects, taken one by one, and what they are read as.

use authloom::Secret;
use serde_json::{Map, Value};

/// Members that are taken one by one. One that nobody takes was not understood.
#[derive(Debug, Clone, Default)]
pub struct Members(Map<String, Value>);

impl From<Map<String, Value>> for Members {
    fn from(members: Map<String, Value>) -> Self {
        Self(members)
    }
}

impl From<Members> for Value {
    fn from(members: Members) -> Self {
        Self::Object(members.0)
    }
}

impl Members {
    /// The members of an object.
    pub fn of(value: Value) -> Result<Self, String> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            other => Err(format!("{other} is no object")),
        }
    }

    /// Takes one; null is as good as absent.
    pub fn value(&mut self, name: &str) -> Value {
        self.0.remove(name).unwrap_or_default()
    }

    /// Whether one is there.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// Takes one and reads it.
    pub fn take<T: Read>(&mut self, name: &str) -> Result<T, String> {
        T::read(self.value(name)).map_err(|error| format!("{name}: {error}"))
    }

    /// The same, where what is not there is what it is by default.
    pub fn or_default<T: Read + Default>(&mut self, name: &str) -> Result<T, String> {
        let read: Option<T> = self.take(name)?;
        Ok(read.unwrap_or_default())
    }

    /// Takes a union: the name of its variant, and its members.
    pub fn variant(value: Value) -> Result<(String, Self), String> {
        let mut union = Self::of(value)?;
        let (variant, of) = (union.take("variant")?, union.value("of"));
        union.done()?;
        Ok((variant, Self::of(of)?))
    }

    /// Fails with what nobody has taken.
    pub fn done(&self) -> Result<(), String> {
        match self.0.keys().next() {
            Some(name) => Err(format!("nobody knows `{name}`")),
            None => Ok(()),
        }
    }
}

/// What is read from JSON.
pub trait Read: Sized {
    /// Reads it; null if it is not there.
    fn read(value: Value) -> Result<Self, String>;
}

impl Read for Value {
    fn read(value: Value) -> Result<Self, String> {
        Ok(value)
    }
}

impl Read for String {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(format!("{other} is no string")),
        }
    }
}

impl Read for Secret {
    fn read(value: Value) -> Result<Self, String> {
        String::read(value).map(Self::from)
    }
}

impl Read for bool {
    fn read(value: Value) -> Result<Self, String> {
        value
            .as_bool()
            .ok_or_else(|| format!("{value} is no truth"))
    }
}

impl Read for i64 {
    fn read(value: Value) -> Result<Self, String> {
        let number = value.as_i64();
        number.ok_or_else(|| format!("{value} is no whole number"))
    }
}

impl Read for i32 {
    fn read(value: Value) -> Result<Self, String> {
        let number = i64::read(value)?;
        Self::try_from(number).map_err(|error| error.to_string())
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::Null => Ok(None),
            value => T::read(value).map(Some),
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::Array(items) => items.into_iter().map(T::read).collect(),
            other => Err(format!("{other} is no list")),
        }
    }
}
