//! From what a Python program passes to what core takes.
//!
//! A wrong type is a `TypeError`, as everywhere in Python; a string, number or time that no call can
//! take is a `ValidationError`. Both name the argument.

use std::collections::HashMap;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyString};

use super::error::invalid;

/// What an argument can be made into.
pub(crate) trait FromArgument: Sized {
    /// What is accepted, for the error that says so.
    const ACCEPTS: &'static str;

    /// Reads the argument `name`.
    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self>;
}

/// Reads a required argument.
pub(crate) fn argument<T: FromArgument>(name: &str, value: &Bound<'_, PyAny>) -> PyResult<T> {
    T::from_argument(name, value)
}

/// Reads an optional argument; what is `None` is not given.
pub(crate) fn optional<T: FromArgument + Default>(
    name: &str,
    value: Option<&Bound<'_, PyAny>>,
) -> PyResult<T> {
    match value {
        Some(value) if !value.is_none() => T::from_argument(name, value),
        _ => Ok(T::default()),
    }
}

/// The error of an argument of a wrong type. It shows the type, never the value.
pub(crate) fn wrong_type(name: &str, accepts: &str, value: &Bound<'_, PyAny>) -> PyErr {
    let found = type_name(value);
    PyTypeError::new_err(format!("`{name}` must be {accepts}, not {found}"))
}

/// The error of a dict whose keys are no strings.
pub(super) fn wrong_key(name: &str, key: &Bound<'_, PyAny>) -> PyErr {
    let found = type_name(key);
    PyTypeError::new_err(format!("every key in `{name}` must be a str, not {found}"))
}

fn type_name(value: &Bound<'_, PyAny>) -> String {
    let name = value.get_type().name();
    name.map_or_else(|_| "something else".to_owned(), |name| name.to_string())
}

impl FromArgument for bool {
    const ACCEPTS: &'static str = "a bool";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        match value.cast::<PyBool>() {
            Ok(value) => Ok(value.is_true()),
            Err(_) => Err(wrong_type(name, Self::ACCEPTS, value)),
        }
    }
}

macro_rules! integers {
    ($($integer:ty),+) => {
        $(impl FromArgument for $integer {
            const ACCEPTS: &'static str = "an int";

            fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
                // A bool is an int in Python, but never what is meant here.
                if value.is_instance_of::<PyBool>() || !value.is_instance_of::<PyInt>() {
                    return Err(wrong_type(name, Self::ACCEPTS, value));
                }
                value.extract().map_err(|_| {
                    invalid(
                        value.py(),
                        name,
                        &format!("must lie between {} and {}", <$integer>::MIN, <$integer>::MAX),
                    )
                })
            }
        })+
    };
}

integers!(i32, i64);

impl FromArgument for f64 {
    const ACCEPTS: &'static str = "a float";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let number = value.is_instance_of::<PyFloat>()
            || (value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>());
        if !number {
            return Err(wrong_type(name, Self::ACCEPTS, value));
        }
        value
            .extract()
            .map_err(|_| invalid(value.py(), name, "is too large for a float"))
    }
}

/// The text of a Python string, which may hold surrogates that no text on the wire can.
pub(super) fn text(name: &str, value: &Bound<'_, PyString>) -> PyResult<String> {
    value.extract().map_err(|_| {
        invalid(
            value.py(),
            name,
            "holds a lone surrogate, which is no character",
        )
    })
}

impl FromArgument for String {
    const ACCEPTS: &'static str = "a str";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        match value.cast::<PyString>() {
            Ok(value) => text(name, value),
            Err(_) => Err(wrong_type(name, Self::ACCEPTS, value)),
        }
    }
}

impl<T: FromArgument> FromArgument for Option<T> {
    const ACCEPTS: &'static str = T::ACCEPTS;

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if value.is_none() {
            return Ok(None);
        }
        T::from_argument(name, value).map(Some)
    }
}

impl<T: FromArgument> FromArgument for Vec<T> {
    const ACCEPTS: &'static str = "a list or tuple";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        // A string is a sequence of strings, and bytes are one of numbers, but neither is meant here;
        // and what is read once, such as a generator, is welcome.
        if value.is_instance_of::<PyString>()
            || value.is_instance_of::<PyBytes>()
            || value.is_instance_of::<PyDict>()
        {
            return Err(wrong_type(name, Self::ACCEPTS, value));
        }
        let items = value
            .try_iter()
            .map_err(|_| wrong_type(name, Self::ACCEPTS, value))?;
        items
            .enumerate()
            .map(|(place, item)| T::from_argument(&format!("{name}[{place}]"), &item?))
            .collect()
    }
}

impl<T: FromArgument> FromArgument for HashMap<String, T> {
    const ACCEPTS: &'static str = "a dict with str keys";

    fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let refused = || wrong_type(name, Self::ACCEPTS, value);
        // Any mapping has `items`: headers of other libraries are welcome.
        let items = match value.cast::<PyDict>() {
            Ok(dict) => dict.items().into_any(),
            Err(_) => value.call_method0("items").map_err(|_| refused())?,
        };
        let mut map = Self::new();
        for item in items.try_iter().map_err(|_| refused())? {
            let (key, value) = item?
                .extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()
                .map_err(|_| refused())?;
            let Ok(key) = key.cast::<PyString>() else {
                return Err(wrong_key(name, &key));
            };
            let key = text(name, key)?;
            let value = T::from_argument(&format!("{name}[{key:?}]"), &value)?;
            map.insert(key, value);
        }
        Ok(map)
    }
}
