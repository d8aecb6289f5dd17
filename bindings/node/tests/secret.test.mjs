// A Secret shows its text to whoever reveals it, and to nobody else.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { format, inspect, isDeepStrictEqual } from 'node:util';
import { MessageChannel } from 'node:worker_threads';
import { serialize } from 'node:v8';
import { Secret } from 'authloom';
import { thrown } from './support/calling.mjs';

const TEXT = 's3cr3t-text';
const secret = new Secret(TEXT);

describe('it shows itself', () => {
  /** @type {Record<string, () => unknown>} */
  const ways = {
    String: () => String(secret),
    'a template string': () => `${secret}`,
    concatenation: () => `a${secret}`.concat(/** @type {any} */ (secret)),
    inspect: () => inspect(secret),
    'inspect of all': () => inspect({ a: [secret] }, { showHidden: true, depth: 9, getters: true }),
    'inspect without custom': () => inspect(secret, { customInspect: false, showHidden: true, depth: 9 }),
    format: () => format('%s %o %O %j', secret, secret, secret, secret),
    JSON: () => JSON.stringify({ a: secret }),
    'Object.entries': () => Object.entries(secret),
    'own keys': () => Reflect.ownKeys(secret),
    'a spread': () => ({ ...secret }),
    'Object.assign': () => Object.assign({}, secret),
    'a list joined': () => [secret].join(),
    toLocaleString: () => secret.toLocaleString(),
    valueOf: () => inspect(secret.valueOf()),
    'a symbol of it': () => Symbol(String(secret)).toString(),
    'an error': () => new Error(`no ${secret}`, { cause: secret }).stack,
    'a URL': () => new URL(`http://x.test/?a=${secret}`).href,
    'a form': () => new URLSearchParams(/** @type {any} */ ({ a: secret })).toString(),
    'an option of Intl': () => new Intl.ListFormat('en').format([`${secret}`]),
  };
  for (const [way, show] of Object.entries(ways)) {
    test(`not by ${way}`, () => {
      const shown = inspect(show(), { depth: 9 });
      assert(!shown.includes('s3cr3t'), shown);
    });
  }

  test('as a secret', () => {
    assert.equal(inspect(secret), 'Secret(***)');
    assert.equal(`${secret}`, 'Secret(***)');
    assert.equal(JSON.stringify({ a: secret }), JSON.stringify({ a: 'Secret(***)' }));
    assert.equal(`${new Secret('')}`, `${secret}`);
  });
});

describe('it goes nowhere', () => {
  /** @type {Record<string, () => unknown>} */
  const ways = {
    structuredClone: () => structuredClone(secret),
    'structuredClone of what holds it': () => structuredClone({ a: [secret] }),
    'v8.serialize': () => serialize(secret).toString('latin1'),
    postMessage: () => {
      const { port1 } = new MessageChannel();
      try {
        return port1.postMessage(secret);
      } finally {
        port1.close();
      }
    },
  };
  for (const [way, go] of Object.entries(ways)) {
    test(`by ${way}`, () => {
      let came;
      try {
        came = go();
      } catch (refused) {
        came = refused;
      }
      const shown = inspect(came, { showHidden: true, depth: 9 });
      assert(!shown.includes('s3cr3t'), shown);
      // What arrives, if anything does, is no secret that could be revealed as another.
      assert(!(came instanceof Secret));
    });
  }
});

test('it reveals its text', () => {
  assert.equal(secret.reveal(), TEXT);
  assert.equal(new Secret('ü😀').reveal(), 'ü😀');
});

test('it is equal to its like, and tells of nothing else', () => {
  assert(secret.equals(new Secret(TEXT)));
  assert(secret.equals(secret));
  assert(!secret.equals(new Secret(`${TEXT}x`)));
  assert(!secret.equals(new Secret('')));
  // Or a string could be tried until one fits.
  assert.equal(/** @type {any} */ (secret).equals(TEXT), false);
  assert.equal(isDeepStrictEqual(secret, TEXT), false);
});

test('its methods are of secrets alone', () => {
  for (const method of ['reveal', 'equals']) {
    const stolen = /** @type {any} */ (Secret.prototype)[method];
    assert(thrown(() => stolen.call({ text: 'x' }, secret)) instanceof TypeError);
  }
  // A proxy around it sees nothing of it.
  assert(thrown(() => new Proxy(secret, {}).reveal()) instanceof TypeError);
});

test('it is made of a string', () => {
  const made = /** @type {any} */ (Secret);
  assert(new made(new Secret('a')).equals(new Secret('a')));
  for (const wrong of [undefined, null, 1, ['a'], {}, Buffer.from('a')]) {
    const error = thrown(() => new made(wrong));
    assert(error instanceof TypeError, inspect(error));
  }
  assert(thrown(() => made('a')) instanceof TypeError);
});
