// Requests and responses, the same for all peers.

export const TOKEN = 'kpat_2f1c9b7e20d0a7c1e93f44f0b8a53benchmark';
export const INSTANCE = '7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11';
export const CLIENT_ID = 'catalog-app-7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11';
export const CLIENT_SECRET = 'an example of a secret';
export const AUTHORIZATION_ENDPOINT =
  'https://id.acme.test/realms/platform-engineering/' +
  'protocol/openid-connect/authorize?audience=catalog';
export const TOKEN_ENDPOINT =
  'https://id.acme.test/realms/platform-engineering/protocol/openid-connect/token';

export const AUTHORIZATION = `Bearer ${TOKEN}`;

/** The path of an auth config, as a program puts it together for each call. */
export function authConfigPath(instance) {
  return `/v1/integration-instances/${instance}/auth-config`;
}

/** Its URL, likewise. */
export function authConfigUrl(baseUrl, instance) {
  return `${baseUrl}${authConfigPath(instance)}`;
}

/** An auth config as a program that calls the API by itself would declare it. */
export class AuthConfig {
  constructor(clientId, authorizationEndpoint, tokenEndpoint) {
    this.clientId = clientId;
    this.authorizationEndpoint = authorizationEndpoint;
    this.tokenEndpoint = tokenEndpoint;
  }

  /** Takes what is known of a decoded response. */
  static fromJson(document) {
    return new AuthConfig(
      document.client_id,
      document.authorization_endpoint,
      document.token_endpoint,
    );
  }
}

/** The body of an upsert, likewise. */
export function upsertBody() {
  return {
    type: 'oauth',
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    authorization_endpoint: AUTHORIZATION_ENDPOINT,
    token_endpoint: TOKEN_ENDPOINT,
  };
}

/** A `get` as `fetch` and undici take it, put together for each call. */
export function getOptions() {
  return { method: 'GET', headers: { authorization: AUTHORIZATION } };
}

/** An `upsert`, likewise. */
export function upsertOptions() {
  return {
    method: 'PUT',
    headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
    body: JSON.stringify(upsertBody()),
  };
}

/** For the one peer that does not decode: what it would have read. */
export const EXPECTED = new AuthConfig(CLIENT_ID, AUTHORIZATION_ENDPOINT, TOKEN_ENDPOINT);

/** Looks at what came, so that no peer can do without reading it. */
export function check(config) {
  if (
    config.clientId !== CLIENT_ID ||
    config.authorizationEndpoint !== AUTHORIZATION_ENDPOINT ||
    config.tokenEndpoint !== TOKEN_ENDPOINT
  ) {
    throw new Error(`the server sent something else than ${JSON.stringify(config)}`);
  }
}

/** What a status of 400 and above becomes where the peer leaves that to its caller. */
export function checkStatus(status) {
  if (status >= 400) {
    throw new Error(`status ${status}`);
  }
}
