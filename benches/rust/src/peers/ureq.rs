//! ureq, which blocks: with many calls in flight each needs a thread of its own.

use std::sync::Arc;

use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::tls;
use crate::calls::{AuthConfig, CERTIFICATE, TOKEN, UpsertAuthConfig, auth_config_url};
use crate::cost::Cost;
use crate::measure::{IN_FLIGHT, Request, blocking};
use crate::peer::Call;

/// Measures ureq.
pub(super) fn measure(request: &Request) -> Cost {
    blocking(request, agent, |agent, call, calls| {
        one_by_one(agent, &request.url, call, calls);
    })
}

fn agent(base_url: &str) -> Agent {
    tls::install_provider();
    let keep = IN_FLIGHT as usize;
    let mut config = Agent::config_builder()
        .max_idle_connections(keep)
        .max_idle_connections_per_host(keep);
    if base_url.starts_with("https:") {
        let certificate = Certificate::from_pem(CERTIFICATE.as_bytes());
        let roots = vec![certificate.expect("the file holds a certificate")];
        let tls = TlsConfig::builder().root_certs(RootCerts::Specific(Arc::new(roots)));
        config = config.tls_config(tls.build());
    }
    config.build().new_agent()
}

fn one_by_one(agent: &Agent, base_url: &str, call: Call, calls: u32) {
    for _ in 0..calls {
        let url = auth_config_url(base_url);
        let bearer = format!("Bearer {TOKEN}");
        let response = match call {
            Call::Get => agent.get(url).header("authorization", bearer).call(),
            Call::Upsert => agent
                .put(url)
                .header("authorization", bearer)
                .send_json(UpsertAuthConfig::new()),
        };
        let mut response = response.expect("the server responds");
        let config: AuthConfig = response.body_mut().read_json().expect("an auth config");
        config.check();
    }
}
