//! One thing that a server found wrong with a request.

use serde_json::Value;

/// One thing that a server found wrong with a request.
///
/// Konnect lists them as `invalid_parameters`, Fitbit Plus as `errors`.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The member or parameter at fault: a name (Konnect) or a JSON pointer (Fitbit Plus).
    pub field: Option<String>,
    /// What is wrong with it, in the server's words.
    pub reason: Option<String>,
    /// The server's name for the rule that was broken; an open set.
    pub rule: Option<String>,
    /// Where the field is, such as `body`.
    pub source: Option<String>,
    /// What the rule asks for.
    pub constraint: Constraint,
}

/// What a broken rule asks for.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Constraint {
    /// Nothing beyond the rule's name.
    #[default]
    None,
    /// At least this much.
    Minimum {
        /// The least value, length or count.
        minimum: i64,
    },
    /// At most this much.
    Maximum {
        /// The greatest value, length or count.
        maximum: i64,
    },
    /// One of these.
    Choice {
        /// The values that are accepted.
        choices: Vec<Value>,
    },
    /// Together with these.
    Dependent {
        /// What the field depends on; the server may leave it unsaid.
        dependents: Option<Vec<Value>>,
    },
}
