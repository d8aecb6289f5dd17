//! Responses just below their cap that are JSON of another type than theirs, for every type of
//! response; and refusals as long as they are read.

use std::io::{Read, Write, copy, sink};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use authloom::fitbit_plus::{CreateTokenOptions, Grant};
use authloom::tyk::{
    AuthorizeClientOptions, ListApisForOAuthClientOptions, OAuthClientUpdate, ResponseType,
    UpdateOAuthClientOptions,
};
use authloom::{FitbitPlus, FitbitPlusConfig, Tyk, TykConfig};

use super::*;

/// A body that is as long as is asked for.
struct Shape {
    begin: &'static str,
    /// `#` is a number, another at each place.
    item: &'static str,
    end: &'static str,
}

const fn shape(begin: &'static str, item: &'static str, end: &'static str) -> Shape {
    Shape { begin, item, end }
}

/// What no response is.
const FOREIGN: &[Shape] = &[
    shape("[", "0,", "0]"),
    shape("[", "[],", "0]"),
    shape("[", "{},", "0]"),
    shape("{", r##""#":0,"##, r#""":0}"#),
];
/// Texts: one that stands in the body as it is, and one that does not.
const TEXTS: &[Shape] = &[
    shape("\"", "x", "\""),
    // The parser's error writes six characters for each.
    shape("\"\\n", "\u{7f}", "\""),
];
/// What is kept of a type that is not known.
const UNKNOWN: &[Shape] = &[
    shape(r#"{"type":"new","config":["#, "0,", "0]}"),
    shape(r#"{"type":"new","config":{"#, r##""#":0,"##, r#""":0}}"#),
];
/// What is kept beside what is wrong.
const STORED: &[Shape] = &[
    shape(r#"{"meta_data":["#, "[0],", r#"0],"client_id":0}"#),
    shape(r#"[{"meta_data":["#, r#"{"":0},"#, r#"0],"client_id":0}]"#),
];
/// What is listed as found wrong with a request.
const PROBLEMS: &[Shape] = &[
    shape(r#"{"errors":["#, "{},", "{}]}"),
    shape(r#"{"invalid_parameters":["#, "0,", "0]}"),
    shape("[", r#"{"":0},"#, "0]"),
];

impl Shape {
    fn body(&self, size: u64) -> Vec<u8> {
        let size = usize::try_from(size).expect("a number") - self.end.len();
        let mut body = self.begin.as_bytes().to_vec();
        if let Some((before, after)) = self.item.split_once('#') {
            let mut item = String::new();
            for number in 0.. {
                body.extend_from_slice(item.as_bytes());
                item = format!("{before}{number}{after}");
                if body.len() + item.len() >= size {
                    break;
                }
            }
        } else {
            let times = (size - body.len()) / self.item.len();
            body.extend_from_slice(&self.item.as_bytes().repeat(times));
        }
        body.extend_from_slice(self.end.as_bytes());
        body
    }
}

/// Responds to the first connection with nothing much, to every other with this body.
fn serve(status: &'static str, body: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr().expect("it is bound");
    let body: Arc<[u8]> = body.into();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let body = if number == 0 {
                Arc::from(*b"0")
            } else {
                Arc::clone(&body)
            };
            // How a connection ends is the client's affair.
            thread::spawn(move || respond(stream?, status, &body));
        }
    });
    format!("http://{address}")
}

fn respond(mut stream: TcpStream, status: &str, body: &[u8]) -> std::io::Result<()> {
    let _ = stream.read(&mut [0; 4096])?;
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)?;
    copy(&mut stream, &mut sink()).map(drop)
}

/// An operation for each type that is read.
#[derive(Debug, Clone, Copy)]
enum Asked {
    AuthConfig,
    Credential,
    OAuthClient,
    UpdatedClient,
    OAuthClients,
    Apis,
    ListedTokens,
    TokenPage,
    Groups,
    Organization,
    DeletedClient,
    Authorization,
    FitbitToken,
    IssuedToken,
}

const ASKED: [Asked; 14] = [
    Asked::AuthConfig,
    Asked::Credential,
    Asked::OAuthClient,
    Asked::UpdatedClient,
    Asked::OAuthClients,
    Asked::Apis,
    Asked::ListedTokens,
    Asked::TokenPage,
    Asked::Groups,
    Asked::Organization,
    Asked::DeletedClient,
    Asked::Authorization,
    Asked::FitbitToken,
    Asked::IssuedToken,
];

impl Asked {
    fn cap(self) -> u64 {
        match self {
            Self::Authorization | Self::FitbitToken | Self::IssuedToken => MIB,
            _ => 16 * MIB,
        }
    }

    async fn ask(self, url: &str) -> Result<(), Error> {
        let http = Carrier::Hyper.http();
        let base_url = Some(url.to_owned());
        match self {
            Self::AuthConfig | Self::Credential => {
                let konnect = Konnect::new(KonnectConfig {
                    base_url,
                    token: Some("kpat_example".into()),
                    http,
                    ..KonnectConfig::default()
                })?;
                match self {
                    Self::AuthConfig => konnect.get_auth_config("i").await.map(drop),
                    _ => konnect.get_auth_credential("i").await.map(drop),
                }
            }
            Self::Groups | Self::Organization | Self::FitbitToken => {
                let fitbit_plus = FitbitPlus::new(FitbitPlusConfig {
                    base_url,
                    token: Some("fp_example".into()),
                    http,
                    ..FitbitPlusConfig::default()
                })?;
                let grant = Grant::ClientCredentials {
                    client_secret: Some("a-secret".into()),
                    refresh_token: None,
                };
                match self {
                    Self::Groups => fitbit_plus.fetch_token_groups("t").await.map(drop),
                    Self::Organization => {
                        let organization = fitbit_plus.fetch_token_organization("t");
                        organization.await.map(drop)
                    }
                    _ => {
                        let token = fitbit_plus.create_token(
                            grant,
                            CreateTokenOptions {
                                client_id: Some("app".into()),
                                ..CreateTokenOptions::default()
                            },
                        );
                        token.await.map(drop)
                    }
                }
            }
            Self::IssuedToken => {
                let service = TokenService::new(TokenServiceConfig {
                    base_url,
                    token: Some("lt_5f2a".into()),
                    http,
                    ..TokenServiceConfig::default()
                })?;
                let options = IssueShortTermTokenOptions::default();
                service.issue_short_term_token(options).await.map(drop)
            }
            _ => self.ask_tyk(url, http).await,
        }
    }

    async fn ask_tyk(self, url: &str, http: HttpConfig) -> Result<(), Error> {
        let tyk = Tyk::new(TykConfig {
            base_url: Some(url.to_owned()),
            secret: Some("a-secret".into()),
            http,
            ..TykConfig::default()
        })?;
        match self {
            Self::OAuthClient => tyk.get_oauth_client("a", "c").await.map(drop),
            Self::UpdatedClient => {
                let update = OAuthClientUpdate::default();
                let options = UpdateOAuthClientOptions::default();
                tyk.update_oauth_client("a", update, options)
                    .await
                    .map(drop)
            }
            Self::OAuthClients => tyk.list_oauth_clients("a").await.map(drop),
            Self::Apis => {
                let options = ListApisForOAuthClientOptions::default();
                tyk.list_apis_for_oauth_client("c", options).await.map(drop)
            }
            Self::ListedTokens => tyk.list_oauth_client_tokens("a", "c").await.map(drop),
            Self::TokenPage => {
                let page = tyk.list_oauth_client_tokens_page("a", "c", 1);
                page.await.map(drop)
            }
            Self::DeletedClient => tyk.delete_oauth_client("a", "c").await.map(drop),
            _ => {
                let options = AuthorizeClientOptions::default();
                let authorization = tyk.authorize_client(ResponseType::Code, "c", options);
                authorization.await.map(drop)
            }
        }
    }
}

/// Each of these calls gets the body beside it: it ends in this kind of error, and takes no more
/// memory than its cap and a little.
fn refused(
    test: &str,
    status: &'static str,
    expected: ErrorKind,
    most: u64,
    cases: &[(Asked, &Shape)],
) {
    each_alone(test, cases.len(), |case| {
        let (asked, shape) = cases[case];
        let url = serve(status, shape.body(most.min(asked.cap())));
        runtime().block_on(async {
            // What is made once is made before.
            asked.ask(&url).await.expect_err("it is not enough");
            let (result, grown) = growth(asked.ask(&url)).await;
            let error = result.expect_err("it is of another type");
            let begin = shape.begin;
            let item = shape.item;
            let what = format!("{asked:?}, {begin}{item}…, {grown} bytes: {error}");
            if env::var_os("AUTHLOOM_BODIES_SHOW").is_some() {
                eprintln!("{what}");
            }
            assert_eq!(error.kind, expected, "{what}");
            assert!(grown < asked.cap() + BEYOND, "{what}");
        });
    });
}

fn each<'a>(asked: &[Asked], shapes: &[&'a [Shape]]) -> Vec<(Asked, &'a Shape)> {
    let beside = |asked: &Asked| {
        let asked = *asked;
        let shapes = shapes.iter().copied().flatten();
        shapes.map(move |shape| (asked, shape)).collect::<Vec<_>>()
    };
    asked.iter().flat_map(beside).collect()
}

#[test]
fn a_response_of_another_type_takes_no_more_than_its_cap() {
    let test = "wrong_type::a_response_of_another_type_takes_no_more_than_its_cap";
    let cases = each(&ASKED, &[FOREIGN, TEXTS]);
    refused(test, "200 OK", ErrorKind::Decode, u64::MAX, &cases);
}

/// As long as a string may be, so that an error of the parser shows it.
#[test]
fn a_long_text_takes_no_more_than_the_cap() {
    let test = "wrong_type::a_long_text_takes_no_more_than_the_cap";
    let cases = each(&ASKED, &[TEXTS]);
    refused(test, "200 OK", ErrorKind::Decode, 128 << 10, &cases);
}

#[test]
fn what_is_kept_as_it_came_takes_no_more_than_the_cap() {
    let test = "wrong_type::what_is_kept_as_it_came_takes_no_more_than_the_cap";
    let mut cases = each(&[Asked::AuthConfig, Asked::Credential], &[UNKNOWN]);
    let clients = [
        Asked::OAuthClient,
        Asked::UpdatedClient,
        Asked::OAuthClients,
    ];
    cases.extend(each(&clients, &[STORED]));
    refused(test, "200 OK", ErrorKind::Decode, u64::MAX, &cases);
}

#[test]
fn a_refusal_of_another_type_takes_no_more_than_its_cap() {
    let test = "wrong_type::a_refusal_of_another_type_takes_no_more_than_its_cap";
    let asked = [
        Asked::AuthConfig,
        Asked::FitbitToken,
        Asked::IssuedToken,
        Asked::Authorization,
    ];
    let cases = each(&asked, &[FOREIGN, TEXTS, UNKNOWN, STORED, PROBLEMS]);
    // As much of a refusal as is read.
    let most = 256 << 10;
    refused(test, "500 Oops", ErrorKind::ServerError, most, &cases);
}
