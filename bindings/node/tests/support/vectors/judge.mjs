// What a call came to, against what its vector expects.

import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { camel } from '../words.mjs';
import { differences, isObject, membersOf, same } from './compare.mjs';

/** @typedef {import('./index.mjs').Vector} Vector */

/** Members that the body has in the server's own words. */
const OF_BODY = ['title', 'detail', 'invalid_parameters', 'errors', 'details'];
/** @type {Record<string, string>} */
const OF_ERROR = {
  ...Object.fromEntries(
    ['kind', 'status', 'code', 'codes', 'request_id', 'field', 'attempts', 'outcome', 'retryable', 'resolve_with'].map(
      (name) => [name, camel(name)],
    ),
  ),
  // What is printed is `message` in JavaScript.
  message: 'reason',
};

/** Members with names of arguments and operations, which are Node's own. */
const OF_NODE = ['field', 'resolve_with'];

/**
 * What is wrong with a value.
 *
 * @param {Vector} vector
 * @param {unknown} found
 * @returns {string[]}
 */
export function returned({ expect }, found) {
  if (!('ok' in expect) || Object.keys(expect).length > 1) {
    return [`expected ${inspect(expect)}, got ${inspect(found)}`];
  }
  return differences(expect.ok, found);
}

/**
 * What is wrong with an error.
 *
 * @param {Vector} vector
 * @param {import('authloom').AuthloomError} error
 * @returns {string[]}
 */
export function raised({ expect }, error) {
  if (!isObject(expect.error)) return [`expected ${inspect(expect)}, got ${error}`];
  const wrong = Object.entries(expect.error).flatMap(([name, wanted]) => member(error, name, wanted));
  const named = classOf(expect.error.kind);
  if (error.constructor.name !== named || error.name !== named) wrong.push(`it is a ${error.name}`);
  return wrong.length > 0 ? [...wrong, inspect(error)] : [];
}

/**
 * The name of the class of a kind.
 *
 * @param {string} kind
 */
export function classOf(kind) {
  if (kind === 'oauth_error') return 'OAuthError';
  const name = camel(`_${kind}`);
  return name.endsWith('Error') ? name : `${name}Error`;
}

/**
 * @param {import('authloom').AuthloomError} error
 * @param {string} name
 * @param {unknown} wanted
 * @returns {string[]}
 */
function member(error, name, wanted) {
  const found = read(error, name);
  if (same(OF_NODE.includes(name) && typeof wanted === 'string' ? camel(wanted) : wanted, found)) return [];
  // Without one of the server's the message is in our words.
  if (name === 'message' && wanted === null && !holds(membersOf(error.body), found)) return [];
  return [`${name}: expected ${inspect(wanted)}, got ${inspect(found)}`];
}

/**
 * @param {any} error
 * @param {string} name
 */
function read(error, name) {
  if (name === 'retry_after') return error.retryAfter === undefined ? undefined : error.retryAfter / 1000;
  if (OF_BODY.includes(name)) return membersOf(error.body)[name];
  const place = OF_ERROR[name];
  assert(place, `\`${name}\` is no member of an error`);
  return error[place];
}

/**
 * @param {any} value
 * @param {unknown} text
 * @returns {boolean}
 */
function holds(value, text) {
  if (isObject(value)) return Object.entries(value).flat().some((each) => holds(each, text));
  if (Array.isArray(value)) return value.some((item) => holds(item, text));
  return value === text;
}
