// Errors: a class for each kind, with every field, as calls reject with them.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import * as authloom from 'authloom';
import { ApiError, AuthloomError, FitbitPlus, Konnect, Tyk } from 'authloom';
import { call, fails, rejection } from './support/calling.mjs';
import { BUSY, HANG, status } from './support/control.mjs';
import { named } from './support/operations.mjs';
import { linux } from './support/process.mjs';
import { program } from './support/program.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';
import { classOf } from './support/vectors/judge.mjs';

const sandbox = await sandboxOfFile();

/**
 * The class of each kind, and whether a server answered.
 *
 * @type {Record<string, [string, boolean]>}
 */
const KINDS = {
  bad_request: ['BadRequestError', true],
  unauthorized: ['UnauthorizedError', true],
  forbidden: ['ForbiddenError', true],
  not_found: ['NotFoundError', true],
  method_not_allowed: ['MethodNotAllowedError', true],
  conflict: ['ConflictError', true],
  unprocessable: ['UnprocessableError', true],
  rate_limited: ['RateLimitedError', true],
  server_error: ['ServerError', true],
  oauth_error: ['OAuthError', true],
  decode: ['DecodeError', true],
  transport: ['TransportError', false],
  validation: ['ValidationError', false],
  timeout: ['TimeoutError', false],
  config: ['ConfigError', false],
  credential: ['CredentialError', false],
  store: ['StoreError', false],
  closed: ['ClosedError', false],
  internal: ['InternalError', false],
};

/**
 * Reads an auth config with a client of its own.
 *
 * @param {string} [instance]
 * @param {import('authloom').CallOptions} [options]
 */
async function get(instance = GITHUB_MAIN, options = {}) {
  const konnect = new Konnect(sandbox.konnect);
  try {
    return await konnect.getAuthConfig(instance, options);
  } finally {
    konnect.close();
  }
}

describe('classes', () => {
  test('every kind has one, and every one a kind', () => {
    const exported = Object.values(authloom).filter(
      (one) => typeof one === 'function' && one.prototype instanceof Error,
    );
    const names = exported.map(({ name }) => name).sort();
    const expected = [...Object.values(KINDS).map(([name]) => name), 'AuthloomError', 'ApiError'];
    assert.deepEqual(names, expected.sort());
    for (const [kind, [name]] of Object.entries(KINDS)) assert.equal(classOf(kind), name);
  });

  for (const [kind, [name, answered]] of Object.entries(KINDS)) {
    test(`${name} has its kind and its bases`, () => {
      const Class = /** @type {any} */ (authloom)[name];
      assert.equal(Class.name, name);
      assert(Class.prototype instanceof AuthloomError);
      assert(Class.prototype instanceof Error);
      assert.equal(Class.prototype instanceof ApiError, answered);
      for (const [other] of Object.values(KINDS)) {
        const Other = /** @type {any} */ (authloom)[other];
        assert.equal(Class.prototype instanceof Other, false);
      }
      assert.equal(kind in KINDS, true);
    });
  }
});

describe('a status has its class', () => {
  /** @type {[number, string][]} */
  const statuses = [
    [307, 'decode'],
    [400, 'bad_request'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [405, 'method_not_allowed'],
    [409, 'conflict'],
    [410, 'bad_request'],
    [418, 'bad_request'],
    [422, 'unprocessable'],
    [429, 'rate_limited'],
    [500, 'server_error'],
    [503, 'server_error'],
    [599, 'server_error'],
  ];
  for (const [code, kind] of statuses) {
    test(`${code} is ${kind}`, async () => {
      await sandbox.faults(status(code));
      const error = await fails(get(GITHUB_MAIN, { maxAttempts: 1 }));
      const name = classOf(kind);
      assert.equal(error.constructor, /** @type {any} */ (authloom)[name]);
      assert(error instanceof ApiError);
      assert.deepEqual(
        [error.name, error.kind, error.status, error.attempts, error.client, error.operation],
        [name, kind, code, 1, 'Konnect', 'getAuthConfig'],
      );
      assert(error.message.includes(String(code)), error.message);
      assert.equal(String(error), `${name}: ${error.message}`);
    });
  }

  test('an OAuth error has the code of the server', async () => {
    const tyk = new Tyk({ baseUrl: sandbox.baseUrl('tyk'), secret: 'key-1' });
    const options = { redirectUri: 'https://elsewhere.test', prefix: '/oauth-api' };
    const error = await fails(tyk.authorizeClient('code', 'shop', options));
    assert(error instanceof authloom.OAuthError);
    assert(error.code);
    assert.equal(error.outcome, 'rejected');
    tyk.close();
  });
});

describe('fields', () => {
  test('every one that a server fills is read', async () => {
    const parameters = [
      { field: 'name', rule: 'min_length', minimum: 3, reason: 'short' },
      { field: 'kind', rule: 'enum', choices: ['a', 1], source: 'body' },
      { field: 'other', reason: 'bad' },
    ];
    const body = {
      status: 400,
      title: 'Invalid',
      instance: 'kong:trace:42',
      detail: 'Two things are wrong.',
      invalid_parameters: parameters,
    };
    const headers = { 'X-Request-Id': 'r-1', 'X-Other': 'not kept', 'RateLimit-Limit': '9', 'Retry-After': '7' };
    await sandbox.faults(status(400, { body, headers }));
    const error = await fails(get());
    assert(error instanceof authloom.BadRequestError);
    assert.equal(error.reason, 'Two things are wrong.');
    assert.equal(error.requestId, 'kong:trace:42');
    assert.equal(error.retryAfter, 7000);
    assert.equal(error.headers['x-request-id'], 'r-1');
    assert.equal(error.headers['ratelimit-limit'], '9');
    assert(!('x-other' in error.headers));
    assert.equal(error.outcome, 'rejected');
    assert(error.body?.includes('Two things are wrong.'));
    assert.deepEqual(plainly(error.problems), [
      { field: 'name', reason: 'short', rule: 'min_length', constraint: { type: 'minimum', minimum: 3 } },
      { field: 'kind', rule: 'enum', source: 'body', constraint: { type: 'choice', choices: ['a', 1] } },
      { field: 'other', reason: 'bad', constraint: { type: 'none' } },
    ]);
    const parts = ['Konnect getAuthConfig: ', '400 Bad Request', 'Two things are wrong', 'name short', 'Quote kong:trace:42'];
    for (const part of parts) assert(error.message.includes(part), error.message);
  });

  test('what an error has not is absent', async () => {
    const error = await fails(get(''));
    assert(error instanceof authloom.ValidationError);
    for (const name of ['status', 'code', 'requestId', 'retryAfter', 'resolveWith', 'body']) {
      assert.equal(name in error, false, name);
    }
    assert.deepEqual([error.codes, plainly(error.headers), error.problems], [[], {}, []]);
    assert.deepEqual([error.attempts, error.retryable, error.outcome], [0, false, 'not_sent']);
  });

  test('codes of several errors are a list', async () => {
    const errors = [{ code: 'a', detail: 'd' }, { code: 'b' }];
    await sandbox.faults(status(403, { body: { errors } }));
    const fitbitPlus = new FitbitPlus({ baseUrl: sandbox.baseUrl('fitbit_plus'), token: 'at-1' });
    const error = await fails(fitbitPlus.fetchTokenGroups('t'));
    assert.deepEqual([error.code, error.codes, error.reason], ['a', ['a', 'b'], 'd']);
    fitbitPlus.close();
  });

  test('attempts are counted and waits told', async () => {
    await sandbox.faults({ fault: BUSY });
    const error = await fails(get(GITHUB_MAIN, { maxAttempts: 3 }));
    assert(error instanceof authloom.ServerError);
    assert.equal(error.attempts, 3);
    assert.equal((await sandbox.log()).length, 3);
    assert.equal(error.retryAfter, 1);
    assert.equal(error.retryable, true);
    assert(error.message.includes('after 3 attempts'));
  });

  test('an unknown outcome says how to find out', async () => {
    await sandbox.faults({ fault: { kind: 'reset', at: 'head' } });
    const error = await fails(call(named('konnect.upsertAuthConfig'), sandbox, { maxAttempts: 1 }));
    assert(error instanceof authloom.TransportError);
    assert.deepEqual([error.outcome, error.resolveWith], ['unknown', 'getAuthConfig']);
    assert.equal('status' in error, false);
    assert.equal(rootOf(error).code, 'ECONNRESET');
    assert(error.message.includes('call getAuthConfig to check'));
  });

  test('a deadline is a TimeoutError', async () => {
    await sandbox.faults({ fault: HANG });
    const error = await fails(get(GITHUB_MAIN, { timeout: 50 }));
    assert(error instanceof authloom.TimeoutError);
    assert.equal(error.kind, 'timeout');
    assert(error.message.startsWith('Konnect getAuthConfig: '));
  });

  test('a program that tests itself makes them too', () => {
    const error = new authloom.NotFoundError('gone', { status: 404, operation: 'getAuthConfig', cause: 'x' });
    assert(error instanceof ApiError);
    assert.deepEqual([error.message, error.status, error.operation, error.cause], ['gone', 404, 'getAuthConfig', 'x']);
    assert.deepEqual([error.kind, error.name, error.codes, error.problems], ['not_found', 'NotFoundError', [], []]);
    assert.match(String(error.stack), /errors\.test\.mjs/);
  });

  test('a sentence is one line', async () => {
    await sandbox.faults(status(400, { body: { detail: `a\r\n\u202eb${'x'.repeat(10_000)}` } }));
    const error = await fails(get());
    assert.doesNotMatch(error.message, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
    assert(error.message.length < 1000);
    assert(Buffer.byteLength(error.body ?? '') <= 8 << 10);
  });

  test('a response that does not decode names the place', async () => {
    await sandbox.faults(status(200, { body: { id: 'c', integration_instance: { id: 1 } } }));
    const konnect = new Konnect(sandbox.konnect);
    const error = await fails(konnect.getAuthCredential(GITHUB_MAIN));
    assert(error instanceof authloom.DecodeError);
    assert.equal(error.status, 200);
    assert.equal('body' in error, false);
    assert(error.message.includes('`integration_instance.id` in the response is not a string'));
    konnect.close();
  });
});

describe('causes', () => {
  test('a refused connection is behind its error', async () => {
    const error = await fails(get(GITHUB_MAIN, { baseUrl: 'http://127.0.0.1:9', token: 't' }));
    assert(error instanceof authloom.TransportError);
    assert.deepEqual([error.outcome, error.retryable], ['not_sent', true]);
    const root = rootOf(error);
    assert.equal(root.code, 'ECONNREFUSED');
    assert(chain(error).every((one) => one instanceof Error && one.message));
  });

  test('a system that gives no event loop is a TransportError', linux, async () => {
    const [opened, ended = ''] = (await starved()).split('\n');
    assert.equal(opened, 'EMFILE');
    assert.match(ended, /^TransportError not_sent EMFILE could not start a thread or event loop: /);
    assert.match(ended, /Check the limits of the process/);
  });

  test('what is no error of the system is behind it too', async () => {
    const error = await fails(get(GITHUB_MAIN, { baseUrl: sandbox.baseUrl('konnect', true), token: 't' }));
    assert(error instanceof authloom.TransportError);
    const causes = chain(error);
    assert(causes.length > 0);
    assert(causes.every((one) => one instanceof Error && !(one instanceof AuthloomError)));
    assert(causes.some(({ message }) => /certificate/i.test(message)));
    assert.equal(rootOf(error).code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  test('where nothing lies below there is none', async () => {
    const error = await fails(get(sandbox.instance));
    assert.equal('cause' in error, false);
  });
});

describe('one object', () => {
  test('shows its fields where it is printed, and is JSON', async () => {
    const error = await fails(get(sandbox.instance));
    const { inspect } = await import('node:util');
    const shown = inspect(error);
    assert(shown.startsWith('NotFoundError: Konnect getAuthConfig: '), shown);
    for (const part of ["kind: 'not_found'", 'status: 404', "outcome: 'rejected'"]) assert(shown.includes(part), shown);
    const json = JSON.parse(JSON.stringify(error));
    assert.deepEqual([json.kind, json.status], ['not_found', 404]);
  });

  test('is not shared between calls', async () => {
    const errors = await Promise.all([rejection(get(sandbox.instance)), rejection(get(sandbox.instance))]);
    assert.notEqual(errors[0], errors[1]);
  });
});

/** What a call comes to in a process that can open few files and has opened them all. */
async function starved() {
  const limited = ['-c', 'ulimit -n 64 && exec "$@"', 'sh', process.execPath, program('starved.mjs')];
  return (await promisify(execFile)('sh', limited)).stdout;
}

/** @param {unknown} value */
function plainly(value) {
  return JSON.parse(JSON.stringify(value));
}

/**
 * What lies below an error.
 *
 * @param {any} error
 * @returns {any[]}
 */
function chain(error) {
  return error.cause === undefined ? [] : [error.cause, ...chain(error.cause)];
}

/** @param {unknown} error */
function rootOf(error) {
  return chain(error).at(-1);
}
