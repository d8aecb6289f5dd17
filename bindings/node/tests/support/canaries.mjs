// Secrets that are easy to find again, in whatever form.

import { inspect } from 'node:util';
import { Secret } from 'authloom';
import { APIS } from './operations.mjs';
import { SECRET_NAMES } from './vectors/calls.mjs';

/**
 * One for the credential of each client, for each argument that takes a secret, for the credential of
 * one call, and for a header of the caller's own.
 *
 * @type {string[]}
 */
export const NAMES = [...APIS, ...SECRET_NAMES, 'callToken', 'customHeader'];

// A header field holds no more than ASCII.
const IN_HEADERS = new Set([
  ...APIS,
  ...['callToken', 'customHeader', 'short_term_token'],
]);

/** @param {number} place */
function ends(place) {
  const number = String(place).padStart(2, '0');
  // Nothing encodes these characters but base64 and who encodes all.
  return [`cnry${number}Qz`, `zQ${number}yrnc`];
}

/**
 * Every byte percent-encoded, also where nobody needs it.
 *
 * @param {string} text
 */
export function percentThroughout(text) {
  return Array.from(Buffer.from(text), (byte) => `%${hex(byte)}`).join('');
}

/** @param {number} byte */
function hex(byte) {
  return byte.toString(16).padStart(2, '0');
}

/**
 * What a string with this in it must hold, in each form. That of base64 depends on where it stands,
 * and at the ends on its neighbours.
 *
 * @param {string} end
 */
function formsOf(end) {
  const found = [end, percentThroughout(end), percentThroughout(end).toUpperCase()];
  // How `util.inspect` shows a buffer, and other ways in which bytes are printed.
  for (const between of [' ', '', ', ']) found.push(Array.from(Buffer.from(end), hex).join(between));
  for (const between of [',', ', ']) found.push(Array.from(Buffer.from(end)).join(between));
  for (let shift = 0; shift < 3; shift += 1) {
    const encoded = Buffer.from('\0'.repeat(shift) + end).toString('base64');
    // What is wholly its own.
    found.push(encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + end.length) * 8) / 6)));
  }
  return found;
}

/**
 * The canary of that name.
 *
 * @param {string} name
 */
export function get(name) {
  const [begin, end] = ends(NAMES.indexOf(name));
  // In the middle, what encoders write otherwise.
  const middle = IN_HEADERS.has(name) ? '+=%&-<->~ ' : '+=%&"<ü>~ ';
  return new Secret(`${begin}${middle}${end}`);
}

/**
 * A canary for every secret.
 *
 * @returns {import('./operations.mjs').Secrets}
 */
export function secrets() {
  const all = [...APIS, ...SECRET_NAMES].map((name) => [name, get(name)]);
  return Object.fromEntries(all);
}

const FORMS = NAMES.map((name, place) => ({ name, forms: ends(place).flatMap(formsOf) }));
// What all have in common: most strings hold none of that.
const COMMON = new RegExp(['cnry', 'yrnc'].flatMap(formsOf).map(escaped).join('|'));

/** @param {string} text */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * The names of those that stand in a string.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function inText(text) {
  if (!COMMON.test(text)) return [];
  return FORMS.filter(({ forms }) => forms.some((form) => text.includes(form))).map(({ name }) => name);
}

/**
 * A string in each form in which it must be found.
 *
 * @param {string} text
 */
export function written(text) {
  return [
    text,
    inspect(text),
    JSON.stringify(text),
    encodeURIComponent(text),
    percentThroughout(text),
    Buffer.from(text).toString('base64'),
    Buffer.from(text).toString('base64url'),
    Buffer.from(`a user:${text}`).toString('base64'),
    Buffer.from(`users:${text} and more`).toString('base64'),
    inspect(Buffer.from(text)),
    `${new Uint8Array(Buffer.from(text))}`,
    Buffer.from(text).toString('hex'),
    JSON.stringify(Buffer.from(text)),
  ];
}
