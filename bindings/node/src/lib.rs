//! Authloom's native module for Node.
//!
//! `generated` transcribes core's models and operations; `support` is what they stand on, and says
//! how a call runs. What a JavaScript program sees is in `lib/`.

mod generated;
mod support;
