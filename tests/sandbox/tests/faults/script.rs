//! The script as the control port takes it.

use authloom_sandbox::faults::{ChunkForm, HeadForm, StrayForm, TrailerForm, UnusualForm};
use authloom_sandbox::{ApiName, Fault, Sandbox};
use serde_json::json;

use crate::support::call;

fn put(sandbox: &Sandbox, script: &str) -> (u16, String) {
    let response = call(&sandbox.control_url(), "PUT", "/faults", &[], script);
    let body = response.json();
    let error = body["error"].as_str().map(str::to_owned);
    (response.status, error.unwrap_or_else(|| body.to_string()))
}

#[test]
fn a_script_is_replaced_as_a_whole_and_ends_with_a_reset() {
    let sandbox = Sandbox::builder().start().expect("a sandbox");
    let status = |method, path| {
        let url = sandbox.base_url(ApiName::Tyk);
        call(&url, method, path, &[], "").status
    };
    let script = json!([
        {"api": "konnect", "fault": {"kind": "status", "status": 500}},
        {"api": "tyk", "method": "GET", "path": "/a*", "nth": 2,
         "fault": {"kind": "status", "status": 502, "headers": {"a": "b"}}},
        {"method": "PUT", "every": 2, "fault": {"kind": "status", "status": 504}},
    ]);
    assert_eq!(
        put(&sandbox, &script.to_string()),
        (200, r#"{"faults":3}"#.to_owned())
    );
    assert_ne!(status("GET", "/a"), 502);
    assert_ne!(status("GET", "/b"), 502);
    assert_eq!(status("GET", "/ab"), 502);
    assert_ne!(status("GET", "/ab"), 502);
    let fourth: Vec<_> = (0..4).map(|_| status("PUT", "/x") == 504).collect();
    assert_eq!(fourth, [false, true, false, true]);

    let other = json!([{"path": "/x", "fault": {"kind": "status", "status": 505}}]);
    put(&sandbox, &other.to_string());
    assert_eq!(status("PUT", "/x"), 505);
    assert_ne!(status("PUT", "/xx"), 505);
    // What is refused changes nothing.
    assert_eq!(put(&sandbox, "[{}]").0, 400);
    assert_eq!(status("PUT", "/x"), 505);
    put(&sandbox, "[]");
    assert_ne!(status("PUT", "/x"), 505);
    put(&sandbox, &other.to_string());
    sandbox.reset();
    assert_ne!(status("PUT", "/x"), 505);
}

#[test]
fn the_readme_shows_every_kind() {
    let readme = include_str!("../../README.md");
    let shown: Vec<_> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `{\"kind\": \""))
        .map(|rest| rest.split_once("` | ").expect("two columns").0)
        .collect();
    for rest in &shown {
        let script = format!(r#"[{{"fault": {{"kind": "{rest}}}]"#);
        if let Err(error) = Fault::read(script.as_bytes()) {
            panic!("{error}: {script}");
        }
    }
    // The refusal of an unknown kind names all there are.
    let unknown = Fault::read(br#"[{"fault": {"kind": "?"}}]"#).expect_err("no such kind");
    let sentence = unknown.to_string();
    let (_, known) = sentence.split_once("one of ").expect("a list");
    let known: Vec<_> = known.split('`').skip(1).step_by(2).collect();
    let kinds: Vec<_> = shown
        .iter()
        .map(|rest| rest.split('"').next().expect("a kind"))
        .collect();
    assert_eq!(kinds, known);
}

/// The values that a script may have in a place, as the refusal of another one names them.
fn known(kind: &str) -> Vec<String> {
    let script = format!(r#"[{{"fault": {{"kind": "{kind}", "form": "?"}}}}]"#);
    let unknown = Fault::read(script.as_bytes()).expect_err("no such form");
    let sentence = unknown.to_string();
    let (_, known) = sentence.split_once("one of ").expect("a list");
    known
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_readme_shows_every_form_and_the_constants_hold_them() {
    let readme = include_str!("../../README.md");
    for (kind, begin, count) in [
        (
            "malformed_head",
            "**`malformed_head`**",
            HeadForm::ALL.len(),
        ),
        (
            "malformed_chunk",
            "**`malformed_chunk`**",
            ChunkForm::ALL.len(),
        ),
        (
            "malformed_trailer",
            "**`malformed_trailer`**",
            TrailerForm::ALL.len(),
        ),
        ("unusual", "**`unusual`**", UnusualForm::ALL.len()),
        ("stray", "### Stray bytes", StrayForm::ALL.len()),
    ] {
        let (_, rest) = readme.split_once(begin).expect("a section");
        let table = rest.lines().skip_while(|line| !line.starts_with('|'));
        let rows = table.take_while(|line| line.starts_with('|')).skip(2);
        let mut shown: Vec<_> = rows
            .flat_map(|row| {
                let forms = row.split('|').nth(1).expect("a column");
                forms.split('`').skip(1).step_by(2).map(str::to_owned)
            })
            .collect();
        let mut known = known(kind);
        assert_eq!(known.len(), count, "{kind}");
        shown.sort();
        known.sort();
        assert_eq!(shown, known, "{kind}");
    }
}

/// Scripts, and a part of the sentence that refuses each.
fn are_refused(scripts: &[(&str, &str)]) {
    let sandbox = Sandbox::builder().start().expect("a sandbox");
    for (script, part) in scripts {
        let (status, sentence) = put(&sandbox, script);
        assert_eq!(status, 400, "{script}");
        assert!(sentence.contains(part), "{script}: {sentence}");
        assert!(!sentence.contains('\n'), "{sentence}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_one_sentence() {
    are_refused(&[
        ("", "list of faults"),
        ("{}", "list of faults"),
        ("[1]", "faults[0]: it must be an object"),
        (r#"[{"fault": "reset"}]"#, "faults[0]: it must be an object"),
        (r#"[{"fault": {}}]"#, "kind"),
        (
            r#"[{"fault": {"kind": "flood"}}]"#,
            "unknown variant `flood`",
        ),
        (
            r#"[{"fault": {"kind": "latency", "ms": 1, "s": 2}}]"#,
            "unknown field `s`",
        ),
        (
            r#"[{"fault": {"kind": "status", "status": 500, "retry": 2}}]"#,
            "unknown field `retry`",
        ),
        (
            r#"[{"fault": {"kind": "status", "status": 500, "headers": {"a": 2}}}]"#,
            "expected a string",
        ),
        (
            r#"[{"host": "x", "fault": {"kind": "latency", "ms": 1}}]"#,
            "unknown field `host`",
        ),
        (
            r#"[{"api": "x", "fault": {"kind": "latency", "ms": 1}}]"#,
            "\"x\" is no API",
        ),
        (
            r#"[{"nth": 0, "fault": {"kind": "latency", "ms": 1}}]"#,
            "count from 1",
        ),
        (
            r#"[{"fault": {"kind": "latency", "ms": 1}}, {"nth": 1, "every": 1, "fault": {"kind": "latency", "ms": 1}}]"#,
            "faults[1]: nth and every",
        ),
        (r#"[{"fault": {"kind": "reset", "at": "end"}}]"#, "`end`"),
        (r#"[{"fault": {"kind": "reset"}}]"#, "missing field `at`"),
        (
            r#"[{"fault": {"kind": "status", "status": 100}}]"#,
            "100 is no status of a response",
        ),
        (
            r#"[{"fault": {"kind": "interim", "statuses": [101]}}]"#,
            "101 is no status of an interim response",
        ),
        (
            r#"[{"fault": {"kind": "redirect", "status": 200}}]"#,
            "200 is no status of a redirect",
        ),
        (
            r#"[{"fault": {"kind": "drip", "bytes": 0, "interval_ms": 1}}]"#,
            "at least 1 byte",
        ),
        (
            r#"[{"fault": {"kind": "oversized", "bytes": 1}}]"#,
            "at least 2 bytes",
        ),
        (
            r#"[{"fault": {"kind": "coded", "body_base64": "?"}}]"#,
            "not base64",
        ),
        (
            r#"[{"path": "/", "fault": {"kind": "tls", "mode": "expired"}}]"#,
            "no path",
        ),
        (r#"[{"fault": {"kind": "tls", "mode": "weak"}}]"#, "`weak`"),
    ]);
}

#[test]
fn floods_and_forms_that_make_no_sense_are_refused_too() {
    are_refused(&[
        (
            r#"[{"fault": {"kind": "interim_flood", "status": 101}}]"#,
            "101 is no status of an interim response",
        ),
        (
            r#"[{"fault": {"kind": "interim_flood", "bytes": 37}}]"#,
            "at least 38 bytes",
        ),
        (
            r#"[{"fault": {"kind": "interim_flood", "count": 1, "bytes": 50, "total_bytes": 9}}]"#,
            "exclude each other",
        ),
        (
            r#"[{"fault": {"kind": "interim_flood", "total_bytes": 9}}]"#,
            "needs a count",
        ),
        (
            r#"[{"fault": {"kind": "interim_flood", "pace": {"bytes": 0}}}]"#,
            "at least 1 byte",
        ),
        (
            r#"[{"fault": {"kind": "endless_head", "pace": {"bytes": 0}}}]"#,
            "at least 1 byte",
        ),
        (
            r#"[{"fault": {"kind": "endless_chunks", "bytes": 0}}]"#,
            "at least 1 byte",
        ),
        (
            r#"[{"fault": {"kind": "large_head"}}]"#,
            "bytes, fields or both",
        ),
        (
            r#"[{"fault": {"kind": "forbidden_body", "status": 200}}]"#,
            "200 is no status without a body",
        ),
        (
            r#"[{"fault": {"kind": "stray", "form": "flood"}}]"#,
            "`flood`",
        ),
        (
            r#"[{"fault": {"kind": "malformed_head"}}]"#,
            "missing field `form`",
        ),
    ]);
}

#[test]
fn a_fault_of_the_library_is_checked_too() {
    let sandbox = Sandbox::builder().start().expect("a sandbox");
    let kind = authloom_sandbox::faults::Kind::Latency { ms: 1 };
    let refused = sandbox.faults(vec![Fault::new(kind).nth(0)]);
    assert_eq!(
        refused.expect_err("no nth request").to_string(),
        "faults[0]: requests count from 1"
    );
}
