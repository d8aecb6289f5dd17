//! Enumerations whose values are strings in Python.

/// A closed enumeration: its strings, and no others.
macro_rules! text_enum {
    ($core:ty, [$(($variant:ident, $text:literal)),+ $(,)?]) => {
        impl $crate::support::ToField for $core {
            fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                let text = match self {
                    $(<$core>::$variant => $text,)+
                };
                Ok(pyo3::types::PyString::intern(py, text).into_any().unbind())
            }
        }

        impl $crate::support::IntoResult for $core {
            fn into_result(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                $crate::support::ToField::to_field(&self, py)
            }
        }

        impl $crate::support::FromArgument for $core {
            const ACCEPTS: &'static str = "a str";

            fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
                let text = <String as $crate::support::FromArgument>::from_argument(name, value)?;
                match &*text {
                    $($text => Ok(<$core>::$variant),)+
                    _ => Err($crate::support::not_one_of(value.py(), name, &[$($text),+])),
                }
            }
        }
    };
}

/// An open enumeration: any text, of which some are known.
macro_rules! open_enum {
    ($core:ty, [$(($variant:ident, $text:literal)),+ $(,)?]) => {
        impl $crate::support::ToField for $core {
            fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                Ok(pyo3::types::PyString::new(py, self.as_str()).into_any().unbind())
            }
        }

        impl $crate::support::IntoResult for $core {
            fn into_result(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                $crate::support::ToField::to_field(&self, py)
            }
        }

        impl $crate::support::FromArgument for $core {
            const ACCEPTS: &'static str = "a str";

            fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
                let text = <String as $crate::support::FromArgument>::from_argument(name, value)?;
                Ok(match &*text {
                    $($text => <$core>::$variant,)+
                    _ => <$core>::Other(text),
                })
            }
        }
    };
}

pub(crate) use {open_enum, text_enum};

use pyo3::prelude::*;

use super::error::invalid;

/// The error of a string that a closed enumeration does not have.
pub(crate) fn not_one_of(py: Python<'_>, name: &str, strings: &[&str]) -> PyErr {
    let strings: Vec<String> = strings.iter().map(|text| format!("'{text}'")).collect();
    invalid(py, name, &format!("must be one of {}", strings.join(", ")))
}
