// The token service's calls and values.

import assert from 'node:assert/strict';
import { IfListed, InAnyOrder, Shape } from './compare.mjs';
import { given } from './given.mjs';

/** @typedef {import('../control.mjs').Json} Json */

/**
 * @param {string} _operation
 * @param {Json} client
 */
export function settings(_operation, client) {
  return given(client, (its) => ({ token: 'lt_5f2a', ...its.options('token') }));
}

/**
 * @param {string} operation
 * @param {Json} call
 */
export function args(operation, call) {
  return given(call, (its) => {
    switch (operation) {
      case 'issue_long_term_token':
        return { given: [proof(its)], options: its.options('client_id', 'scopes', 'ttl_seconds') };
      case 'issue_short_term_token':
        return { given: [], options: its.options('long_token', 'scopes') };
      default:
        return { given: [its.take('token_id')], options: {} };
    }
  });
}

/**
 * The one proof that is given, which must be of the grant's type.
 *
 * @param {import('./given.mjs').Given} call
 */
function proof(call) {
  const assertion = call.mayTake('assertion');
  const assertionType = call.mayTake('assertion_type');
  const asserted = assertion !== undefined || assertionType !== undefined;
  const secrets = [
    { type: 'client_secret', clientSecret: call.mayTake('client_secret') },
    { type: 'otp_code', otpCode: call.mayTake('otp_code') },
    { type: 'short_term_token', shortTermToken: call.mayTake('short_term_token') },
  ].filter((each) => Object.values(each).every((value) => value !== undefined));
  const proofs = asserted
    ? [...secrets, { type: 'assertion', assertion: assertion ?? '', assertionType: assertionType ?? '' }]
    : secrets;
  assert.equal(call.take('grant_type'), asserted ? 'assertion' : 'client_credentials');
  assert(proofs.length < 2, 'more than one proof');
  // Without a proof the client's own secret is meant, and these clients have none.
  return proofs[0] ?? { type: 'client_secret' };
}

/**
 * @param {string} operation
 * @param {any} value
 */
export function shape(operation, value) {
  return operation === 'revoke_token' ? value : issued(value);
}

/** @param {import('authloom').IssuedToken} value */
function issued(value) {
  return new Shape({
    token_type: value.tokenType,
    access_token: value.accessToken.reveal(),
    expires_in: value.expiresIn,
    expires_at: new IfListed(value.expiresAt),
    scopes: new InAnyOrder(value.scopes),
    token_id: value.tokenId,
  });
}
