//! Which files of the core are read, and what becomes of them.

/// A part of the core.
#[derive(Debug)]
pub(crate) struct Source {
    /// What the bindings call it.
    pub(crate) module: &'static str,
    /// Where the core offers it.
    pub(crate) core_path: &'static str,
    /// Its files; the documentation of the first speaks for all.
    pub(crate) files: &'static [&'static str],
    /// The files as a header names them.
    pub(crate) header: &'static str,
    /// The name of its client.
    pub(crate) client: Option<&'static str>,
}

/// In an order in which each file only needs those before it.
pub(crate) const SOURCES: &[Source] = &[
    Source {
        module: "errors",
        core_path: "authloom::error",
        files: &[
            "core/src/error/mod.rs",
            "core/src/error/kind.rs",
            "core/src/error/problem.rs",
        ],
        header: "core/src/error",
        client: None,
    },
    Source {
        module: "http",
        core_path: "authloom",
        files: &[
            "core/src/config/mod.rs",
            "core/src/config/tls.rs",
            "core/src/http/hook.rs",
            "core/src/http/options.rs",
            "core/src/http/raw.rs",
        ],
        header: "core/src/{config,http}",
        client: None,
    },
    Source {
        module: "konnect",
        core_path: "authloom::konnect",
        files: &[
            "core/src/konnect/mod.rs",
            "core/src/konnect/config.rs",
            "core/src/konnect/models.rs",
            "core/src/konnect/client.rs",
        ],
        header: "core/src/konnect",
        client: Some("Konnect"),
    },
    Source {
        module: "fitbit_plus",
        core_path: "authloom::fitbit_plus",
        files: &[
            "core/src/fitbit_plus/mod.rs",
            "core/src/fitbit_plus/config.rs",
            "core/src/fitbit_plus/models.rs",
            "core/src/fitbit_plus/client.rs",
        ],
        header: "core/src/fitbit_plus",
        client: Some("FitbitPlus"),
    },
    Source {
        module: "token_service",
        core_path: "authloom::token_service",
        files: &[
            "core/src/token_service/mod.rs",
            "core/src/token_service/config.rs",
            "core/src/token_service/models.rs",
            "core/src/token_service/client.rs",
        ],
        header: "core/src/token_service",
        client: Some("TokenService"),
    },
    Source {
        module: "tyk",
        core_path: "authloom::tyk",
        files: &[
            "core/src/tyk/mod.rs",
            "core/src/tyk/config.rs",
            "core/src/tyk/models.rs",
            "core/src/tyk/client.rs",
            "core/src/tyk/authorize.rs",
            "core/src/tyk/tokens.rs",
        ],
        header: "core/src/tyk",
        client: Some("Tyk"),
    },
];
