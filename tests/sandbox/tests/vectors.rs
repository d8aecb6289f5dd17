//! The vectors mode: canned responses and judged requests.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use authloom_sandbox::{ApiName, Sandbox, StartError};
use serde_json::{Value, json};
use support::{Client, call};

/// A folder of its own for a test, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str, files: &[(&str, &str)]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("vectors-{test}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        for (name, text) in files {
            fs::write(path.join(name), text).expect("a file");
        }
        Self(path)
    }

    fn start(&self) -> Result<Sandbox, StartError> {
        Sandbox::builder().vectors(&self.0).start()
    }

    fn problem(&self) -> String {
        self.start().expect_err("a problem").to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn vector(id: &str, request: &Value, response: &Value) -> Value {
    json!({"id": id, "operation": "op", "call": {"a": null}, "request": request,
           "response": response, "expect": {"ok": null}})
}

/// A sandbox with one Tyk vector.
fn one(name: &str, request: &Value, response: &Value) -> (Folder, Sandbox) {
    let text = json!([vector("v", request, response)]).to_string();
    let folder = Folder::new(name, &[("tyk.json", &text)]);
    let sandbox = folder.start().expect("a sandbox");
    assert!(sandbox.arm("v"));
    (folder, sandbox)
}

fn ok() -> Value {
    json!({"status": 200, "headers": {}, "body": null})
}

/// Sends one request and gives the problems that the vector has with it.
fn problems(
    test: &str,
    expected: &Value,
    (method, path): (&str, &str),
    headers: &[(&str, &str)],
    body: &str,
) -> Vec<String> {
    let (_folder, sandbox) = one(test, expected, &ok());
    call(&sandbox.base_url(ApiName::Tyk), method, path, headers, body);
    let verdict = sandbox.verdict("v").expect("a vector");
    assert_eq!(verdict.pass, verdict.problems.is_empty());
    assert_eq!(verdict.requests, 1);
    verdict.problems
}

/// Method and path, header fields, body, and how the one problem begins.
type Case<'a> = (
    (&'a str, &'a str),
    &'a [(&'a str, &'a str)],
    &'a str,
    &'a str,
);

#[test]
fn each_part_of_a_request_is_judged() {
    let expected = json!({
        "method": "POST", "path": "/a%2Fb", "query": {"q": "x y", "r": ""},
        "headers": {"X-One": "1", "Authorization": null}, "body": {"json": {"n": 1, "l": [null]}},
    });
    let good = ("POST", "/a%2Fb?r=&q=x+y");
    let one = [("x-one", "1")];
    let body = r#"{"l":[null],"n":1.0}"#;
    assert_eq!(problems("whole", &expected, good, &one, body), [""; 0]);
    let cases: [Case; 12] = [
        (
            ("PUT", good.1),
            &one,
            body,
            "method: expected \"POST\", received \"PUT\"",
        ),
        (("POST", "/a/b?q=x+y&r"), &one, body, "path: "),
        (("POST", "/a%2fb?q=x+y&r"), &one, body, "path: "),
        (("POST", "/a%2Fb?q=x+y"), &one, body, "query: "),
        (("POST", "/a%2Fb?q=x+y&r=&s=1"), &one, body, "query: "),
        (("POST", "/a%2Fb?q=x+y&r=%"), &one, body, "query: "),
        (good, &[], body, "header X-One: \"1\" is missing"),
        (
            good,
            &[("X-One", "2")],
            body,
            "header X-One: expected \"1\", received \"2\"",
        ),
        (
            good,
            &[("X-One", "1"), ("x-one", "1")],
            body,
            "header X-One: was sent 2 times",
        ),
        (
            good,
            &[("X-One", "1"), ("authorization", "b")],
            body,
            "header Authorization: must be",
        ),
        (good, &one, r#"{"l":[],"n":1}"#, "body: expected"),
        (good, &one, "", "body: \"\" is not JSON"),
    ];
    for (number, (target, headers, body, begins)) in cases.into_iter().enumerate() {
        let found = problems(&format!("part-{number}"), &expected, target, headers, body);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(begins), "{found:?}");
    }
}

#[test]
fn bodies_are_judged_by_their_kind() {
    let judged = |number: usize, kind: Value, body: &str| {
        let expected =
            json!({"method": "POST", "path": "/", "query": {}, "headers": {}, "body": kind});
        problems(
            &format!("body-{number}"),
            &expected,
            ("POST", "/"),
            &[],
            body,
        )
        .is_empty()
    };
    let cases = [
        (
            json!({"form": {"a b": "1&2", "c": ""}}),
            "c=&a+b=1%262",
            true,
        ),
        (
            json!({"form": {"a b": "1&2", "c": ""}}),
            "a%20b=1%262",
            false,
        ),
        (json!({"form": {"a": "1"}}), "a=1&a=1", false),
        (json!({"form": {"a": ["1", "2"]}}), "a=1&a=2", true),
        (json!({"form": {"a": "1"}}), "a=%", false),
        (json!({"text": "hé"}), "hé", true),
        (json!({"text": "hé"}), "he", false),
        (json!({"empty": true}), "", true),
        (json!({"empty": true}), "{}", false),
        (Value::Null, "", true),
        (Value::Null, "{}", false),
        (json!({"json": null}), "null", true),
        (json!({"json": null}), "", false),
        (
            json!({"json": 9_007_199_254_740_993_i64}),
            "9007199254740993",
            true,
        ),
        (
            json!({"json": 9_007_199_254_740_993_i64}),
            "9007199254740992",
            false,
        ),
        (json!({"json": {"a": "1"}}), r#"{"a":1}"#, false),
        (json!({"json": {"a": 1}}), r#"{"a":1,"b":null}"#, false),
    ];
    for (number, (kind, body, passes)) in cases.into_iter().enumerate() {
        assert_eq!(judged(number, kind.clone(), body), passes, "{kind} {body}");
    }
}

#[test]
fn responses_are_sent_as_given() {
    let request = json!({"method": "GET", "path": "/", "query": {}, "headers": {}, "body": null});
    // Written as text: the order of members, a number beyond an f64 and a repeated name survive.
    let bodies = [
        (
            r#"{"json": {"b": null, "a": 1.0, "a": 1e999}}"#,
            r#"{"b": null, "a": 1.0, "a": 1e999}"#,
        ),
        (r#"{"json": null}"#, "null"),
        (r#"{"form": {"a": "1 2"}}"#, "a=1+2"),
        (r#"{"text": "no <html>"}"#, "no <html>"),
        (r#"{"empty": true}"#, ""),
        ("null", ""),
    ];
    for (number, (body, sent)) in bodies.into_iter().enumerate() {
        let text = format!(
            r#"[{{"id": "v", "operation": "op", "call": {{}}, "request": {request}, "expect": {{}},
                "response": {{"status": 418, "headers": {{"X-A": "b"}}, "body": {body}}}}}]"#
        );
        let folder = Folder::new(&format!("given-{number}"), &[("konnect.json", &text)]);
        let sandbox = folder.start().expect("a sandbox");
        sandbox.arm("v");
        let response = call(&sandbox.base_url(ApiName::Konnect), "GET", "/", &[], "");
        assert_eq!(response.status, 418);
        assert_eq!(response.header("x-a"), Some("b"));
        assert_eq!(String::from_utf8_lossy(&response.body), sent);
    }
}

#[test]
fn no_response_closes_and_no_request_forbids() {
    let request = json!({"method": "GET", "path": "/", "query": {}, "headers": {}, "body": null});
    let (_folder, sandbox) = one("closes", &request, &Value::Null);
    let mut client = Client::new(&sandbox.base_url(ApiName::Tyk));
    client.send("GET", "/", &[], "");
    assert!(client.receive("GET").is_none());
    assert!(sandbox.verdict("v").expect("a vector").pass);

    let (_folder, sandbox) = one("forbids", &Value::Null, &Value::Null);
    assert!(sandbox.verdict("v").expect("a vector").pass);
    assert_eq!(
        call(&sandbox.base_url(ApiName::Tyk), "GET", "/", &[], "").status,
        599
    );
    let verdict = sandbox.verdict("v").expect("a vector");
    assert!(!verdict.pass && verdict.requests == 1, "{verdict:?}");
}

#[test]
fn one_request_is_expected_no_more_and_no_less() {
    let request = json!({"method": "GET", "path": "/", "query": {}, "headers": {}, "body": null});
    let (_folder, sandbox) = one("count", &request, &ok());
    let none = sandbox.verdict("v").expect("a vector");
    assert_eq!(none.problems, ["no request came"]);
    let mut client = Client::new(&sandbox.base_url(ApiName::Tyk));
    client.call("GET", "/", &[], "");
    client.call("GET", "/", &[], "");
    let two = sandbox.verdict("v").expect("a vector");
    assert_eq!(two.problems, ["2 requests came instead of one"]);
    sandbox.arm("v");
    assert_eq!(sandbox.verdict("v").expect("a vector").requests, 0);
    sandbox.reset();
    let reset = sandbox.verdict("v").expect("a vector");
    assert_eq!(reset.problems, ["the vector was never armed"]);
    assert_eq!(client.call("GET", "/", &[], "").status, 599);
}

#[test]
fn each_api_has_its_own_vector_and_path() {
    let file = |id: &str, path: &str| {
        let request =
            json!({"method": "GET", "path": path, "query": {}, "headers": {}, "body": null});
        json!([vector(id, &request, &ok())]).to_string()
    };
    let folder = Folder::new(
        "apis",
        &[
            ("konnect.json", &file("k", "/x")),
            ("fitbit-plus.json", &file("f", "/pub/x")),
            ("token-service.json", &file("t", "/x")),
            ("notes.txt", "not a vector"),
        ],
    );
    let sandbox = folder.start().expect("a sandbox");
    assert_eq!(sandbox.vectors().len(), 3);
    assert_eq!(sandbox.vectors()[0].id, "f");
    assert_eq!(sandbox.vectors()[0].call, json!({"a": null}));
    for (id, api) in [
        ("k", ApiName::Konnect),
        ("f", ApiName::FitbitPlus),
        ("t", ApiName::TokenService),
    ] {
        assert!(sandbox.arm(id));
        assert_eq!(
            call(&sandbox.base_url(api), "GET", "/x", &[], "").status,
            200
        );
        let verdict = sandbox.verdict(id).expect("a vector");
        assert!(verdict.pass, "{verdict:?}");
    }
    let unarmed = call(&sandbox.base_url(ApiName::Tyk), "GET", "/x", &[], "");
    assert_eq!(unarmed.status, 599);
    assert!(String::from_utf8_lossy(&unarmed.body).contains("no vector is armed for tyk"));
    assert!(!sandbox.arm("nobody"));
    assert_eq!(sandbox.verdict("nobody"), None);
}

#[test]
fn the_control_port_arms_and_judges() {
    let request = json!({"method": "GET", "path": "/", "query": {}, "headers": {}, "body": null});
    let text = json!([vector("a b", &request, &ok())]).to_string();
    let folder = Folder::new("control", &[("tyk.json", &text)]);
    let sandbox = folder.start().expect("a sandbox");
    let mut control = Client::new(&sandbox.control_url());
    let armed = control.call("POST", "/vectors/a%20b/arm", &[], "");
    assert_eq!((armed.status, armed.json()), (200, json!({"armed": "a b"})));
    call(&sandbox.base_url(ApiName::Tyk), "GET", "/", &[], "");
    let verdict = control.call("GET", "/vectors/a%20b/verdict", &[], "");
    assert_eq!(
        verdict.json(),
        json!({"pass": true, "problems": [], "requests": 1})
    );
    assert_eq!(
        control.call("GET", "/vectors/c/verdict", &[], "").status,
        404
    );
    assert_eq!(control.call("POST", "/vectors/c/arm", &[], "").status, 404);
    assert_eq!(control.call("POST", "/vectors/%/arm", &[], "").status, 400);
    assert_eq!(
        control.call("GET", "/vectors/a%20b/arm", &[], "").status,
        405
    );
}

#[test]
fn a_folder_that_cannot_be_read_says_why() {
    let twice = json!([
        vector("v", &Value::Null, &Value::Null),
        vector("v", &Value::Null, &Value::Null)
    ]);
    let odd = json!([vector(
        "v",
        &Value::Null,
        &json!({"status": 200, "body": {"text": "", "json": 1}})
    )]);
    for (number, (name, text, part)) in [
        ("tyk.json", "[", "EOF while parsing"),
        ("other.json", "[]", "is not named after an API"),
        ("tyk.json", &twice.to_string(), "two vectors are called v"),
        ("tyk.json", &odd.to_string(), "a body is one of json"),
        ("tyk.txt", "", "holds no *.json file"),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = Folder::new(&format!("bad-{number}"), &[(name, text)]);
        let problem = folder.problem();
        assert!(problem.contains(part), "{problem}");
        assert!(problem.starts_with("vectors: "), "{problem}");
    }
    let missing = Sandbox::builder().vectors("/nowhere/at/all").start();
    assert!(matches!(missing, Err(StartError::Vectors(_))));
}

#[test]
fn the_projects_own_vectors_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let sandbox = Sandbox::builder()
        .vectors(folder)
        .start()
        .expect("a sandbox");
    for api in ApiName::ALL {
        assert!(sandbox.vectors().iter().any(|vector| vector.api == api));
    }
}
