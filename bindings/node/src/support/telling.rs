//! What happened in a call, for the facade to tell hooks and logs. `lib/telling.js` knows the order.

use authloom_bindings_runtime::Notes;
use napi::bindgen_prelude::Unknown;

use super::value::{Js, ToJs};

/// The client and the operation, and six values for each event; nothing where no notes were taken.
pub(super) fn told<'js>(js: &Js<'js>, notes: &Notes) -> napi::Result<Unknown<'js>> {
    if notes.list.is_empty() {
        return js.undefined();
    }
    let mut told = vec![notes.client.to_js(js)?, notes.operation.to_js(js)?];
    for note in &notes.list {
        told.extend([
            js.text(note.kind.as_str())?,
            note.attempt.to_js(js)?,
            note.elapsed.to_js(js)?,
            note.status.to_js(js)?,
            match note.error {
                Some(kind) => js.text(kind.as_str())?,
                None => js.undefined()?,
            },
            note.wait.to_js(js)?,
        ]);
    }
    js.list(&told)
}
