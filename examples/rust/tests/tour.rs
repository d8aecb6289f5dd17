//! The tour of a sandbox.

mod support;

use support::{INSTANCE_IN_USE, assert_no_secret, changes, sandbox, sandbox_with, set, tour};

#[test]
fn it_goes_as_expected_and_shows_no_secret() {
    goes_as_expected(&[]);
}

#[cfg(feature = "reqwest")]
#[test]
fn it_goes_as_expected_over_reqwest_too() {
    goes_as_expected(&["--reqwest"]);
}

fn goes_as_expected(arguments: &[&str]) {
    let sandbox = sandbox();
    let ran = tour(&sandbox, arguments, |_| ());
    assert!(ran.success, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.stderr, "");
    let text = ran.text();
    for shown in [
        "konnect.upsert_auth_config(",
        "client_secret: ***",
        "Konnect get_auth_config: the server responded with 404 Not Found",
        "FitbitPlus fetch_token_groups: the server responded with 401 Unauthorized",
        "TokenService issue_short_term_token: the server responded with 401 Unauthorized",
        "Tyk authorize_client: the server responded with 403 Forbidden (invalid_request)",
        "kind oauth_error outcome rejected request id none was sent",
        "request id kong:trace:",
        "403: Key not authorised",
        "each as expected",
        "no operation revokes it: it works until",
    ] {
        assert!(text.contains(shown), "{shown}: {}", ran.stdout);
    }
    assert!(!ran.stdout.contains('\x1b'), "colour on no terminal");
    assert_no_secret(&sandbox, &ran);
}

#[test]
fn every_operation_of_the_tour_reaches_its_server() {
    let sandbox = sandbox();
    tour(&sandbox, &[], |_| ());
    let log = sandbox.log(0);
    for (method, end, statuses) in [
        ("PUT", "/auth-config", &[200, 200][..]),
        ("POST", "/auth-credential", &[201, 201]),
        ("GET", "/auth-credential", &[404, 200, 404]),
        ("DELETE", "/auth-credential", &[204]),
        ("DELETE", "/auth-config", &[204]),
        ("POST", "/pub/oauth/token", &[201, 201]),
        ("GET", "/organization", &[200]),
        ("GET", "/groups", &[200, 401]),
        ("POST", "/auth/tokens/long", &[201]),
        ("POST", "/auth/tokens/short", &[201, 401]),
        ("POST", "/revoke", &[204, 204, 200]),
        ("POST", "/authorize-client/", &[403, 200, 200]),
        ("PUT", "/rotate", &[200]),
        ("GET", "/tokens", &[200, 200, 200]),
        ("GET", "/oauth-api/", &[200, 403]),
        ("POST", "/oauth-api/oauth/token/", &[200, 403]),
        ("POST", "/revoke_all", &[200]),
    ] {
        let got: Vec<u16> = log
            .iter()
            .filter(|entry| entry.method == method && entry.path.ends_with(end))
            .filter_map(|entry| entry.status)
            .collect();
        assert_eq!(got, statuses, "{method} …{end}");
    }
}

#[test]
fn an_unexpected_result_is_explained_and_cleaned_up_and_the_rest_is_toured() {
    let sandbox = sandbox();
    // This API takes no tokens from the authorize route, so the tour of Tyk stops there.
    let ran = tour(&sandbox, &[], |variables| {
        set(variables, "AUTHLOOM_DEMO_TYK_API_ID", "code-api");
        set(variables, "AUTHLOOM_DEMO_TYK_POLICY_ID", "globex");
        set(variables, "AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET", "wrong-one");
    });
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    let text = ran.text();
    for shown in [
        "Unexpected: a success was expected.",
        "Fitbit Plus, step 13: a success was expected",
        "unsupported_response_type",
        "Cleaning up",
        "steps, not all as expected:",
        "Nothing was left behind.",
    ] {
        assert!(text.contains(shown), "{shown}: {}", ran.stdout);
    }
    let last = changes(&sandbox).pop().expect("changes");
    let client = "DELETE /tyk/oauth/clients/code-api/authloom-demo-";
    assert!(last.starts_with(client), "{last}");
    assert_no_secret(&sandbox, &ran);
}

#[test]
fn an_instance_in_use_is_left_alone() {
    let sandbox = sandbox();
    let ran = tour(&sandbox, &[], |variables| {
        set(variables, "AUTHLOOM_DEMO_INSTANCE_ID", INSTANCE_IN_USE);
    });
    assert_eq!(ran.code, Some(1));
    let changes = changes(&sandbox);
    assert!(
        !changes
            .iter()
            .any(|change| change.contains("integration-instances")),
        "{changes:?}"
    );
}

#[test]
fn what_a_service_does_not_grant_is_unexpected() {
    let sandbox = sandbox_with(
        r#"{"token_service": {"clients": [
            {"client_id": "c2m_reader", "client_secret": "pa56", "scopes": ["jobs:read"]}
        ]}}"#,
    );
    let ran = tour(&sandbox, &[], |_| ());
    assert_eq!(ran.code, Some(1));
    assert!(ran.text().contains("(invalid_scope)"), "{}", ran.stdout);
}

#[test]
fn without_a_sandbox_nothing_is_called() {
    let sandbox = sandbox();
    for (name, value, sentence) in [
        ("AUTHLOOM_TYK_SECRET", "", "AUTHLOOM_TYK_SECRET is not set"),
        (
            "AUTHLOOM_KONNECT_BASE_URL",
            "",
            "Konnect is at https://global.api.konghq.com",
        ),
    ] {
        let ran = tour(&sandbox, &[], |variables| set(variables, name, value));
        assert_eq!(ran.code, Some(1));
        let expected = format!("The environment names no sandbox: {sentence}.");
        assert!(ran.stderr.starts_with(&expected), "{}", ran.stderr);
    }
    assert!(sandbox.log(0).is_empty());
}

#[test]
fn help_and_misuse_are_told_apart() {
    let sandbox = sandbox();
    let help = tour(&sandbox, &["--help"], |_| ());
    assert!(help.success && help.stdout.contains("Usage: authloom-tour"));
    let misuse = tour(&sandbox, &["--yes"], |_| ());
    assert_eq!(misuse.code, Some(2));
    assert!(sandbox.log(0).is_empty());
}
