//! What happened in a call, for the facade to report to hooks and logs.

use authloom_bindings_runtime::{CallEvents, is_warning};
use napi::bindgen_prelude::Unknown;

use super::names::camel_case;
use super::value::{Js, ToJs};
use crate::generated::records::Report;

/// A report for each event; undefined where no events were recorded.
pub(super) fn reports<'js>(js: &Js<'js>, call_events: &CallEvents) -> napi::Result<Unknown<'js>> {
    if call_events.list.is_empty() {
        return js.undefined();
    }
    let operation = camel_case(&call_events.operation);
    let reports = call_events.events().map(|mut event| {
        event.operation.clone_from(&operation);
        Report {
            line: event.line(&operation),
            is_warning: is_warning(event.kind),
            event,
        }
    });
    reports.collect::<Vec<_>>().to_js(js)
}
