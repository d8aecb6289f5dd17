// Which operations there are, and of what types: `tests/operations.json`, which is generated.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/**
 * A named value: an argument, or a field of a type.
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {string} type Words, each of which takes what follows it.
 */

/**
 * What a client does.
 *
 * @typedef {object} Operation
 * @property {string} name
 * @property {Field[]} parameters
 * @property {Field[]} options
 * @property {string | null} result
 */

/**
 * One of a union's.
 *
 * @typedef {object} Variant
 * @property {string} name
 * @property {string} tag
 * @property {Field[]} fields
 */

/**
 * A type that operations take or return.
 *
 * @typedef {object} Definition
 * @property {string} name
 * @property {'struct' | 'union' | 'enum'} kind
 * @property {Field[]} [fields]
 * @property {Variant[]} [variants]
 * @property {boolean} [open] Whether other strings may come than those that are known.
 */

/**
 * @typedef {object} Manifest
 * @property {{ module: string, class: string, operations: Operation[] }[]} clients
 * @property {Definition[]} definitions
 */

/** @type {Manifest} */
const MANIFEST = JSON.parse(
  readFileSync(new URL('../../../../tests/operations.json', import.meta.url), 'utf8'),
);

/** The modules of the clients, each with the name of its class. */
export const CLASSES = Object.fromEntries(MANIFEST.clients.map((of) => [of.module, of.class]));

/**
 * The operations of an API.
 *
 * @param {string} api
 * @returns {Operation[]}
 */
export function operations(api) {
  return MANIFEST.clients.find(({ module }) => module === api)?.operations ?? [];
}

/**
 * An operation of an API.
 *
 * @param {string} api
 * @param {string} name
 * @returns {Operation}
 */
export function operation(api, name) {
  const found = operations(api).find((each) => each.name === name);
  assert(found, `${api} has no ${name}`);
  return found;
}

/**
 * The definition that a type names, if it does.
 *
 * @param {string} type
 * @returns {Definition | undefined}
 */
export function definition(type) {
  const [word, name] = parted(type);
  if (!['struct', 'union', 'enum'].includes(word)) return undefined;
  const found = MANIFEST.definitions.find((each) => each.name === name);
  assert(found, `there is no ${type}`);
  return found;
}

/**
 * The first word of a type, and what follows it.
 *
 * @param {string} type
 * @returns {[string, string]}
 */
export function parted(type) {
  const [word = '', ...rest] = type.split(' ');
  return [word, rest.join(' ')];
}
