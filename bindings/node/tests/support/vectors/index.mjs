// The wire vectors of `tests/vectors`, or of the folder that AUTHLOOM_VECTORS names.
//
// What an operation takes and returns, the manifest says: `arguments.mjs` turns a call's JSON into
// arguments, `values.mjs` what comes of it into the shape in which vectors write it, but for what
// `forms.mjs` says. `judge.mjs` compares that with what is expected. The sandbox judges the bytes.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLASSES } from '../manifest.mjs';

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
 * The files that a folder may hold; each is of one API.
 *
 * @type {Record<string, import('../operations.mjs').Api>}
 */
export const FILES = Object.fromEntries(
  Object.keys(CLASSES).map((api) => [
    `${api.replaceAll('_', '-')}.json`,
    /** @type {import('../operations.mjs').Api} */ (api),
  ]),
);

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
