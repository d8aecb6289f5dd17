// Where vectors write an argument or a value in another form than its type: `tests/forms.json`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** @typedef {import('../control.mjs').Json} Json */

/**
 * How vectors write the values of a type.
 *
 * @typedef {object} Form
 * @property {string} [member] The member in which the whole stands, in place of the parameter's name.
 * @property {Json} constant Members that are no fields, and have this value.
 * @property {string} tag The member that tells a union's variants apart.
 * @property {Record<string, string[]>} tags What stands there, if that may be any of several variants.
 * @property {boolean} untagged Whether no member tells them apart.
 * @property {string} [content] The member in which a variant's fields stand, if not beside the tag.
 * @property {boolean} beside Whether the union stands among the members of what holds it.
 * @property {string[]} if_listed Fields that are compared only where they are listed.
 * @property {string[]} any_order Lists whose order does not count.
 */

/** @type {Form} */
const USUAL = {
  constant: {},
  tag: 'type',
  tags: {},
  untagged: false,
  beside: false,
  if_listed: [],
  any_order: [],
};

/** @type {Record<string, { client: Json, client_of?: Record<string, Json>, default_data?: Record<string, Json>, forms: Record<string, Partial<Form>> }>} */
const APIS = JSON.parse(readFileSync(new URL('../../../../../tests/forms.json', import.meta.url), 'utf8'));

/**
 * How values of a type are written; of a union's variant, if it is `Union.Variant`.
 *
 * @param {string} name
 * @returns {Form}
 */
export function form(name) {
  const found = Object.values(APIS).find(({ forms }) => name in forms);
  return { ...USUAL, ...found?.forms[name] };
}

/**
 * Arguments that replace those of vectors where the sandbox's default data has others.
 *
 * @param {string} api
 * @param {string} operation
 * @returns {Json}
 */
export function defaultData(api, operation) {
  return APIS[api]?.default_data?.[operation] ?? {};
}

/**
 * What the client of a vector is built from, unless the vector says otherwise.
 *
 * @param {string} api
 * @param {string} operation
 * @returns {Json}
 */
export function clientOf(api, operation) {
  const its = APIS[api];
  assert(its, `${api} has no forms`);
  return its.client_of?.[operation] ?? its.client;
}
