//! A gateway in this process, and calls to it.

#![allow(dead_code, reason = "each file of tests uses its own part of it")]

use std::time::{Duration, SystemTime};

use authloom_sandbox::exchange::{Action, Api as _, Request};
use authloom_sandbox::tyk::{Profile, Seed, Tyk};
use serde_json::{Value, json};

pub(crate) const CLIENTS: &str = "/tyk/oauth/clients";
pub(crate) const AUTHORIZE: &str = "/oauth-api/tyk/oauth/authorize-client/";
pub(crate) const TOKEN: &str = "/oauth-api/oauth/token/";
pub(crate) const SHOP_URI: &str = "https://shop.test/cb";

/// A second well away from the end of any, so that calls lie in one second unless time passes.
const START: Duration = Duration::from_millis(1_800_000_000_100);

/// A request under construction. It carries the admin key unless a test changes that.
pub(crate) struct Call(Request);

impl Call {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        let key = ("X-Tyk-Authorization".to_owned(), "key-1".to_owned());
        Self(Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query,
            headers: vec![key],
            body: Vec::new(),
        })
    }

    pub(crate) fn without_key(mut self) -> Self {
        self.0
            .headers
            .retain(|(name, _)| name != "X-Tyk-Authorization");
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.0.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.0.body = body.into();
        self
    }

    pub(crate) fn form(self, form: impl Into<Vec<u8>>) -> Self {
        self.header("Content-Type", "application/x-www-form-urlencoded")
            .body(form)
    }

    /// HTTP Basic; the credentials are already in base64.
    pub(crate) fn basic(self, encoded: &str) -> Self {
        self.without_key()
            .header("Authorization", &format!("Basic {encoded}"))
    }
}

pub(crate) fn get(target: &str) -> Call {
    Call::new("GET", target)
}

pub(crate) fn post(target: &str) -> Call {
    Call::new("POST", target)
}

pub(crate) fn put(target: &str, body: &str) -> Call {
    Call::new("PUT", target).body(body)
}

pub(crate) fn delete(target: &str) -> Call {
    Call::new("DELETE", target)
}

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(sent, _)| sent.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {:?}", self.body))
    }

    pub(crate) fn text(&self, member: &str) -> String {
        self.json()[member]
            .as_str()
            .unwrap_or_else(|| panic!("no {member}: {self:?}"))
            .to_owned()
    }

    /// Status, content type and body of a JSON response that says how it went.
    pub(crate) fn is_error(&self, status: u16, message: &str) {
        let body = format!("{{\"status\":\"error\",\"message\":\"{message}\"}}\n");
        self.is_json(status, &body);
    }

    pub(crate) fn is_done(&self, message: &str) {
        self.is_json(
            200,
            &format!("{{\"status\":\"ok\",\"message\":\"{message}\"}}\n"),
        );
    }

    pub(crate) fn is_json(&self, status: u16, body: &str) {
        assert_eq!((self.status, self.body.as_str()), (status, body));
        assert_eq!(self.header("Content-Type"), Some("application/json"));
    }

    pub(crate) fn is_text(&self, status: u16, body: &str) {
        assert_eq!((self.status, self.body.as_str()), (status, body));
        assert_eq!(
            self.header("Content-Type"),
            Some("text/plain; charset=utf-8")
        );
    }
}

/// A gateway and its clock.
pub(crate) struct Gateway {
    tyk: Tyk,
    now: SystemTime,
}

impl Gateway {
    /// A gateway with the default seed.
    pub(crate) fn new() -> Self {
        Self::of(Seed::default(), Profile::Gateway)
    }

    pub(crate) fn of(seed: Seed, profile: Profile) -> Self {
        Self {
            tyk: Tyk::new(seed, profile),
            now: SystemTime::UNIX_EPOCH + START,
        }
    }

    pub(crate) fn seeded(seed: Value) -> Self {
        Self::of(
            serde_json::from_value(seed).expect("a seed"),
            Profile::Gateway,
        )
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }

    /// The Unix second a token issued now ends in.
    pub(crate) fn ends(&self, life: u64) -> u64 {
        let now = self
            .now
            .duration_since(SystemTime::UNIX_EPOCH)
            .expect("after 1970");
        now.as_secs() + life
    }

    /// `None` when the connection was closed.
    pub(crate) fn respond(&mut self, call: Call) -> Option<Reply> {
        let Call(request) = call;
        match self.tyk.respond(&request, self.now) {
            Action::Close => None,
            Action::Respond(response) => Some(Reply {
                status: response.status,
                headers: response.headers,
                body: String::from_utf8(response.body).expect("UTF-8"),
            }),
        }
    }

    pub(crate) fn send(&mut self, call: Call) -> Reply {
        self.respond(call).expect("a response")
    }

    pub(crate) fn create(&mut self, client: &Value) -> Reply {
        self.send(post(&format!("{CLIENTS}/create")).body(client.to_string()))
    }

    /// A client of `oauth-api` with secret `s`, policy `gold` and a redirect URI.
    pub(crate) fn add(&mut self, id: &str) {
        let client = json!({"client_id": id, "secret": "s", "api_id": "oauth-api",
            "policy_id": "gold", "redirect_uri": SHOP_URI});
        assert_eq!(self.create(&client).status, 200);
    }

    pub(crate) fn authorize(&mut self, form: &str) -> Reply {
        self.send(post(AUTHORIZE).form(form))
    }

    /// An access token by the implicit grant.
    pub(crate) fn token(&mut self, client: &str) -> String {
        self.authorize(&format!("response_type=token&client_id={client}"))
            .text("access_token")
    }

    pub(crate) fn code(&mut self, client: &str) -> String {
        self.authorize(&format!("response_type=code&client_id={client}"))
            .text("code")
    }

    /// A call of the token route as `shop`.
    pub(crate) fn grant(&mut self, form: &str) -> Reply {
        self.send(post(TOKEN).basic("c2hvcDpzMQ==").form(form))
    }

    /// Access and refresh token by a code of `shop`.
    pub(crate) fn pair(&mut self) -> (String, String) {
        let code = self.code("shop");
        let reply = self.grant(&format!("grant_type=authorization_code&code={code}"));
        (reply.text("access_token"), reply.text("refresh_token"))
    }

    /// The status of a proxied call with a token.
    pub(crate) fn used(&mut self, token: &str) -> u16 {
        self.proxied("/oauth-api/x", token).status
    }

    pub(crate) fn proxied(&mut self, path: &str, token: &str) -> Reply {
        self.send(
            get(path)
                .without_key()
                .header("Authorization", &format!("Bearer {token}")),
        )
    }

    /// The tokens in a client's list.
    pub(crate) fn listed(&mut self, client: &str) -> Vec<String> {
        let reply = self.send(get(&format!("{CLIENTS}/oauth-api/{client}/tokens")));
        let tokens = reply.json();
        let tokens = tokens.as_array().expect("an array").iter();
        tokens
            .map(|token| token["code"].as_str().expect("a code").to_owned())
            .collect()
    }

    /// The ids in an API's list, sorted.
    pub(crate) fn client_ids(&mut self, api: &str) -> Vec<String> {
        let reply = self.send(get(&format!("{CLIENTS}/{api}")));
        let clients = reply.json();
        let clients = clients.as_array().expect("an array").iter();
        let mut ids: Vec<String> = clients
            .map(|client| client["client_id"].as_str().expect("an id").to_owned())
            .collect();
        ids.sort();
        ids
    }

    pub(crate) fn revoke(&mut self, form: &str) -> Reply {
        self.send(post("/tyk/oauth/revoke").form(form))
    }

    pub(crate) fn revoke_all(&mut self, form: &str) -> Reply {
        self.send(post("/tyk/oauth/revoke_all").form(form))
    }
}
