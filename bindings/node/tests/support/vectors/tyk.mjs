// Tyk's calls and values.

import assert from 'node:assert/strict';
import { NotReturned, Shape } from './compare.mjs';
import { given } from './given.mjs';

/** @typedef {import('../control.mjs').Json} Json */

const OF_CLIENT = ['redirect_uri', 'policy_id', 'meta_data', 'description'];

/**
 * The required and the optional arguments of each operation but those that take an object.
 *
 * @type {Record<string, [string[], string[]]>}
 */
const ARGUMENTS = {
  authorize_client: [
    ['response_type', 'client_id'],
    ['redirect_uri', 'key_rules', 'state', 'prefix'],
  ],
  get_oauth_client: [['api_id', 'client_id'], []],
  list_oauth_clients: [['api_id'], []],
  delete_oauth_client: [['api_id', 'client_id'], []],
  list_oauth_client_tokens: [['api_id', 'client_id'], []],
  list_oauth_client_tokens_page: [['api_id', 'client_id', 'page'], []],
  invalidate_oauth_refresh: [['api_id', 'refresh_token'], []],
  revoke_token: [['token', 'client_id'], ['token_type_hint', 'org_id']],
  revoke_all_tokens: [['client_id', 'client_secret'], ['org_id']],
  rotate_oauth_client_secret: [['api_id', 'client_id'], []],
  list_apis_for_oauth_client: [['client_id'], ['org_id']],
  purge_lapsed_tokens: [[], []],
};

/**
 * @param {string} _operation
 * @param {Json} client
 */
export function settings(_operation, client) {
  return given(client, (its) => ({ secret: 'key-1', ...its.options('secret') }));
}

/**
 * @param {string} operation
 * @param {Json} call
 */
export function args(operation, call) {
  return given(call, (its) => {
    if (operation === 'update_oauth_client') return updating(its);
    if (operation === 'create_oauth_client') {
      return { given: [its.options('client_id', 'api_id', 'secret', ...OF_CLIENT)], options: {} };
    }
    const known = ARGUMENTS[operation];
    assert(known, `there is no ${operation}`);
    const [required, optional] = known;
    return { given: required.map((name) => its.take(name)), options: its.options(...optional) };
  });
}

/**
 * Its vectors are written in two ways.
 *
 * @param {import('./given.mjs').Given} its
 */
function updating(its) {
  const apiId = its.take('api_id');
  const options = its.options('client_id');
  const beside = its.options(...OF_CLIENT);
  const body = its.mayTake('body');
  if (body === undefined) return { given: [apiId, beside], options };
  assert.deepEqual(beside, {}, '`body` is for an update without more');
  const update = given(body, (whole) => whole.options('client_id', ...OF_CLIENT));
  return { given: [apiId, update], options };
}

/**
 * @param {string} operation
 * @param {any} value
 * @returns {unknown}
 */
export function shape(operation, value) {
  switch (operation) {
    case 'revoke_token':
    case 'revoke_all_tokens':
    case 'purge_lapsed_tokens':
      assert.equal(value, undefined);
      return new NotReturned();
    case 'authorize_client':
      return authorization(value);
    case 'delete_oauth_client':
    case 'invalidate_oauth_refresh':
      return keyStatus(value);
    case 'list_oauth_client_tokens':
      return value.map(listed);
    case 'list_oauth_client_tokens_page':
      return page(value);
    case 'list_apis_for_oauth_client':
      return value;
    default:
      return Array.isArray(value) ? value.map(client) : client(value);
  }
}

/** @param {import('authloom').OAuthClient} value */
function client(value) {
  return new Shape({
    client_id: value.clientId,
    secret: value.secret.reveal(),
    redirect_uri: value.redirectUri,
    api_id: value.apiId,
    policy_id: value.policyId,
    meta_data: value.metaData,
    description: value.description,
  });
}

/** @param {import('authloom').KeyStatus} value */
function keyStatus({ key, status, action }) {
  return new Shape({ key: key.reveal(), status, action });
}

/** @param {import('authloom').ListedToken} value */
function listed({ code, expires }) {
  return new Shape({ code: code.reveal(), expires });
}

/** @param {import('authloom').TokenPage} value */
function page({ tokens, pageNum, pageTotal, pageSize }) {
  return new Shape({
    tokens: tokens.map(listed),
    page_num: pageNum,
    page_total: pageTotal,
    page_size: pageSize,
  });
}

/** @param {import('authloom').Authorization} value */
function authorization(value) {
  const isCode = value.type === 'code';
  return new Shape({
    code: isCode ? value.code.reveal() : null,
    access_token: isCode ? null : value.accessToken.reveal(),
    token_type: isCode ? null : value.tokenType,
    expires_in: isCode ? null : value.expiresIn,
    redirect_to: value.redirectTo.reveal(),
    state: value.state,
  });
}
