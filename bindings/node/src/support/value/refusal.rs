//! Why a call does not begin.

/// Why a call does not begin, or a client is not built.
pub(crate) enum Refusal {
    /// A value of a wrong type, or a name that nothing has: a `TypeError` with this sentence.
    WrongType(String),
    /// A value that no call can take: an error of kind `validation`.
    Invalid {
        /// The argument.
        field: String,
        /// The sentence.
        message: String,
    },
    /// What core refuses.
    Core(authloom::Error),
    /// What JavaScript threw, or napi could not do.
    Js(napi::Error),
}

impl From<napi::Error> for Refusal {
    fn from(error: napi::Error) -> Self {
        Self::Js(error)
    }
}

impl From<authloom::Error> for Refusal {
    fn from(error: authloom::Error) -> Self {
        Self::Core(error)
    }
}
