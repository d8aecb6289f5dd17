// Every operation of the four clients, with arguments that the sandbox's default data accepts.

import { FitbitPlus, Konnect, Secret, TokenService, Tyk } from 'authloom';
import { AWS_PROD, GITHUB_MAIN } from './sandbox.mjs';

/** The client of each API. */
export const CLIENTS = /** @type {const} */ ({
  konnect: Konnect,
  fitbit_plus: FitbitPlus,
  token_service: TokenService,
  tyk: Tyk,
});

/** @typedef {keyof typeof CLIENTS} Api */

export const APIS = /** @type {Api[]} */ (Object.keys(CLIENTS));

/** The secrets that calls take, as in the sandbox's default data. */
export const SECRETS = {
  konnect: new Secret('kpat_example'),
  fitbit_plus: new Secret('at-1'),
  token_service: new Secret('lt_5f2a'),
  tyk: new Secret('key-1'),
  // Where it is undefined, each API's own.
  clientSecret: /** @type {Secret | undefined} */ (undefined),
  code: new Secret('a-code-of-the-provider'),
  headerKey: new Secret('a-key-of-the-service'),
  refreshToken: new Secret('rt-1'),
  otpCode: new Secret('012345'),
  assertion: new Secret('eyJh.eyJz.c2ln'),
  longToken: new Secret('lt_5f2a'),
  shortToken: new Secret('st_31c0'),
  keyRules: new Secret('{"rate": 10, "per": 1}'),
  revokedToken: new Secret('some-token'),
};

/** @typedef {typeof SECRETS} Secrets */

/**
 * An operation with arguments. Some stand there more than once, with others.
 *
 * @typedef {object} Operation
 * @property {Api} api
 * @property {string} name
 * @property {(secrets: Secrets) => unknown[]} given What is required, in its order.
 * @property {(secrets: Secrets) => Record<string, unknown>} options What may be left out.
 */

/**
 * @param {Api} api
 * @param {string} name
 * @param {(secrets: Secrets) => unknown[]} [given]
 * @param {(secrets: Secrets) => Record<string, unknown>} [options]
 * @returns {Operation}
 */
function operation(api, name, given = () => [], options = () => ({})) {
  return { api, name, given, options };
}

/**
 * @param {Secrets} secrets
 * @param {string} usual
 */
function secretOr(secrets, usual) {
  return secrets.clientSecret ?? new Secret(usual);
}

const TOKEN_ID = '64b0c1d2e3f4a5b6c7d8e9f0';
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ENDPOINTS = {
  authorizationEndpoint: 'https://id.acme.test/authorize',
  tokenEndpoint: 'https://id.acme.test/token',
};
const AUTHORIZING = { redirectUri: 'https://shop.test/cb', prefix: '/oauth-api' };
const NEW_CLIENT = { apiId: 'oauth-api', redirectUri: 'https://new.test/cb' };
const ofShop = () => ['oauth-api', 'shop'];

/** @type {Operation[]} */
export const ALL = [
  operation('konnect', 'getAuthConfig', () => [GITHUB_MAIN]),
  operation('konnect', 'upsertAuthConfig', (its) => [
    AWS_PROD,
    { clientId: 'catalog-app', clientSecret: secretOr(its, 'a-new-secret'), ...ENDPOINTS },
  ]),
  operation('konnect', 'deleteAuthConfig', () => [GITHUB_MAIN]),
  operation('konnect', 'createAuthCredential', () => [
    AWS_PROD,
    { type: 'aws_role_delegation', roleArn: 'arn:aws:iam::123456789012:role/catalog' },
  ]),
  operation('konnect', 'createAuthCredential', (its) => [
    AWS_PROD,
    { type: 'oauth', code: its.code, redirectUri: 'https://app.acme.test/cb' },
  ]),
  operation('konnect', 'createAuthCredential', (its) => [
    AWS_PROD,
    { type: 'multi_key_auth', headers: [{ name: 'X-Api-Key', key: its.headerKey }] },
  ]),
  operation('konnect', 'getAuthCredential', () => [GITHUB_MAIN]),
  operation('konnect', 'deleteAuthCredential', () => [GITHUB_MAIN]),

  operation(
    'fitbit_plus',
    'createToken',
    (its) => [{ type: 'client_credentials', clientSecret: secretOr(its, 's-9f1') }],
    () => ({ clientId: 'acme-reporting' }),
  ),
  operation(
    'fitbit_plus',
    'createToken',
    (its) => [
      { type: 'refresh_token', refreshToken: its.refreshToken, clientSecret: secretOr(its, 's-9f1') },
    ],
    () => ({ clientId: 'acme-reporting', bodyForm: 'flat' }),
  ),
  operation('fitbit_plus', 'fetchTokenGroups', () => [TOKEN_ID]),
  operation('fitbit_plus', 'fetchTokenOrganization', () => [TOKEN_ID]),

  operation(
    'token_service',
    'issueLongTermToken',
    (its) => [{ type: 'client_secret', clientSecret: secretOr(its, 'pa55') }],
    () => ({ clientId: 'c2m_acme' }),
  ),
  operation(
    'token_service',
    'issueLongTermToken',
    (its) => [{ type: 'otp_code', otpCode: its.otpCode }],
    () => ({ clientId: 'c2m_acme' }),
  ),
  operation(
    'token_service',
    'issueLongTermToken',
    (its) => [{ type: 'assertion', assertion: its.assertion, assertionType: JWT_BEARER }],
    () => ({ clientId: 'c2m_acme' }),
  ),
  operation(
    'token_service',
    'issueLongTermToken',
    (its) => [{ type: 'short_term_token', shortTermToken: its.shortToken }],
    () => ({ clientId: 'c2m_acme' }),
  ),
  operation('token_service', 'issueShortTermToken'),
  operation('token_service', 'issueShortTermToken', undefined, (its) => ({ longToken: its.longToken })),
  operation('token_service', 'revokeToken', () => ['tok_st_31c0de']),

  operation('tyk', 'authorizeClient', () => ['code', 'shop'], () => AUTHORIZING),
  operation('tyk', 'authorizeClient', () => ['token', 'shop'], (its) => ({
    keyRules: its.keyRules,
    ...AUTHORIZING,
  })),
  operation('tyk', 'createOauthClient', () => [NEW_CLIENT]),
  operation('tyk', 'createOauthClient', (its) => [
    { clientId: 'new', secret: secretOr(its, 'a-new-secret'), ...NEW_CLIENT },
  ]),
  operation('tyk', 'getOauthClient', ofShop),
  operation('tyk', 'listOauthClients', () => ['oauth-api']),
  operation(
    'tyk',
    'updateOauthClient',
    () => ['oauth-api', { redirectUri: 'https://shop.test/new', policyId: 'gold' }],
    () => ({ clientId: 'shop' }),
  ),
  operation('tyk', 'deleteOauthClient', ofShop),
  operation('tyk', 'listOauthClientTokens', ofShop),
  operation('tyk', 'listOauthClientTokensPage', () => [...ofShop(), 1]),
  operation('tyk', 'invalidateOauthRefresh', (its) => ['oauth-api', its.refreshToken]),
  operation('tyk', 'revokeAllTokens', (its) => ['shop', secretOr(its, 's1')]),
  operation('tyk', 'rotateOauthClientSecret', ofShop),
  operation('tyk', 'listApisForOauthClient', () => ['shop']),
  operation('tyk', 'purgeLapsedTokens'),
  operation('tyk', 'revokeToken', (its) => [its.revokedToken, 'shop']),
];

/** Each operation once, with the first arguments that it has. */
export const DISTINCT = ALL.filter(
  (one, place) => place === ALL.findIndex((each) => title(each) === title(one)),
);

/**
 * The name of an operation for people.
 *
 * @param {Operation} operation
 */
export function title({ api, name }) {
  return `${api}.${name}`;
}

/**
 * The one operation of that name.
 *
 * @param {string} name
 * @returns {Operation}
 */
export function named(name) {
  const found = DISTINCT.find((each) => title(each) === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

/**
 * The setting that gives a client its credential.
 *
 * @param {Api} api
 * @param {Secrets} [secrets]
 * @returns {Record<string, Secret>}
 */
export function credential(api, secrets = SECRETS) {
  return { [api === 'tyk' ? 'secret' : 'token']: secrets[api] };
}

/**
 * A client of an API; as loosely typed as tests that go through all of them need it.
 *
 * @param {Api} api
 * @param {Record<string, unknown>} settings
 * @returns {any}
 */
export function clientOf(api, settings) {
  const Client = /** @type {new (settings: any) => any} */ (CLIENTS[api]);
  return new Client(settings);
}
