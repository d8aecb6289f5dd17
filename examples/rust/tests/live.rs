//! The live tour, with the sandbox in place of the user's servers.

mod support;

use authloom_sandbox::{ApiName, Sandbox};
use support::{
    INSTANCE_IN_USE, assert_no_secret, changes, lossy, sandbox, sandbox_with, set, tour,
};

#[test]
fn it_says_what_it_will_change_and_changes_only_that() {
    let sandbox = sandbox();
    let ran = tour(&sandbox, &["--live", "--yes"], |_| ());
    assert!(ran.success, "{}{}", ran.stdout, ran.stderr);
    let text = ran.text();
    let said = text.split("Konnect http").nth(1).expect("an introduction");
    for shown in [
        "the auth config of the integration instance 7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11",
        "a token of the application acme-reporting",
        "a short-term token of the client c2m_acme",
        "creates the OAuth client authloom-demo-",
        "in the API oauth-api, with the policy gold",
        "has neither an auth config nor a credential",
    ] {
        let place = said.find(shown);
        assert!(place.is_some(), "{shown}: {text}");
    }
    assert!(text.contains("each as expected"));
    assert!(text.contains("Could not be removed Fitbit Plus token"));
    let prefixes = [
        "/v1/integration-instances/7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11/",
        "/pub/oauth/token",
        "/v2/auth/tokens/",
        "/tyk/oauth/clients/create",
        "/tyk/oauth/clients/oauth-api/authloom-demo-",
        "/oauth-api/tyk/oauth/authorize-client/",
        "/tyk/oauth/refresh/redacted:",
        "/tyk/oauth/revoke",
    ];
    for change in changes(&sandbox) {
        let path = change.split(' ').nth(1).expect("a path");
        assert!(
            prefixes.iter().any(|prefix| path.starts_with(prefix)),
            "{change}"
        );
    }
    let behind_the_gateway = |path: &str| path == "/oauth-api/";
    let log = sandbox.log(0);
    assert!(!log.iter().any(|entry| behind_the_gateway(&entry.path)));
    assert_no_secret(&sandbox, &ran);
}

/// Runs a live tour that must refuse, and checks that it changed nothing, anywhere.
fn assert_refused(sandbox: &Sandbox, arguments: &[&str], instance: &str, sentence: &str) {
    let ran = tour(sandbox, arguments, |variables| {
        set(variables, "AUTHLOOM_DEMO_INSTANCE_ID", instance);
    });
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    assert!(ran.stderr.contains(sentence), "{}", ran.stderr);
    let looked = sandbox.log(0);
    assert!(!looked.is_empty(), "both are looked at first");
    assert_eq!(changes(sandbox), [""; 0]);
}

#[test]
fn an_instance_in_use_is_refused_before_anything_is_changed() {
    let sentence = "has an auth config or a credential already";
    assert_refused(&sandbox(), &["--live", "--yes"], INSTANCE_IN_USE, sentence);
    let config = r#""auth_config": {"client_id": "c",
        "authorization_endpoint": "https://id.acme.test/a", "token_endpoint": "https://id.acme.test/t"}"#;
    let credential =
        r#""credential": {"id": "1d0a7c1e-93f4-4f0b-8a53-2f3d1c9b7e20", "type": "oauth"}"#;
    for one in [config, credential] {
        let sandbox = sandbox_with(&format!(
            r#"{{"konnect": {{"tokens": [{{"token": "kpat_example"}}], "instances": [
                {{"id": "in-use", "name": "n", "display_name": "N", {one}}}]}}}}"#
        ));
        assert_refused(&sandbox, &["--live", "--yes"], "in-use", sentence);
    }
}

#[test]
fn an_instance_that_cannot_be_seen_is_refused() {
    let sandbox = sandbox();
    let ran = tour(&sandbox, &["--live", "--yes"], |variables| {
        set(variables, "AUTHLOOM_KONNECT_TOKEN", "kpat_no_access");
    });
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("403 Forbidden"), "{}", ran.stderr);
    assert_eq!(changes(&sandbox), [""; 0]);
}

#[test]
fn without_agreement_nothing_is_changed() {
    let sandbox = sandbox();
    let empty = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11";
    assert_refused(&sandbox, &["--live"], empty, "give --yes to agree");
}

#[test]
fn a_system_without_its_variables_is_left_out_and_the_others_are_toured() {
    let sandbox = sandbox();
    let ran = tour(&sandbox, &["--live", "--yes"], |variables| {
        variables.retain(|(name, _)| {
            !name.starts_with("AUTHLOOM_KONNECT") && !name.starts_with("AUTHLOOM_DEMO")
        });
    });
    assert!(ran.success, "{}{}", ran.stdout, ran.stderr);
    let text = ran.text();
    for shown in [
        "Konnect left out · To tour it, set AUTHLOOM_KONNECT_TOKEN and AUTHLOOM_DEMO_INSTANCE_ID.",
        "Tyk left out · To tour it, set AUTHLOOM_DEMO_TYK_API_ID and AUTHLOOM_DEMO_TYK_POLICY_ID.",
        "Token service http",
    ] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    let toured: Vec<_> = sandbox.log(0).iter().map(|entry| entry.api).collect();
    for (api, expected) in ApiName::ALL.into_iter().zip([false, true, true, false]) {
        assert_eq!(toured.contains(&api), expected, "{api:?}");
    }
}

#[test]
fn without_any_variable_there_is_nothing_to_tour() {
    let sandbox = sandbox();
    let ran = tour(&sandbox, &["--live", "--yes"], Vec::clear);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("nothing to tour"), "{}", ran.stderr);
    assert!(sandbox.log(0).is_empty());
}

#[test]
fn what_was_created_is_removed_when_a_step_fails() {
    let sandbox = sandbox();
    let ran = tour(&sandbox, &["--live", "--yes"], |variables| {
        set(variables, "AUTHLOOM_DEMO_TYK_API_ID", "code-api");
        set(variables, "AUTHLOOM_DEMO_TYK_POLICY_ID", "globex");
    });
    assert_eq!(ran.code, Some(1));
    assert!(ran.text().contains("Cleaning up"), "{}", ran.stdout);
    let last = changes(&sandbox).pop().expect("changes");
    let client = "DELETE /tyk/oauth/clients/code-api/authloom-demo-";
    assert!(last.starts_with(client), "{last}");
}

#[test]
fn what_may_have_been_created_is_removed_too() {
    let sandbox = sandbox();
    let konnect = sandbox.base_url(ApiName::Konnect);
    let way = lossy::way_to(&konnect, "POST", "/auth-credential");
    let ran = tour(&sandbox, &["--live", "--yes"], |variables| {
        set(variables, "AUTHLOOM_KONNECT_BASE_URL", &way);
    });
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    assert!(ran.text().contains("outcome unknown"), "{}", ran.stdout);
    let konnect: Vec<_> = sandbox
        .log(0)
        .into_iter()
        .filter(|entry| entry.api == ApiName::Konnect && entry.method != "GET")
        .map(|entry| (entry.method, entry.status))
        .collect();
    assert_eq!(
        konnect,
        [
            ("PUT".to_owned(), Some(200)),
            ("POST".to_owned(), Some(201)),
            ("DELETE".to_owned(), Some(204)),
            ("DELETE".to_owned(), Some(204)),
        ]
    );
}
