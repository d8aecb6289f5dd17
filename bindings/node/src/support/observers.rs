//! What happened in a call, for the facade to tell hooks and logs. `lib/observers.js` knows the order.

use authloom_bindings_runtime::CallEvents;
use napi::bindgen_prelude::Unknown;

use super::names::camel_case;
use super::value::{Js, ToJs};

/// The client and the operation, and seven values for each event; nothing where no events were
/// recorded.
pub(super) fn told<'js>(js: &Js<'js>, call_events: &CallEvents) -> napi::Result<Unknown<'js>> {
    if call_events.list.is_empty() {
        return js.undefined();
    }
    let operation = camel_case(&call_events.operation);
    let mut told = vec![call_events.client.to_js(js)?, js.text(&operation)?];
    for note in call_events.events() {
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
            js.text(&note.line(&operation))?,
        ]);
    }
    js.list(&told)
}
