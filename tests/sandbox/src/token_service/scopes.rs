//! Scopes: `a:*` covers every `a:x`.

/// Whether one of the scopes covers another.
pub(super) fn covers(scopes: &[String], wanted: &str) -> bool {
    scopes.iter().any(|scope| {
        scope == wanted
            || scope.strip_suffix('*').is_some_and(|stem| {
                stem.ends_with(':') && wanted.len() > stem.len() && wanted.starts_with(stem)
            })
    })
}

/// Whether the scopes cover each of the others.
pub(super) fn cover_all(scopes: &[String], wanted: &[String]) -> bool {
    wanted.iter().all(|scope| covers(scopes, scope))
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_star_covers_its_own_kind_only() {
        let scopes = ["jobs:*".to_owned(), "account:read".to_owned()];
        for wanted in ["jobs:read", "jobs:*", "jobs:a:b", "account:read"] {
            assert!(covers(&scopes, wanted), "{wanted}");
        }
        for wanted in [
            "jobs",
            "jobs:",
            "jobsx:read",
            "account:*",
            "account:write",
            "*",
            "",
        ] {
            assert!(!covers(&scopes, wanted), "{wanted}");
        }
        assert!(!covers(&["*".to_owned()], "jobs:read"));
    }
}
