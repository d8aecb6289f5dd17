// The wire vectors of `tests/vectors`, or of the folder that AUTHLOOM_VECTORS names.
//
// A module for each API turns a call's JSON into arguments, and what comes of it into the shape in
// which vectors write it; `judge.mjs` compares that with what is expected. The sandbox judges the
// bytes.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fitbitPlus from './fitbit-plus.mjs';
import * as konnect from './konnect.mjs';
import * as tokenService from './token-service.mjs';
import * as tyk from './tyk.mjs';

/** @typedef {import('../control.mjs').Json} Json */

/**
 * One call, and what must come of it.
 *
 * @typedef {object} Vector
 * @property {import('../operations.mjs').Api} api
 * @property {string} id
 * @property {string} operation
 * @property {Json} client
 * @property {Json} call
 * @property {Json} expect
 */

/**
 * What the calls of an API need.
 *
 * @typedef {object} Calls
 * @property {(operation: string, client: Json) => Json} settings What the client is built from.
 * @property {(operation: string, call: Json) => import('./given.mjs').Arguments} args
 * @property {(operation: string, value: any) => unknown} shape What the call returned, as vectors write it.
 */

/** @type {Record<import('../operations.mjs').Api, Calls>} */
export const CALLS = { konnect, fitbit_plus: fitbitPlus, token_service: tokenService, tyk };

/**
 * The files that a folder may hold; each is of one API.
 *
 * @type {Record<string, import('../operations.mjs').Api>}
 */
export const FILES = {
  'konnect.json': 'konnect',
  'fitbit-plus.json': 'fitbit_plus',
  'token-service.json': 'token_service',
  'tyk.json': 'tyk',
};

/** The folder of this repository's vectors. */
export const OF_REPOSITORY = fileURLToPath(new URL('../../../../../tests/vectors', import.meta.url));

/** The folder of those that are run. */
export const FOLDER = resolve(process.env.AUTHLOOM_VECTORS || OF_REPOSITORY);

/**
 * All vectors of a folder.
 *
 * @param {string} folder
 * @returns {Vector[]}
 */
export function load(folder) {
  return Object.entries(FILES).flatMap(([name, api]) => {
    const file = join(folder, name);
    if (!existsSync(file)) return [];
    /** @type {Json[]} */
    const vectors = JSON.parse(readFileSync(file, 'utf8'));
    return vectors.map(({ id, operation, client, call, expect }) => {
      return { api, id, operation, client: client ?? {}, call, expect };
    });
  });
}
