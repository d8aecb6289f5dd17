// The options of a call: each does what it says, for this call alone.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError, AuthloomError, BadRequestError, ForbiddenError, Secret, TimeoutError } from 'authloom';
import { call, called, fails, redacted, rejection } from './support/calling.mjs';
import { BUSY, HANG } from './support/control.mjs';
import { APIS, clientOf, credential, DISTINCT, named, SECRETS, title } from './support/operations.mjs';
import { serving } from './support/raw.mjs';
import { sandboxOfFile } from './support/sandbox.mjs';

const sandbox = await sandboxOfFile();
const server = await serving();

// Its proof stands where the bearer would.
const WITHOUT_BEARER = new Set(['token_service.issueLongTermToken']);

/** The one request that came. */
async function theRequest() {
  const log = await sandbox.log();
  assert.equal(log.length, 1);
  return /** @type {import('./support/control.mjs').Json} */ (log[0]);
}

/**
 * Lets a call end in whatever way the server wants.
 *
 * @param {Promise<unknown>} call
 */
async function ends(call) {
  await call.catch((error) => assert(error instanceof ApiError, error));
}

for (const operation of DISTINCT) {
  describe(title(operation), () => {
    test('a timeout ends it', async () => {
      await sandbox.faults({ fault: HANG });
      const error = await fails(call(operation, sandbox, { timeout: 30 }));
      assert(error instanceof TimeoutError);
      assert(error.message.includes('longer than 0.03 s'), error.message);
    });

    test('attempts are as many as it says', async () => {
      await sandbox.faults({ fault: BUSY });
      let before = 0;
      for (const maxAttempts of [1, 2, 4]) {
        const error = await fails(call(operation, sandbox, { maxAttempts }));
        const { length } = await sandbox.log();
        assert.deepEqual([error.attempts, length - before], [maxAttempts, maxAttempts]);
        before = length;
      }
    });

    test('header fields are sent', async () => {
      await call(operation, sandbox, { headers: { 'X-Mine': 'ü', 'x-other': '2' } });
      const { headers } = await theRequest();
      assert.deepEqual([headers['x-mine'], headers['x-other']], ['ü', '2']);
    });

    for (const token of ['tok-of-this-call', new Secret('tok-of-this-call')]) {
      test(`a token comes before that of the client: ${token}`, async () => {
        await ends(call(operation, sandbox, { token }));
        const { headers } = await theRequest();
        const bearer = String(headers.authorization ?? '').replace('Bearer ', '');
        const shown = [bearer, headers['x-tyk-authorization']].filter(Boolean);
        assert.deepEqual(shown, WITHOUT_BEARER.has(title(operation)) ? [] : [redacted('tok-of-this-call')]);
      });
    }

    test('a base URL is called with its own token', async () => {
      server.requests.length = 0;
      server.answer = () => 'HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n';
      const options = { baseUrl: `${server.url}/below`, token: 't-1' };
      await call(operation, sandbox, options).catch((error) => {
        assert(error instanceof AuthloomError);
        assert.equal(error.status, 404);
      });
      const [request = ''] = server.requests;
      assert.equal(server.requests.length, 1);
      assert(request.split(' ')[1]?.startsWith('/below/'), request);
      assert.equal(request.includes('t-1'), !WITHOUT_BEARER.has(title(operation)));
      assert.deepEqual(await sandbox.log(), []);
    });

    test('they are of this call alone', async () => {
      const { api, name } = operation;
      const client = clientOf(api, { baseUrl: sandbox.baseUrl(api), ...credential(api) });
      const given = operation.given(SECRETS);
      const options = { headers: { 'X-Mine': '1' }, maxAttempts: 1, token: 'tok-of-this-call' };
      await ends(client[name](...given, { ...operation.options(SECRETS), ...options }));
      await sandbox.reset();
      await client[name](...given, operation.options(SECRETS));
      client.close();
      const { headers } = await theRequest();
      assert(!('x-mine' in headers));
      assert(!JSON.stringify(headers).includes(redacted('tok-of-this-call')));
    });

    test('undefined and null are no option, and there may be none', async () => {
      const nothing = { timeout: undefined, maxAttempts: null, headers: undefined, token: null, baseUrl: undefined };
      await call(operation, sandbox, { ...nothing, signal: undefined });
      await sandbox.reset();
      if (Object.keys(operation.options(SECRETS)).length === 0) {
        for (const options of [undefined, null, {}]) {
          await sandbox.reset();
          await called(operation, sandbox, operation.given(SECRETS), options);
        }
      }
    });
  });
}

describe('what would have one name elsewhere', () => {
  test('the token to revoke and that of the call', async () => {
    const revoke = named('tyk.revokeToken');
    const options = { token: 'tok-of-this-call' };
    const error = await fails(called(revoke, sandbox, ['some-token', 'shop'], options));
    assert(error instanceof ForbiddenError);
    const { headers, body } = await theRequest();
    assert.equal(headers['x-tyk-authorization'], redacted('tok-of-this-call'));
    assert.equal(body, `token=${redacted('some-token')}&client_id=shop`);
  });

  test('the client of the path and that of the body', async () => {
    const update = named('tyk.updateOauthClient');
    const changed = { redirectUri: 'https://new.test', policyId: 'gold' };
    await sandbox.faults({ fault: { kind: 'status', status: 400, body: { message: 'no' } } });
    for (const [given, options] of [
      [changed, { clientId: 'shop' }],
      [{ ...changed, clientId: 'shop' }, {}],
    ]) {
      const error = await fails(called(update, sandbox, ['oauth-api', given], options));
      assert(error instanceof BadRequestError);
    }
    const [inPath = {}, inBody = {}] = await sandbox.log();
    assert(inPath.path.endsWith('/oauth-api/shop'));
    assert(!('client_id' in inPath.body));
    assert(inBody.path.endsWith('/oauth-api'));
    assert.equal(inBody.body.client_id, 'shop');
  });
});

describe('header fields', () => {
  const get = named('konnect.getAuthConfig');
  /** @type {[what: string, headers: unknown][]} */
  const forms = [
    ['pairs', [['X-A', '1'], ['X-B', '2']]],
    ['a Map', new Map([['X-A', '1'], ['X-B', '2']])],
    ['a Headers', new Headers({ 'X-A': '1', 'X-B': '2' })],
    ['an object, some undefined', { 'X-A': '1', 'X-B': '2', 'X-C': undefined }],
  ];
  for (const [what, headers] of forms) {
    test(`may be ${what}`, async () => {
      await call(get, sandbox, { headers });
      const { headers: sent } = await theRequest();
      assert.deepEqual([sent['x-a'], sent['x-b'], sent['x-c']], ['1', '2', undefined]);
    });
  }
});

describe('a raw request', () => {
  for (const api of APIS) {
    test(`to ${api} is sent as it is given`, async () => {
      const request = { api, name: 'request', given: () => [], options: () => ({}) };
      const given = {
        method: 'POST',
        path: '/no/such%2Fpath',
        query: { 'a b': 'c&d' },
        headers: { 'X-Mine': '1' },
        form: { name: 'ü' },
      };
      const options = { maxAttempts: 1, token: 'tok-of-this-call' };
      assert((await fails(called(request, sandbox, [given], options))) instanceof ApiError);
      const entry = await theRequest();
      assert.equal(entry.method, 'POST');
      assert(entry.path.endsWith('/no/such%2Fpath'));
      assert(['a+b=c%26d', 'a%20b=c%26d'].includes(entry.query));
      assert.equal(entry.headers['x-mine'], '1');
      assert.equal(entry.body, 'name=%C3%BC');
      assert(JSON.stringify(entry.headers).includes(redacted('tok-of-this-call')));
    });
  }

  test('has its header fields within', async () => {
    const tyk = clientOf('tyk', { baseUrl: sandbox.baseUrl('tyk'), ...credential('tyk') });
    const error = await rejection(tyk.request({ method: 'GET', path: '/' }, { headers: { 'X-A': '1' } }));
    assert(error instanceof TypeError);
    assert.match(error.message, /headers/);
    assert.deepEqual(await sandbox.log(), []);
    tyk.close();
  });

  test('returns what came', async () => {
    const tyk = clientOf('tyk', { baseUrl: sandbox.baseUrl('tyk'), ...credential('tyk') });
    const got = await tyk.request({ method: 'GET', path: '/tyk/oauth/clients/oauth-api' });
    assert.equal(got.status, 200);
    assert.match(got.headers['content-type'], /^application\/json/);
    assert(Array.isArray(got.json));
    assert.deepEqual(JSON.parse(got.body), got.json);
    tyk.close();
  });

  test('takes JSON', async () => {
    const tyk = clientOf('tyk', { baseUrl: sandbox.baseUrl('tyk'), ...credential('tyk') });
    await fails(tyk.request({ method: 'POST', path: '/no-such-path', json: [1, { a: null }] }));
    assert.deepEqual((await theRequest()).body, [1, { a: null }]);
    tyk.close();
  });
});
