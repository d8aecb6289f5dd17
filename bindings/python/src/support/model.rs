//! What a Python program expects of every model: equality, hash, a string that hides what is secret,
//! copies and pickles.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// The fields of a model, as its text, its hash and its pickle need them.
pub(crate) struct Fields {
    /// Their names, in order.
    pub(crate) names: &'static [&'static str],
    /// Those whose values may hold secrets that nobody marked as such, and are not shown.
    pub(crate) hidden: &'static [&'static str],
}

impl Fields {
    /// `Group(id='g-1', name=None)`.
    pub(crate) fn repr(&self, model: &Bound<'_, PyAny>) -> PyResult<String> {
        let show = |name: &&str| {
            let value = model.getattr(*name)?;
            if self.hidden.contains(name) && !value.is_none() {
                return Ok(format!("{name}=…"));
            }
            Ok(format!("{name}={}", value.repr()?.to_string_lossy()))
        };
        let shown = self.names.iter().map(show).collect::<PyResult<Vec<_>>>()?;
        Ok(format!(
            "{}({})",
            model.get_type().name()?,
            shown.join(", ")
        ))
    }

    /// The hash of the class and the fields' values.
    pub(crate) fn hash(&self, model: &Bound<'_, PyAny>) -> PyResult<isize> {
        let values = self
            .names
            .iter()
            .map(|name| model.getattr(*name))
            .collect::<PyResult<Vec<_>>>()?;
        let values = PyTuple::new(model.py(), values)?;
        (model.get_type(), values).into_pyobject(model.py())?.hash()
    }

    /// How to make the model again: what `pickle` asks for. A secret among the values refuses.
    pub(crate) fn reduce<'py>(&self, model: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
        let py = model.py();
        let rebuild = py.import("authloom._authloom")?.getattr("_rebuild")?;
        let fields = PyDict::new(py);
        for name in self.names {
            fields.set_item(name, model.getattr(*name)?)?;
        }
        (rebuild, (model.get_type(), fields)).into_pyobject(py)
    }
}

/// Makes a model again from its class and its fields, for `pickle`.
#[pyfunction]
#[pyo3(name = "_rebuild")]
pub(crate) fn rebuild<'py>(
    class: &Bound<'py, PyAny>,
    fields: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    class.call((), Some(fields))
}

/// Gives a class what every model has, whatever it is made of. `hash` or `nohash` says whether all
/// its fields' values can be hashed.
macro_rules! model_methods {
    ($class:ident, $hashable:ident, [$($name:literal),*], [$($hidden:literal),*]) => {
        impl $class {
            const FIELDS: $crate::support::Fields = $crate::support::Fields {
                names: &[$($name),*],
                hidden: &[$($hidden),*],
            };
        }

        #[pymethods]
        impl $class {
            #[classattr]
            fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, pyo3::types::PyTuple>> {
                pyo3::types::PyTuple::new(py, Self::FIELDS.names)
            }

            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                Self::FIELDS.repr(slf.as_any())
            }

            fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
                other.cast::<Self>().is_ok_and(|other| *self == *other.get())
            }

            fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
                slf
            }

            fn __deepcopy__<'py>(
                slf: PyRef<'py, Self>,
                _memo: &Bound<'py, PyAny>,
            ) -> PyRef<'py, Self> {
                slf
            }

            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
                Self::FIELDS.reduce(slf.as_any())
            }
        }

        $crate::support::model_methods!(@$hashable $class);
    };
    (@hash $class:ident) => {
        #[pymethods]
        impl $class {
            fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
                Self::FIELDS.hash(slf.as_any())
            }
        }
    };
    (@nohash $class:ident) => {};
}

/// A class around one of core's structs.
macro_rules! model {
    ($class:ident, $core:ty, $hashable:ident, $names:tt, $hidden:tt) => {
        impl PartialEq for $class {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        $crate::support::model_methods!($class, $hashable, $names, $hidden);

        impl $crate::support::IntoResult for $core {
            fn into_result(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                Ok(Py::new(py, $class(self))?.into_any())
            }
        }

        impl $crate::support::ToField for $core {
            fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                $crate::support::IntoResult::into_result(self.clone(), py)
            }
        }

        impl $crate::support::FromArgument for $core {
            const ACCEPTS: &'static str = stringify!($class);

            fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
                match value.cast::<$class>() {
                    Ok(value) => Ok(value.get().0.clone()),
                    Err(_) => Err($crate::support::wrong_type(name, Self::ACCEPTS, value)),
                }
            }
        }
    };
}

/// A class for one variant of a union, with its fields.
macro_rules! variant {
    ($class:ident, $hashable:ident, $names:tt, $hidden:tt) => {
        $crate::support::model_methods!($class, $hashable, $names, $hidden);
    };
}

/// A union of such classes. What stands in brackets is both the pattern that takes core's value
/// apart and the expression that puts it together.
macro_rules! union {
    ($union:ty, { $([$($core:tt)*] => $class:ident { $($field:ident),* $(,)? }),+ $(,)? }) => {
        impl $crate::support::IntoResult for $union {
            fn into_result(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                Ok(match self {
                    $($($core)* => Py::new(py, $class { $($field),* })?.into_any(),)+
                })
            }
        }

        impl $crate::support::ToField for $union {
            fn to_field(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                $crate::support::IntoResult::into_result(self.clone(), py)
            }
        }

        impl $crate::support::FromArgument for $union {
            const ACCEPTS: &'static str = $crate::support::one_of!($($class),+);

            fn from_argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
                $(if let Ok(value) = value.cast::<$class>() {
                    // A variant without fields binds none.
                    #[allow(unused_variables)]
                    let $class { $($field),* } = value.get().clone();
                    return Ok($($core)*);
                })+
                Err($crate::support::wrong_type(name, Self::ACCEPTS, value))
            }
        }
    };
}

/// `A, B or C`.
macro_rules! one_of {
    ($only:ident) => { stringify!($only) };
    ($first:ident, $last:ident) => { concat!(stringify!($first), " or ", stringify!($last)) };
    ($first:ident, $($rest:ident),+) => {
        concat!(stringify!($first), ", ", $crate::support::one_of!($($rest),+))
    };
}

pub(crate) use {model, model_methods, one_of, union, variant};
