// No secret is seen: not in errors, logs, events, warnings or values, also when the server sends it
// back. Each test gathers whatever can be seen in a `Seen`, and looks there for canaries.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { AuthloomError, Secret } from 'authloom';
import * as answers from './support/answers.mjs';
import * as canaries from './support/canaries.mjs';
import { ALL, clientOf, credential, SECRETS, title } from './support/operations.mjs';
import { started } from './support/program.mjs';
import { serving } from './support/raw.mjs';
import { sandboxOfFile } from './support/sandbox.mjs';
import { listenForWarnings, Seen } from './support/seen.mjs';

/** @typedef {import('./support/operations.mjs').Operation} Operation */

const sandbox = await sandboxOfFile();
const server = await serving();

let seen = new Seen();
let stopListening = () => {};
beforeEach(() => {
  seen = new Seen();
  stopListening = listenForWarnings(seen);
});
afterEach(() => stopListening());

/**
 * What an operation returns; undefined where it fails, which is taken in.
 *
 * @param {Operation} operation
 * @param {string} baseUrl
 * @param {import('./support/operations.mjs').Secrets} secrets
 * @param {boolean} [withToken]
 */
async function call({ api, name, given, options }, baseUrl, secrets, withToken = false) {
  const watched = { hooks: [seen.event], logger: seen.logger };
  const client = clientOf(api, { baseUrl, maxAttempts: 1, ...watched, ...credential(api, secrets) });
  const headers = { 'X-Partner-Key': canaries.get('customHeader').reveal() };
  const token = withToken ? { token: canaries.get('callToken') } : {};
  try {
    const promise = client[name](...given(secrets), { ...options(secrets), headers, ...token });
    seen.value('client', client);
    seen.value('promise', promise);
    return await promise;
  } catch (error) {
    assert(error instanceof AuthloomError, error instanceof Error ? error : undefined);
    seen.error(error);
    return undefined;
  } finally {
    client.close();
  }
}

/**
 * How a server may write down what it was sent.
 *
 * @type {Record<string, (text: string) => string>}
 */
const ENCODINGS = {
  'as it is': (text) => text,
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 for URLs': (text) => Buffer.from(text).toString('base64url'),
  'as a form': (text) => new URLSearchParams([['', text]]).toString().slice(1),
  'percent-encoded throughout': canaries.percentThroughout,
  'escaped as in JSON': (text) => JSON.stringify(text).slice(1, -1),
};
/** @type {[number, string][]} */
const ECHOES = [
  [200, 'quoted'],
  [307, 'text'],
  [400, 'errors'],
  [401, 'torn'],
  [500, 'page'],
];

describe('what a server sends back is not shown', () => {
  for (const [place, [encoding, encode]] of Object.entries(ENCODINGS).entries()) {
    const withToken = place % 2 === 1;
    test(encoding, async () => {
      server.requests.length = 0;
      for (const [status, shape] of ECHOES) {
        // It is the same wherever it stands, and slow to look through.
        if (encode === canaries.percentThroughout && shape !== 'page') continue;
        server.answer = (request) => answers.echoing(status, shape, encode(request));
        for (const operation of ALL) {
          await call(operation, server.url, canaries.secrets(), withToken);
          seen.check(`${title(operation)}, ${status}, ${shape}`);
        }
      }
      // Each was sent, so that each could come back.
      const sent = new Set(canaries.inText(server.requests.join('')));
      const unused = withToken ? ['konnect', 'fitbit_plus', 'token_service', 'tyk'] : ['callToken'];
      assert.deepEqual(sent, new Set(canaries.NAMES.filter((name) => !unused.includes(name))));
    });
  }
});

// All of a request, as the sandbox fills it in.
const ALL_OF_IT = '{target} {headers} {body}';
const kept = ['WWW-Authenticate', 'X-Request-Id', 'Content-Type', 'Location'];
const headers = Object.fromEntries(kept.map((name) => [name, ALL_OF_IT]));
const FAULTS = [
  { kind: 'echo', status: 400 },
  ...[200, 302, 403, 503].map((status) => {
    return { kind: 'echo', status, reason: ALL_OF_IT, body: ALL_OF_IT, headers };
  }),
  { kind: 'redirect', status: 308 },
  { kind: 'reset', at: 'before' },
  { kind: 'close', at: 'head' },
  { kind: 'malformed', part: 'header' },
];

describe('what the sandbox sends back is not shown', () => {
  for (const fault of FAULTS) {
    test(JSON.stringify(fault).slice(0, 40), async () => {
      await sandbox.faults({ fault });
      for (const [number, operation] of ALL.entries()) {
        await call(operation, sandbox.baseUrl(operation.api), canaries.secrets(), number % 2 === 1);
        seen.check(title(operation));
      }
      assert.equal((await sandbox.log()).length, ALL.length);
    });
  }
});

describe('what is no HTTP at all is not shown', () => {
  for (const begin of ['', 'HTTP/1.1 200 OK\r\n']) {
    test(JSON.stringify(begin), async () => {
      server.answer = (request) => begin + request;
      for (const operation of ALL) {
        assert.equal(await call(operation, server.url, canaries.secrets()), undefined);
        seen.check(title(operation));
      }
    });
  }
});

describe('a new secret in a response that does not decode is not shown', () => {
  /** @type {[string[], string[]][]} */
  const cases = [
    [[], answers.UNDECODABLE],
    [['Content-Encoding: gzip'], answers.UNDECODABLE.slice(3, 5)],
  ];
  for (const [more, bodies] of cases) {
    for (const body of bodies) {
      test(`${more} ${body}`, async () => {
        const fields = ['Content-Type: application/json', ...more];
        const filled = body.replaceAll('NEW', canaries.get('callToken').reveal());
        server.answer = () => answers.plain(200, 'OK', fields, filled);
        for (const operation of ALL) {
          // Those to which a success is one, whatever the body says, return nothing.
          assert.equal(await call(operation, server.url, SECRETS), undefined);
          seen.check(title(operation));
        }
      });
    }
  }
});

/**
 * The secrets of a value, however deep.
 *
 * @param {unknown} value
 * @returns {Secret[]}
 */
function secretsIn(value) {
  if (value instanceof Secret) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}

test('what a call returns does not show its secrets', async () => {
  let count = 0;
  for (const operation of ALL) {
    await sandbox.reset();
    seen.strings = [];
    const { api, name } = operation;
    const watched = { hooks: [seen.event], logger: seen.logger };
    const client = clientOf(api, { baseUrl: sandbox.baseUrl(api), ...watched, ...credential(api) });
    const value = await client[name](...operation.given(SECRETS), operation.options(SECRETS));
    client.close();
    seen.value('value', value);
    seen.value('many values', [value, new Map([[value, new Set([value])]])]);
    for (const text of secretsIn(value).map((secret) => secret.reveal())) {
      // Those of the default data are too short to be told apart from other text.
      if (text.length < 10) continue;
      count += 1;
      assert(!seen.holds(text), `${title(operation)}: ${text}`);
      seen.text('control', text);
      assert(seen.holds(text));
    }
  }
  assert(count >= 10, `only ${count}`);
});

test('a credential that cannot be sent is not shown', async () => {
  const broken = new Secret(`${canaries.get('client_secret').reveal()}\n`);
  const secrets = { ...SECRETS, konnect: broken, tyk: broken };
  // Every call of these shows it.
  for (const operation of ALL.filter(({ api }) => api === 'konnect' || api === 'tyk')) {
    assert.equal(await call(operation, sandbox.baseUrl(operation.api), secrets), undefined);
    seen.check(title(operation));
  }
  assert.deepEqual(await sandbox.log(), []);
});

test('an error that nobody handles shows no secret', async () => {
  server.answer = (request) => answers.echoing(400, 'errors', request);
  const { code, out, err } = await started('unhandled.mjs', [server.url]).end();
  assert.equal(code, 1);
  // It is reported, with what the server sent back but for the secret.
  assert.match(err, /BadRequestError: Konnect getAuthConfig: /);
  assert.match(err, /unhandled\.mjs/);
  seen.text('standard error', err);
  seen.text('standard output', out);
  seen.check('an unhandled rejection');
});
