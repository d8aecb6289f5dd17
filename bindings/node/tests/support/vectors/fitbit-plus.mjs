// Fitbit Plus's calls and values.

import assert from 'node:assert/strict';
import { IfListed, Shape } from './compare.mjs';
import { given } from './given.mjs';

/** @typedef {import('../control.mjs').Json} Json */

/**
 * @param {string} operation
 * @param {Json} client
 */
export function settings(operation, client) {
  const token = operation === 'create_token' ? null : 'at-1';
  return given(client, (its) => ({ token, ...its.options('token') }));
}

/**
 * @param {string} operation
 * @param {Json} call
 */
export function args(operation, call) {
  return given(call, (its) => {
    if (operation !== 'create_token') return { given: [its.take('token_id')], options: {} };
    return { given: [grant(its)], options: its.options('client_id', 'include', 'body_form') };
  });
}

/** @param {import('./given.mjs').Given} call */
function grant(call) {
  const clientSecret = call.mayTake('client_secret');
  const refreshToken = call.mayTake('refresh_token');
  const type = call.take('grant_type');
  if (type === 'client_credentials') return { type, clientSecret, refreshToken };
  assert.equal(type, 'refresh_token');
  return { type, refreshToken: refreshToken ?? '', clientSecret };
}

/**
 * @param {string} operation
 * @param {any} value
 */
export function shape(operation, value) {
  if (operation === 'fetch_token_groups') return value.map(group);
  return operation === 'fetch_token_organization' ? organization(value) : token(value);
}

/** @param {import('authloom').Token} value */
function token(value) {
  return new Shape({
    id: value.id,
    access_token: value.accessToken.reveal(),
    refresh_token: value.refreshToken?.reveal(),
    token_type: value.tokenType,
    expires_in: value.expiresIn,
    expires_at: new IfListed(value.expiresAt),
    groups: value.groups.map(group),
    organization: value.organization && organization(value.organization),
    ignored: value.ignored,
    request_id: value.requestId,
  });
}

/** @param {import('authloom').Group} group */
function group({ id, name, bio }) {
  return new Shape({ id, name, bio });
}

/** @param {import('authloom').Organization} organization */
function organization({ id, name }) {
  return new Shape({ id, name });
}
