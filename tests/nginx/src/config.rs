//! The configuration of nginx.

use std::fmt::Write as _;
use std::path::Path;

use crate::program::Version;
use crate::scenario::{Protocol, Scenario};

/// The first that has `http2` as a directive of its own; since then `listen` takes it with a
/// warning.
const HTTP2_DIRECTIVE: Version = (1, 25, 1);

/// What is the same for all scenarios.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) version: Version,
    /// Whether it logs what it does with each frame.
    pub(crate) debug: bool,
    /// The server behind it.
    pub(crate) upstream: String,
}

/// The names of files in its folder.
pub(crate) const CERTIFICATE: &str = "certificate.pem";
pub(crate) const KEY: &str = "key.pem";
pub(crate) const ERRORS: &str = "error.log";

/// The file in which a scenario's requests are logged.
pub(crate) fn requests(index: usize) -> String {
    format!("requests-{index}.log")
}

impl Config {
    /// A server for each scenario, on these ports, with all that it writes in the folder.
    pub(crate) fn text(&self, folder: &Path, servers: &[(&Scenario, u16)]) -> String {
        let folder = folder.display();
        let level = if self.debug { "debug" } else { "warn" };
        let mut text = format!(
            r#"daemon off;
worker_processes 2;
pid "{folder}/nginx.pid";
error_log "{folder}/{ERRORS}" {level};
events {{ worker_connections 1024; }}
http {{
  log_format requests '$connection $server_protocol $status';
  client_body_temp_path "{folder}/client_body";
  proxy_temp_path "{folder}/proxy";
  fastcgi_temp_path "{folder}/fastcgi";
  uwsgi_temp_path "{folder}/uwsgi";
  scgi_temp_path "{folder}/scgi";
  ssl_certificate "{folder}/{CERTIFICATE}";
  ssl_certificate_key "{folder}/{KEY}";
  # What comes twice, the client has sent twice.
  proxy_next_upstream off;
"#
        );
        for (index, (scenario, port)) in servers.iter().enumerate() {
            text.push_str(&self.server(index, scenario, *port, &folder.to_string()));
        }
        text + "}\n"
    }

    fn server(&self, index: usize, scenario: &Scenario, port: u16, folder: &str) -> String {
        let has_directive = self.version >= HTTP2_DIRECTIVE;
        let (parameters, http2) = match scenario.protocol {
            Protocol::Plain => ("", ""),
            Protocol::Tls => (" ssl", ""),
            Protocol::Http2 if has_directive => (" ssl", "    http2 on;\n"),
            Protocol::Http2 => (" ssl http2", ""),
        };
        let mut text = format!("  server {{\n    listen 127.0.0.1:{port}{parameters};\n{http2}");
        if let Some(limit) = scenario.limit {
            writeln!(text, "    keepalive_requests {limit};").expect("memory can be written");
        }
        let log = requests(index);
        text + &format!(
            "    access_log \"{folder}/{log}\" requests;\n    location / {{ proxy_pass {}; }}\n  }}\n",
            self.upstream
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(version: Version, protocol: Protocol, limit: Option<u32>) -> String {
        let config = Config {
            version,
            debug: false,
            upstream: "http://127.0.0.1:9".to_owned(),
        };
        let scenario = Scenario {
            name: "",
            protocol,
            limit,
            is_slow: false,
        };
        config.text(Path::new("/t"), &[(&scenario, 8443)])
    }

    #[test]
    fn http2_is_asked_for_as_each_version_wants_it() {
        let old = text((1, 22, 1), Protocol::Http2, Some(7));
        assert!(old.contains("listen 127.0.0.1:8443 ssl http2;\n"), "{old}");
        assert!(!old.contains("http2 on;"), "{old}");
        let new = text((1, 25, 1), Protocol::Http2, Some(7));
        assert!(
            new.contains("listen 127.0.0.1:8443 ssl;\n    http2 on;\n"),
            "{new}"
        );
    }

    #[test]
    fn a_limit_is_set_only_where_there_is_one() {
        let plain = text((1, 22, 1), Protocol::Plain, Some(7));
        assert!(plain.contains("listen 127.0.0.1:8443;\n    keepalive_requests 7;\n"));
        assert!(!text((1, 22, 1), Protocol::Tls, None).contains("keepalive_requests"));
    }
}
