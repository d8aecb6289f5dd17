//! The program, run as programs in other languages run it.

mod support;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use support::call;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authloom-sandbox"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn output(arguments: &[&str]) -> Output {
    program(arguments).output().expect("it runs")
}

/// Starts the program and reads its line.
fn start(arguments: &[&str]) -> (Child, Value) {
    let mut child = program(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut line = String::new();
    let out = child.stdout.take().expect("its output");
    BufReader::new(out).read_line(&mut line).expect("a line");
    let line = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    (child, line)
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("a file");
    path
}

#[test]
fn it_tells_where_it_is_and_ends_with_its_input() {
    let (mut child, line) = start(&[]);
    let env = line["env"].as_object().expect("an environment");
    let names: Vec<_> = env.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "AUTHLOOM_DEMO_INSTANCE_ID",
            "AUTHLOOM_DEMO_TYK_API_ID",
            "AUTHLOOM_DEMO_TYK_POLICY_ID",
            "AUTHLOOM_FITBIT_PLUS_BASE_URL",
            "AUTHLOOM_FITBIT_PLUS_CLIENT_ID",
            "AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET",
            "AUTHLOOM_FITBIT_PLUS_TOKEN",
            "AUTHLOOM_KONNECT_BASE_URL",
            "AUTHLOOM_KONNECT_TOKEN",
            "AUTHLOOM_TOKEN_SERVICE_BASE_URL",
            "AUTHLOOM_TOKEN_SERVICE_CLIENT_ID",
            "AUTHLOOM_TOKEN_SERVICE_CLIENT_SECRET",
            "AUTHLOOM_TOKEN_SERVICE_TOKEN",
            "AUTHLOOM_TYK_BASE_URL",
            "AUTHLOOM_TYK_SECRET",
        ]
    );
    let tls = &line["tls"];
    let pem = tls["authority_pem"].as_str().expect("a certificate");
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----\n"), "{pem}");
    let secured = tls["env"].as_object().expect("an environment");
    assert_eq!(secured.len(), 4);
    for (name, url) in secured {
        let (plain, url) = (env[name].as_str(), url.as_str());
        assert_eq!(
            plain.and_then(|plain| plain.strip_prefix("http")),
            url.and_then(|url| url.strip_prefix("https"))
        );
    }
    let text = |name: &str| env[name].as_str().expect("text");
    let bearer = |name: &str| format!("Bearer {}", text(name));
    let path = format!(
        "/v1/integration-instances/{}/auth-config",
        text("AUTHLOOM_DEMO_INSTANCE_ID")
    );
    let sent = bearer("AUTHLOOM_KONNECT_TOKEN");
    // 404: the way is free, and nothing is there yet.
    let response = call(
        text("AUTHLOOM_KONNECT_BASE_URL"),
        "GET",
        &path,
        &[("Authorization", &sent)],
        "",
    );
    assert_eq!(response.status, 404);
    assert_eq!(response.json()["detail"], "The instance has no auth config");
    let sent = bearer("AUTHLOOM_TOKEN_SERVICE_TOKEN");
    let url = text("AUTHLOOM_TOKEN_SERVICE_BASE_URL");
    assert!(url.ends_with("/v2"));
    let response = call(
        url,
        "POST",
        "/auth/tokens/short",
        &[("Authorization", &sent)],
        "",
    );
    assert_eq!(response.status, 201);
    let sent = bearer("AUTHLOOM_FITBIT_PLUS_TOKEN");
    let url = text("AUTHLOOM_FITBIT_PLUS_BASE_URL");
    assert!(url.ends_with("/pub"));
    let path = "/oauth/token/64b0c1d2e3f4a5b6c7d8e9f0/organization";
    assert_eq!(
        call(url, "GET", path, &[("Authorization", &sent)], "").status,
        200
    );
    let key = text("AUTHLOOM_TYK_SECRET");
    let path = format!("/tyk/oauth/clients/{}", text("AUTHLOOM_DEMO_TYK_API_ID"));
    let response = call(
        text("AUTHLOOM_TYK_BASE_URL"),
        "GET",
        &path,
        &[("X-Tyk-Authorization", key)],
        "",
    );
    assert_eq!(response.status, 200);
    let control = line["control"].as_str().expect("a URL");
    assert_eq!(
        call(control, "GET", "/log?since=3", &[], "").json()[0]["api"],
        "tyk"
    );

    drop(child.stdin.take());
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_seed_and_a_profile_are_obeyed() {
    let seed = file(
        "seed-obeyed.json",
        r#"{"konnect": {"tokens": [{"token": "mine"}], "instances": []}, "tyk": {"apis": []}}"#,
    );
    let seed = seed.to_str().expect("text");
    let (mut child, line) = start(&["--seed", seed, "--profile=seed"]);
    let env = &line["env"];
    assert_eq!(env["AUTHLOOM_KONNECT_TOKEN"], "mine");
    assert_eq!(env["AUTHLOOM_FITBIT_PLUS_CLIENT_ID"], "acme-reporting");
    for absent in ["AUTHLOOM_DEMO_INSTANCE_ID", "AUTHLOOM_DEMO_TYK_API_ID"] {
        assert_eq!(env[absent], Value::Null, "{absent}");
    }
    let tyk = env["AUTHLOOM_TYK_BASE_URL"].as_str().expect("a URL");
    let headers = [("X-Tyk-Authorization", "key-1")];
    // A gateway responds with 405.
    let response = call(tyk, "PUT", "/tyk/oauth/clients/oauth-api", &headers, "{}");
    assert_eq!(response.status, 404);
    drop(child.stdin.take());
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn it_stays_when_asked_to() {
    let (mut child, line) = start(&["--stay"]);
    drop(child.stdin.take());
    let control = line["control"].as_str().expect("a URL");
    assert_eq!(call(control, "GET", "/stats", &[], "").status, 200);
    assert!(child.try_wait().expect("its state").is_none());
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
}

#[cfg(unix)]
#[test]
fn a_command_finds_it_and_gives_its_status() {
    let script = r#"test -z "$AUTHLOOM_KONNECT_REGION" && echo "$AUTHLOOM_KONNECT_TOKEN $AUTHLOOM_SANDBOX_CONTROL $1"; exit 7"#;
    let mut command = program(&["--", "sh", "-c", script, "sh", "--seed"]);
    let found = command
        .env("AUTHLOOM_KONNECT_REGION", "eu")
        .env("AUTHLOOM_KONNECT_TOKEN", "someone's own")
        .output()
        .expect("it runs");
    let text = String::from_utf8(found.stdout).expect("text");
    assert!(text.starts_with("kpat_example http://127.0.0.1:"), "{text}");
    assert!(text.ends_with(" --seed\n"), "{text}");
    assert_eq!(found.status.code(), Some(7));

    let killed = output(&["--", "sh", "-c", "kill -TERM $$"]);
    assert_eq!(killed.status.code(), Some(128 + 15));
    assert_eq!(output(&["--", "/nowhere/at/all"]).status.code(), Some(127));
    assert_eq!(output(&["--", "/"]).status.code(), Some(126));
}

#[test]
fn misuse_is_one_sentence_and_status_2() {
    let seed = |name: &str, text: &str| file(name, text).to_str().expect("text").to_owned();
    let broken = seed("seed-broken.json", "{\n  \"konnect\": [");
    let unknown = seed("seed-unknown.json", "{\n  \"konect\": {}}");
    let dangling = seed(
        "seed-dangling.json",
        r#"{"fitbit_plus": {"tokens": [{"id": "1", "access_token": "a", "refresh_token": "r", "client_id": "c"}]}}"#,
    );
    let cases: [(&[&str], &str); 13] = [
        (&["--sed"], "--sed"),
        (&["-x"], "-x"),
        (&["--seed"], "--seed"),
        (&["--seed", "/nowhere/at/all"], "/nowhere/at/all"),
        (&["--seed", &broken], "line 2"),
        (&["--seed", &unknown], "unknown field `konect`"),
        (&["--seed", &dangling], "fitbit_plus.tokens[0].client_id"),
        (&["--profile", "other"], "other"),
        (&["--vectors", "/nowhere/at/all"], "/nowhere/at/all"),
        (&["--stay=1"], "--stay"),
        (&["command"], "a command follows --"),
        (&["--"], "no command"),
        (&["--stay", "--", "true"], "--stay"),
    ];
    for (arguments, part) in cases {
        let output = output(arguments);
        let text = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.contains(part), "{arguments:?}: {text}");
        assert!(text.starts_with("authloom-sandbox: "), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn it_describes_itself() {
    let help = output(&["--help"]);
    assert!(help.status.success());
    let help = String::from_utf8(help.stdout).expect("text");
    for option in [
        "--seed",
        "--profile",
        "--vectors",
        "--stay",
        "--help",
        "--version",
    ] {
        assert!(help.contains(option), "{option}");
    }
    let version = output(&["--version"]);
    let version = String::from_utf8(version.stdout).expect("text");
    assert_eq!(
        version,
        concat!("authloom-sandbox ", env!("CARGO_PKG_VERSION"), "\n")
    );
}
