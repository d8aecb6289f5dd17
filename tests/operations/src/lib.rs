//! Every operation by its name, for tests: arguments from JSON, results as data.
//!
//! `tests/operations.json` says which operations there are and of what types; `tests/forms.json`
//! says where a vector writes an argument or a value in another form than its type. Both are the
//! same for every language. What Rust alone needs is a call by name: `generated` has that, written
//! by `cargo xtask codegen` as the manifest is.

mod arguments;
mod calls;
mod decoded;
mod forms;
mod generated;
mod manifest;
mod members;

pub use arguments::arguments;
pub use calls::{Call, Secrets, calls, secrets};
pub use decoded::{Decoded, Given, Pending};
pub use forms::{Form, Forms, forms};
pub use generated::Client;
pub use manifest::{Definition, Field, Kind, Manifest, Operation, Type, Variant, manifest};
pub use members::{Members, Read};
