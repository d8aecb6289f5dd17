// Every vector holds.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { AuthloomError } from 'authloom';
import * as manifest from './support/manifest.mjs';
import { APIS, CLIENTS, clientOf } from './support/operations.mjs';
import { start } from './support/sandbox.mjs';
import { args, read } from './support/vectors/arguments.mjs';
import * as forms from './support/vectors/forms.mjs';
import { FILES, FOLDER, load, OF_REPOSITORY } from './support/vectors/index.mjs';
import * as judge from './support/vectors/judge.mjs';
import { shape } from './support/vectors/values.mjs';
import { camel } from './support/words.mjs';

// What a client has beside its operations.
const NO_OPERATIONS = new Set(['constructor', 'baseUrl', 'close', 'request']);
const VECTORS = load(FOLDER);
// Those that were run, to be compared with those that are there.
/** @type {string[]} */
const run = [];

const { sandbox, stop } = await start('--vectors', FOLDER);
after(stop);

/**
 * What is wrong with what a call comes to.
 *
 * @param {import('./support/vectors/index.mjs').Vector} vector
 */
async function judged(vector) {
  const { api } = vector;
  const operation = manifest.operation(api, vector.operation);
  const ofClient = { ...forms.clientOf(api, operation.name), ...vector.client };
  const settings = Object.fromEntries(Object.entries(ofClient).map(([name, value]) => [camel(name), value]));
  const client = clientOf(api, { baseUrl: sandbox.baseUrl(api), maxAttempts: 1, ...settings });
  const { given, options } = args(operation, read(operation, vector.call));
  let value;
  try {
    value = await client[camel(operation.name)](...given, options);
  } catch (error) {
    assert(error instanceof AuthloomError, error instanceof Error ? error : undefined);
    return judge.raised(vector, error);
  } finally {
    client.close();
  }
  return judge.returned(vector, shape(operation, value));
}

describe('vectors', () => {
  for (const vector of VECTORS) {
    test(`vector ${vector.id} holds`, async () => {
      await sandbox.arm(vector.id);
      const wrong = await judged(vector);
      const verdict = await sandbox.verdict(vector.id);
      run.push(vector.id);
      assert.deepEqual(wrong, []);
      assert(verdict.pass, verdict.problems.join('; '));
    });
  }

  test('each vector of the files was run', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
    const unknown = files.filter((name) => !(name in FILES));
    assert.deepEqual(unknown, [], 'nobody runs these');
    // Found by another way than that by which they are loaded: each begins with its id.
    const text = files.map((name) => readFileSync(join(FOLDER, name), 'utf8')).join('');
    const ids = Array.from(text.matchAll(/\{\s*"id":\s*"([^"]+)",\s*"operation"/g), ([, id]) => id);
    assert(ids.length > 0, `there are none in ${FOLDER}`);
    // With --test-name-pattern only this very name may be asked for with all of them.
    assert.deepEqual(run, ids.sort(inOrderOf(VECTORS.map(({ id }) => id))));
  });
});

/** @param {string[]} order */
function inOrderOf(order) {
  return (/** @type {any} */ one, /** @type {any} */ other) => order.indexOf(one) - order.indexOf(other);
}

test('every operation has vectors of each sort', () => {
  /** @type {Map<string, Set<string>>} */
  const sorts = new Map();
  for (const { api, operation, expect } of load(OF_REPOSITORY)) {
    const refused = expect.error?.kind === 'validation';
    const sort = refused ? 'refused' : expect.error ? 'fails' : 'succeeds';
    const place = `${api}.${operation}`;
    sorts.set(place, (sorts.get(place) ?? new Set()).add(sort));
  }
  for (const api of APIS) {
    const names = Object.getOwnPropertyNames(CLIENTS[api].prototype);
    const methods = names.filter((name) => !NO_OPERATIONS.has(name));
    const operations = manifest.operations(api).map(({ name }) => name);
    assert(operations.length > 2, api);
    // Every operation that the client has is in the manifest, and none but those.
    assert.deepEqual(methods.sort(), operations.map(camel).sort());
    for (const operation of operations) {
      const its = sorts.get(`${api}.${operation}`) ?? new Set();
      assert(its.has('succeeds') && its.has('fails'), `${api} ${operation}: only ${[...its]}`);
      sorts.delete(`${api}.${operation}`);
    }
  }
  // Every operation of a vector is one that a client has.
  assert.deepEqual([...sorts.keys()], []);
});

describe('a vector is refused by what differs', () => {
  /** @type {[expected: any, found: any][]} */
  const differing = [
    [{ n: 1 }, { n: true }],
    [{ n: 1 }, { n: '1' }],
    [{ n: 2 ** 52 + 1 }, { n: 2 ** 52 }],
    [{ n: null }, { n: '' }],
    [{ list: [1, null] }, { list: [null, 1] }],
    [{ list: [1] }, { list: [1, 1] }],
    [{}, { more: 0 }],
  ];
  for (const [expected, found] of differing) {
    test(`vector ${JSON.stringify(expected)} is not ${JSON.stringify(found)}`, () => {
      /** @type {import('./support/vectors/index.mjs').Vector} */
      const vector = { api: 'tyk', id: 'none', operation: 'none', client: {}, call: {}, expect: { ok: expected } };
      assert.notDeepEqual(judge.returned(vector, found), []);
      assert.deepEqual(judge.returned(vector, expected), []);
    });
  }
});
