// What calls return: plain objects, with absent keys, dates, and unions that narrow.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Konnect, Secret, TokenService, Tyk } from 'authloom';
import { call } from './support/calling.mjs';
import { status } from './support/control.mjs';
import * as manifest from './support/manifest.mjs';
import { ALL, named, title } from './support/operations.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';
import { snake } from './support/words.mjs';

const sandbox = await sandboxOfFile();
/**
 * Whether a success of an operation is all that there is to say.
 *
 * @param {import('./support/operations.mjs').Operation} operation
 */
function givesNothing({ api, name }) {
  return manifest.operation(api, snake(name)).result === null;
}

/**
 * Every object and value in a value.
 *
 * @param {any} value
 * @returns {any[]}
 */
function parts(value) {
  const isPlain = typeof value === 'object' && value !== null && !(value instanceof Secret) && !(value instanceof Date);
  return [value, ...(isPlain ? Object.values(value).flatMap(parts) : [])];
}

describe('every result', () => {
  for (const operation of ALL) {
    test(`of ${title(operation)} is made of plain objects`, async () => {
      const value = await call(operation, sandbox);
      if (givesNothing(operation)) {
        assert.equal(value, undefined);
        return;
      }
      for (const part of parts(value)) {
        assert.notEqual(part, undefined, 'a key is absent instead');
        if (typeof part !== 'object' || part === null) continue;
        const known = [Object.prototype, Array.prototype, Secret.prototype, Date.prototype, null];
        assert(known.includes(Object.getPrototypeOf(part)));
        for (const name of Object.keys(part)) assert.match(name, /^(\d+|[a-z][a-zA-Z0-9]*)$/);
      }
      // It belongs to the caller.
      assert(!Object.isFrozen(value));
    });
  }
});

describe('Konnect', () => {
  /** @param {object} body */
  const answering = (body) => sandbox.faults(status(200, { body }));
  const konnect = new Konnect(sandbox.konnect);

  test('an auth config narrows by its type', async () => {
    const config = await konnect.getAuthConfig(GITHUB_MAIN);
    assert.equal(config.type, 'oauth');
    assert.deepEqual(Object.keys(config), ['type', 'clientId', 'authorizationEndpoint', 'tokenEndpoint']);
    const raw = { type: 'saml', more: [1, { a: null }], __proto__: { inherited: 1 } };
    await answering(raw);
    const unknown = await konnect.getAuthConfig(GITHUB_MAIN);
    assert.deepEqual(unknown, { type: 'unknown', unknownType: 'saml', raw: { type: 'saml', more: [1, { a: null }] } });
  });

  test('a credential has dates, and no keys for what is not there', async () => {
    const instance = { id: 'i', name: 'n', display_name: 'N' };
    const bare = {
      id: 'c',
      integration_instance: instance,
      missing_permissions: [],
      tainted: false,
      expires_at: null,
      created_at: '2026-03-01T12:00:00.250Z',
      type: 'oauth',
      config: null,
    };
    await answering(bare);
    assert.deepEqual(await konnect.getAuthCredential(GITHUB_MAIN), {
      id: 'c',
      integrationInstance: { id: 'i', name: 'n', displayName: 'N' },
      missingPermissions: [],
      tainted: false,
      createdAt: new Date('2026-03-01T12:00:00.250Z'),
      config: { type: 'oauth' },
    });
    await answering({
      ...bare,
      missing_permissions: [{ scopes: ['repo', null], message: 'Grant repo' }],
      expires_at: '9999-12-31T23:59:59.999999+00:00',
      created_at: '0001-01-01T00:00:00Z',
      type: 'github_app_installation',
      config: { installation_id: '0042', app_installed_by: null },
    });
    const full = await konnect.getAuthCredential(GITHUB_MAIN);
    assert.deepEqual(full.missingPermissions, [{ scopes: ['repo', null], message: 'Grant repo' }]);
    assert.equal(full.expiresAt?.toISOString(), '9999-12-31T23:59:59.999Z');
    assert.equal(full.createdAt.toISOString(), '0001-01-01T00:00:00.000Z');
    assert.deepEqual(full.config, { type: 'github_app_installation', installationId: '0042' });
    await answering({ ...bare, type: 'aws_role_delegation', config: { role_arn: 'r' } });
    const aws = await konnect.getAuthCredential(GITHUB_MAIN);
    assert.deepEqual(aws.config, { type: 'aws_role_delegation', roleArn: 'r' });
    await answering({ ...bare, type: 'saml', config: { type: 'x', n: 1 } });
    const unknown = await konnect.getAuthCredential(GITHUB_MAIN);
    assert.deepEqual(unknown.config, { type: 'unknown', unknownType: 'saml', config: { type: 'x', n: 1 } });
  });

  test('keys that a server chooses change no prototype', async () => {
    const text = '{"type": "saml", "__proto__": {"polluted": true}, "constructor": 1, "toString": 2}';
    const headers = { 'Content-Type': 'application/json' };
    await sandbox.faults(status(200, { body: text, headers }));
    const config = await konnect.getAuthConfig(GITHUB_MAIN);
    assert(config.type === 'unknown');
    const raw = /** @type {any} */ (config.raw);
    assert.equal(raw.polluted, undefined);
    assert.equal(/** @type {any} */ ({}).polluted, undefined);
    assert.deepEqual(Object.keys(raw).sort(), ['__proto__', 'constructor', 'toString', 'type']);
    assert.deepEqual(Object.getOwnPropertyDescriptor(raw, '__proto__')?.value, { polluted: true });
    // Nor do the names of header fields.
    const echo = { kind: 'status', status: 200, headers: { ...headers, ['__proto__']: 'x', 'X-A': '1' }, body: '{}' };
    await sandbox.faults({ fault: echo });
    const answer = await konnect.request({ method: 'GET', path: '/' });
    assert.equal(answer.headers['x-a'], '1');
    assert.equal(Object.getOwnPropertyDescriptor(answer.headers, '__proto__')?.value, 'x');
    assert.equal(typeof answer.headers, 'object');
  });

  test('a raw answer keeps numbers as JSON.parse reads them', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const body = '{"n": [0, -0.5, 1e3, 9007199254740991, 1.7976931348623157e308], "t": "\\u0000\\ud83d\\ude00"}';
    await sandbox.faults(status(200, { body, headers }));
    const answer = await konnect.request({ method: 'GET', path: '/' });
    assert.deepEqual(answer.json, JSON.parse(body));
    assert.equal(answer.body, body);
    await sandbox.faults(status(200, { body: 'no JSON', headers: { 'Content-Type': 'text/plain' } }));
    assert.equal('json' in (await konnect.request({ method: 'GET', path: '/' })), false);
  });
});

describe('others', () => {
  test('a lifetime is reported as an instant', async () => {
    const service = new TokenService({ baseUrl: sandbox.baseUrl('token_service'), token: 'lt_5f2a' });
    const before = Date.now();
    const issued = await service.issueShortTermToken();
    const after = Date.now();
    assert(issued.expiresAt instanceof Date);
    const lifetime = Number(issued.expiresIn) * 1000;
    // The response has no clock, so that of this machine counts.
    assert(before + lifetime - 1000 <= issued.expiresAt.getTime());
    assert(issued.expiresAt.getTime() <= after + lifetime + 1000);
    assert(Array.isArray(issued.scopes));
    service.close();
  });

  test('an authorization narrows by its type', async () => {
    const tyk = new Tyk({ baseUrl: sandbox.baseUrl('tyk'), secret: 'key-1' });
    const options = { redirectUri: 'https://shop.test/cb', prefix: '/oauth-api' };
    const code = await tyk.authorizeClient('code', 'shop', { ...options, state: 's' });
    assert(code.type === 'code' && code.code instanceof Secret);
    assert.equal(code.state, 's');
    const token = await tyk.authorizeClient('token', 'shop', options);
    assert(token.type === 'token' && token.accessToken instanceof Secret);
    assert.equal('state' in token, false);
    tyk.close();
  });

  test('what Tyk keeps as JSON comes as JSON', async () => {
    const tyk = new Tyk({ baseUrl: sandbox.baseUrl('tyk'), secret: 'key-1' });
    const metaData = { team: ['web', null, 1, 1.5, true], deep: { er: {} } };
    const made = await tyk.createOauthClient({ apiId: 'oauth-api', redirectUri: 'https://new.test/cb', metaData });
    assert.deepEqual(made.metaData, metaData);
    const read = await tyk.getOauthClient('oauth-api', made.clientId);
    assert(read.secret.equals(made.secret));
    assert.deepEqual({ ...read, secret: '' }, { ...made, secret: '' });
    tyk.close();
  });

  test('a Secret is taken wherever a string is, and the other way about', async () => {
    const create = named('fitbit_plus.createToken');
    const token = await call(create, sandbox);
    assert(token.accessToken instanceof Secret);
    const [grant] = /** @type {any} */ (create.given(await import('./support/operations.mjs').then((it) => it.SECRETS)));
    const plain = { ...grant, clientSecret: grant.clientSecret.reveal() };
    await call({ ...create, given: () => [plain] }, sandbox);
    const [one, other] = await sandbox.log();
    assert.deepEqual(one?.body, other?.body);
  });
});
