// No secret is seen in what is refused before anything is sent, nor in what it was given to.

import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Secret } from 'authloom';
import { thrown } from './support/calling.mjs';
import * as canaries from './support/canaries.mjs';
import { ALL, APIS, clientOf, credential, title } from './support/operations.mjs';
import { Seen } from './support/seen.mjs';

let seen = new Seen();
beforeEach(() => {
  seen = new Seen();
});

/** @type {Record<import('./support/operations.mjs').Api, Record<string, unknown>>} */
const SETTINGS = {
  konnect: { token: canaries.get('konnect') },
  fitbit_plus: { token: canaries.get('fitbit_plus'), clientSecret: canaries.get('client_secret') },
  token_service: { token: canaries.get('token_service'), clientSecret: canaries.get('client_secret') },
  tyk: { secret: canaries.get('tyk') },
};

describe('what a client is built from is not shown', () => {
  const proxy = `http://user:${encodeURIComponent(canaries.get('code').reveal())}@p.test:1`;
  /** @type {Record<string, (value: any) => any>} */
  const forms = { 'as strings': (value) => value.reveal?.() ?? value, 'as secrets': (value) => value };
  for (const api of APIS) {
    for (const [how, form] of Object.entries(forms)) {
      test(`${api}, ${how}`, () => {
        const given = Object.entries({ ...SETTINGS[api], proxy: new Secret(proxy) });
        const settings = Object.fromEntries(given.map(([name, value]) => [name, form(value)]));
        const client = clientOf(api, { baseUrl: 'http://127.0.0.1:9', ...settings });
        seen.value('client', client);
        // Whatever can be reached from it, through whichever key.
        for (const part of reachable(client)) seen.value('a part', part);
        seen.check(api);
        client.close();
      });
    }
  }
});

/**
 * What hangs on a value by any key, and on that, and so on.
 *
 * @param {any} value
 * @param {Set<unknown>} [found]
 */
function reachable(value, found = new Set()) {
  const known = found.has(value) || value === Object.prototype || value === Function.prototype;
  if (known || (typeof value !== 'object' && typeof value !== 'function') || value === null) return found;
  found.add(value);
  for (const key of Reflect.ownKeys(value)) {
    const { value: member, get } = Object.getOwnPropertyDescriptor(value, key) ?? {};
    reachable(get ? attempt(() => value[key]) : member, found);
  }
  return reachable(Object.getPrototypeOf(value), found);
}

/** @param {() => unknown} read */
function attempt(read) {
  try {
    return read();
  } catch (refused) {
    return refused;
  }
}

describe('a configuration that is refused is not shown', () => {
  const canary = canaries.get('client_secret');
  const text = canary.reveal();
  const broken = [
    { proxy: new Secret(`http://user:${text}@p.test:port`) },
    { proxy: `gopher://${text}` },
    { proxy: canary },
    { clientCertificate: { chain: 'none', key: canary } },
    { clientCertificate: { chain: text, key: canary } },
    { clientCertificate: { chain: 1, key: text } },
    { caCertificates: text },
    { baseUrl: `https://user:${text}@api.test` },
    { token: [text] },
    { token: { text } },
    { hooks: text },
    { logger: text },
    { region: text },
  ];
  for (const [number, settings] of broken.entries()) {
    test(`${number}: ${Object.keys(settings)}`, () => {
      seen.error(thrown(() => clientOf('konnect', settings)));
      seen.check('a configuration');
    });
  }
});

describe('an argument that is refused is not shown', () => {
  const plain = canaries.get('code').reveal();
  /** @type {Record<string, unknown>} */
  const wrongs = {
    'an object': { toString: () => plain, toJSON: () => plain, [plain]: plain, text: plain },
    'a list': [plain],
    bytes: Buffer.from(plain),
    'a lone surrogate': `${plain}\ud800`,
    'a symbol': Symbol(plain),
    'a function': Object.defineProperty(() => {}, 'name', { value: plain }),
    'an instance': new (class {
      [Symbol.toStringTag] = plain;
    })(),
  };
  for (const [what, wrong] of Object.entries(wrongs)) {
    for (const operation of ALL) {
      test(`${title(operation)}: ${what}`, async () => {
        const { api, name } = operation;
        const secrets = canaries.secrets();
        const client = clientOf(api, { baseUrl: 'http://127.0.0.1:9', ...credential(api, secrets) });
        const given = operation.given(secrets);
        const options = operation.options(secrets);
        const refused = async (/** @type {unknown[]} */ ...all) => {
          const error = await client[name](...all).then(
            () => assert.fail('it is taken'),
            (/** @type {unknown} */ error) => error,
          );
          seen.error(error);
        };
        for (let place = 0; place < given.length; place += 1) await refused(...given.with(place, wrong), options);
        for (const option of [...Object.keys(options), 'timeout', 'maxAttempts', 'token', 'baseUrl', 'signal']) {
          await refused(...given, { ...options, [option]: wrong });
        }
        await refused(...given, { ...options, headers: { X: wrong } });
        await refused(...given, { ...options, headers: [wrong] });
        if (typeof wrong !== 'object') await refused(...given, wrong);
        seen.check(title(operation));
        client.close();
      });
    }
  }
});
