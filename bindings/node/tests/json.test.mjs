// JSON that goes out: whatever JSON has a word for, and nothing else.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { Secret, Tyk, ValidationError } from 'authloom';
import { rejection } from './support/calling.mjs';
import { sandboxOfFile } from './support/sandbox.mjs';

const sandbox = await sandboxOfFile();

/**
 * So many lists, one in another.
 *
 * @param {number} levels
 */
function nested(levels) {
  /** @type {unknown} */
  let value = null;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('JSON that goes out', () => {
  /** @param {unknown} metaData */
  async function send(metaData) {
    const tyk = new Tyk({ baseUrl: sandbox.baseUrl('tyk'), secret: 'key-1' });
    try {
      const given = { apiId: 'oauth-api', redirectUri: 'https://new.test/cb', metaData };
      await tyk.createOauthClient(/** @type {any} */ (given));
    } finally {
      tyk.close();
    }
    return (await sandbox.log()).at(-1)?.body.meta_data;
  }

  /** @type {any[]} */
  const endless = [];
  endless.push({ again: endless });
  const broken = [NaN, [Infinity], { a: -Infinity }, '\ud800', { '\ud800': 1 }, nested(129), nested(100_000), endless];
  for (const value of broken) {
    test(`what JSON has no word for is refused: ${inspect(value, { depth: 2 })}`, async () => {
      const error = await rejection(send(value));
      assert(error instanceof ValidationError || error instanceof TypeError, inspect(error));
      assert.match(error.message, /`(newOauthClient\.)?metaData/);
      assert.deepEqual(await sandbox.log(), []);
    });
  }

  for (const value of [1n, Symbol('x'), () => {}, [Symbol('x')], { a: 1n }, new Map([[1, 2]]), [new Set()], new Secret('s'), { a: [new Secret('s')] }]) {
    test(`what is no JSON is a TypeError: ${inspect(value)}`, async () => {
      const error = await rejection(send(value));
      assert(error instanceof TypeError, inspect(error));
      assert.match(error.message, /`newOauthClient\.metaData/);
      assert.deepEqual(await sandbox.log(), []);
    });
  }

  test('everything else arrives', async () => {
    const value = {
      none: null,
      truths: [true, false],
      ints: [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
      floats: [0.1, -2.5, 1e22],
      strings: ['', 'ü😀\u2028', '"\\\n\0'],
      deep: nested(50),
      '': {},
      constructor: 'c',
    };
    assert.deepEqual(await send(value), value);
    // As `JSON.stringify` has it.
    assert.deepEqual(await send({ a: undefined, b: 1, at: new Date(0) }), { b: 1, at: '1970-01-01T00:00:00.000Z' });
    const own = JSON.parse('{"__proto__": {"polluted": 1}}');
    assert.deepEqual(Object.entries(await send(own)), [['__proto__', { polluted: 1 }]]);
  });
});
