//! Random calls of all four clients.

use authloom::fitbit_plus::{CreateTokenOptions, Grant};
use authloom::konnect::{NewCredential, UpsertAuthConfig};
use authloom::token_service::{IssueLongTermTokenOptions, IssueShortTermTokenOptions, Proof};
use authloom::tyk::{
    NewOAuthClient, OAuthClientUpdate, RevokeTokenOptions, UpdateOAuthClientOptions,
};
use authloom::{CallOptions, Error, FitbitPlus, HttpConfig, Konnect, TokenService, Tyk};
use fastrand::Rng;

/// The clients under test.
#[derive(Clone)]
pub(crate) struct Clients {
    konnect: Konnect,
    fitbit_plus: FitbitPlus,
    token_service: TokenService,
    tyk: Tyk,
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

impl Clients {
    /// Builds them from the environment, with these settings.
    pub(crate) fn build(http: &HttpConfig) -> Result<Self, Error> {
        let mut konnect = authloom::KonnectConfig::from_env()?;
        konnect.http = http.clone();
        let mut fitbit_plus = authloom::FitbitPlusConfig::from_env()?;
        fitbit_plus.http = http.clone();
        let mut token_service = authloom::TokenServiceConfig::from_env()?;
        token_service.http = http.clone();
        let mut tyk = authloom::TykConfig::from_env()?;
        tyk.http = http.clone();
        Ok(Self {
            konnect: Konnect::new(konnect)?,
            fitbit_plus: FitbitPlus::new(fitbit_plus)?,
            token_service: TokenService::new(token_service)?,
            tyk: Tyk::new(tyk)?,
        })
    }

    pub(crate) fn close(&self) {
        self.konnect.close();
        self.fitbit_plus.close();
        self.token_service.close();
        self.tyk.close();
    }

    /// Makes one call at random.
    pub(crate) async fn call(&self, chance: &mut Rng, call: CallOptions) -> Result<(), Error> {
        match chance.u8(..8) {
            0 | 1 => self.call_konnect(chance, call).await,
            2 => self.call_fitbit_plus(chance, call).await,
            3 | 4 => self.call_token_service(chance, call).await,
            _ => self.call_tyk(chance, call).await,
        }
    }

    async fn call_konnect(&self, chance: &mut Rng, call: CallOptions) -> Result<(), Error> {
        let konnect = &self.konnect;
        let id = &variable("AUTHLOOM_DEMO_INSTANCE_ID");
        match chance.u8(..6) {
            0 => konnect.get_auth_config(id).options(call).await.map(drop),
            1 => {
                let config = UpsertAuthConfig {
                    client_id: "soak".into(),
                    client_secret: "soak-secret".into(),
                    authorization_endpoint: "https://id.example/authorize".into(),
                    token_endpoint: "https://id.example/token".into(),
                };
                konnect
                    .upsert_auth_config(id, config)
                    .options(call)
                    .await
                    .map(drop)
            }
            2 => konnect.delete_auth_config(id).options(call).await,
            3 => {
                let role_arn = "arn:aws:iam::111122223333:role/Soak".into();
                let role = NewCredential::AwsRoleDelegation { role_arn };
                konnect
                    .create_auth_credential(id, role)
                    .options(call)
                    .await
                    .map(drop)
            }
            4 => konnect
                .get_auth_credential(id)
                .options(call)
                .await
                .map(drop),
            _ => konnect.delete_auth_credential(id).options(call).await,
        }
    }

    async fn call_fitbit_plus(&self, chance: &mut Rng, call: CallOptions) -> Result<(), Error> {
        if chance.bool() {
            let grant = Grant::ClientCredentials {
                client_secret: None,
                refresh_token: None,
            };
            let options = CreateTokenOptions::default();
            self.fitbit_plus
                .create_token(grant, options)
                .options(call)
                .await
                .map(drop)
        } else {
            self.fitbit_plus
                .fetch_token_groups("64b0c1d2e3f4a5b6c7d8e9f0")
                .options(call)
                .await
                .map(drop)
        }
    }

    async fn call_token_service(&self, chance: &mut Rng, call: CallOptions) -> Result<(), Error> {
        let service = &self.token_service;
        match chance.u8(..3) {
            0 => {
                let options = IssueLongTermTokenOptions::default();
                let proof = Proof::ClientSecret(None);
                service
                    .issue_long_term_token(proof, options)
                    .options(call)
                    .await
                    .map(drop)
            }
            1 => {
                let options = IssueShortTermTokenOptions::default();
                service
                    .issue_short_term_token(options)
                    .options(call)
                    .await
                    .map(drop)
            }
            _ => service.revoke_token("tok_unknown").options(call).await,
        }
    }

    async fn call_tyk(&self, chance: &mut Rng, call: CallOptions) -> Result<(), Error> {
        let tyk = &self.tyk;
        let api = &variable("AUTHLOOM_DEMO_TYK_API_ID");
        match chance.u8(..8) {
            0 => {
                let new = NewOAuthClient {
                    client_id: chance.bool().then(|| "soak".into()),
                    secret: chance.bool().then(|| "soak-secret".into()),
                    api_id: Some(api.clone()),
                    ..NewOAuthClient::default()
                };
                tyk.create_oauth_client(new).options(call).await.map(drop)
            }
            1 => tyk
                .get_oauth_client(api, "soak")
                .options(call)
                .await
                .map(drop),
            2 => tyk.list_oauth_clients(api).options(call).await.map(drop),
            3 => {
                let options = UpdateOAuthClientOptions {
                    client_id: Some("soak".into()),
                };
                tyk.update_oauth_client(api, OAuthClientUpdate::default(), options)
                    .options(call)
                    .await
                    .map(drop)
            }
            4 => tyk
                .delete_oauth_client(api, "soak")
                .options(call)
                .await
                .map(drop),
            5 => tyk
                .list_oauth_client_tokens(api, "soak")
                .options(call)
                .await
                .map(drop),
            6 => tyk
                .rotate_oauth_client_secret(api, "soak")
                .options(call)
                .await
                .map(drop),
            _ => {
                let options = RevokeTokenOptions::default();
                tyk.revoke_token("soak-token".into(), "soak", options)
                    .options(call)
                    .await
            }
        }
    }
}
