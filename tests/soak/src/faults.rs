//! Random fault scripts.

use fastrand::Rng;
use serde_json::{Value, json};

/// A fault of any kind.
fn fault(chance: &mut Rng) -> Value {
    let places = ["before", "head", "between", "body"];
    let at = places[chance.usize(..places.len())];
    let statuses = [400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504];
    let status = statuses[chance.usize(..statuses.len())];
    match chance.u8(..18) {
        0 => json!({"kind": "latency", "ms": chance.u64(..300)}),
        1 => json!({"kind": "interim", "statuses": [103, 103]}),
        2 => json!({"kind": "status", "status": status}),
        3 => json!({"kind": "status", "status": 429, "headers": {"Retry-After": "0"}}),
        4 => json!({"kind": "status", "status": 503, "headers": {"Retry-After": "1"}}),
        5 => json!({"kind": "echo", "status": status}),
        6 => json!({"kind": "early_response", "status": status}),
        7 | 8 => json!({"kind": "reset", "at": at}),
        9 | 10 => json!({"kind": "close", "at": at}),
        11 => json!({"kind": "hang", "at": at}),
        12 => {
            json!({"kind": "drip", "bytes": 1 + chance.u64(..64), "interval_ms": chance.u64(..20)})
        }
        13 => json!({"kind": "wrong_content_length", "by": chance.i64(-40..40)}),
        14 => {
            let parts = ["status_line", "header", "chunk"];
            json!({"kind": "malformed", "part": parts[chance.usize(..parts.len())]})
        }
        15 => json!({"kind": "oversized", "bytes": 200_000, "framing": "chunked"}),
        16 => json!({"kind": "nested", "levels": 10_000}),
        _ => json!({"kind": "close_after"}),
    }
}

/// A script: a few faults, each of which strikes now and then.
pub(crate) fn script(chance: &mut Rng) -> Value {
    let faults = (0..4).map(|_| json!({"every": chance.u64(7..40), "fault": fault(chance)}));
    Value::Array(faults.collect())
}
