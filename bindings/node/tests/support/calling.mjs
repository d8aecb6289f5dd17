// Calls of the sandbox, and what they reject with.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { AuthloomError } from 'authloom';
import { clientOf, credential, SECRETS } from './operations.mjs';

/**
 * What a call rejects with, which is one of the library's errors.
 *
 * @param {Promise<unknown>} call
 * @returns {Promise<AuthloomError>}
 */
export async function fails(call) {
  const error = await rejection(call);
  assert(error instanceof AuthloomError, error instanceof Error ? error : String(error));
  return error;
}

/**
 * What a promise rejects with.
 *
 * @param {Promise<unknown>} promise
 * @returns {Promise<any>}
 */
export function rejection(promise) {
  return promise.then(
    (value) => assert.fail(`it succeeded, with ${value}`),
    (error) => error,
  );
}

/**
 * What a function throws.
 *
 * @param {() => unknown} made
 * @returns {any}
 */
export function thrown(made) {
  try {
    made();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

/**
 * Calls an operation of the sandbox; `options` come over those that the operation has.
 *
 * @param {import('./operations.mjs').Operation} operation
 * @param {import('./sandbox.mjs').Sandbox} sandbox
 * @param {Record<string, unknown>} [options]
 * @returns {Promise<any>}
 */
export function call(operation, sandbox, options = {}) {
  const all = { ...operation.options(SECRETS), ...options };
  return called(operation, sandbox, operation.given(SECRETS), all);
}

/**
 * Calls an operation of the sandbox with these arguments, and closes the client.
 *
 * @param {import('./operations.mjs').Operation} operation
 * @param {import('./sandbox.mjs').Sandbox} sandbox
 * @param {unknown[]} given
 * @param {unknown} options
 * @returns {Promise<any>}
 */
export async function called({ api, name }, sandbox, given, options) {
  const client = clientOf(api, { baseUrl: sandbox.baseUrl(api), ...credential(api) });
  try {
    return await client[name](...given, options);
  } finally {
    client.close();
  }
}

/**
 * How the sandbox's log shows a secret.
 *
 * @param {string} secret
 */
export function redacted(secret) {
  return `redacted:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;
}
