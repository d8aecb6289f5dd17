// The service of the examples, compiled and run as a team would.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, before, describe, test } from 'node:test';
import { compiler, installed } from './support/examples.mjs';
import { HANG } from './support/control.mjs';
import { Running } from './support/program.mjs';
import { AWS_PROD, GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';
import { until } from './support/waiting.mjs';

const sandbox = await sandboxOfFile();
const folder = installed();
const CONFIG = {
  clientId: 'catalog-app',
  clientSecret: 'a-secret-of-the-caller',
  authorizationEndpoint: 'https://id.acme.test/authorize',
  tokenEndpoint: 'https://id.acme.test/token',
};

before(async () => {
  const options = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--types', 'node', '--erasableSyntaxOnly'];
  const { code, out, err } = await new Running(compiler(), ['service.ts', ...options], { cwd: folder, seconds: 120 }).end();
  assert.equal(code, 0, out + err);
});

/** @type {Running | undefined} */
let service;
let url = '';

/** @param {Record<string, string>} [more] */
async function start(more = {}) {
  service = new Running(join(folder, 'service.js'), [], { env: { ...sandbox.env, PORT: '0', ...more } });
  url = JSON.parse(await service.line()).url;
  return service;
}

afterEach(async () => {
  service?.child.kill('SIGKILL');
  await service?.ended;
});

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<{ status: number, headers: Headers, body: any }>}
 */
async function ask(method, path, body) {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const answer = await fetch(url + path, { method, ...init });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

const config = (/** @type {string} */ instance) => `/instances/${instance}/auth-config`;

describe('calls', () => {
  test('configs are read and set', async () => {
    const { out } = await start();
    assert(out.includes('listening'));
    assert.equal((await ask('GET', config(AWS_PROD))).status, 404);
    const { clientSecret, ...told } = CONFIG;
    const set = await ask('PUT', config(AWS_PROD), CONFIG);
    assert.deepEqual([set.status, set.body], [200, { type: 'oauth', ...told }]);
    const read = await ask('GET', config(AWS_PROD));
    assert.deepEqual([read.status, read.body], [200, { type: 'oauth', ...told }]);
    const health = await ask('GET', '/health');
    assert.deepEqual(health.body, { takesCalls: true, upstream: { calls: 3, retries: 0, failures: 1 } });
    assert(!String(service?.out).includes(clientSecret));
  });

  test('tokens are derived', async () => {
    await start();
    const { status, headers, body } = await ask('POST', '/tokens', { scopes: ['jobs:read'] });
    assert.equal(status, 201);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.deepEqual(body.scopes, ['jobs:read']);
    assert(Date.parse(body.expiresAt) > 0);
    assert(!String(service?.out).includes(body.token));
    assert(!String(service?.out).includes(String(sandbox.env.AUTHLOOM_TOKEN_SERVICE_TOKEN)));
  });

  /** @type {[string, string, unknown, number, object][]} */
  const mistakes = [
    ['PUT', config(AWS_PROD), { ...CONFIG, tokenEndpoint: 'no URL' }, 422, { field: 'tokenEndpoint' }],
    ['PUT', config(AWS_PROD), { ...CONFIG, clientId: 1 }, 422, {}],
    ['PUT', config(AWS_PROD), '{"torn', 400, {}],
    ['PUT', config(AWS_PROD), `"${'x'.repeat(70_000)}"`, 413, {}],
    ['GET', config('%ZZ'), undefined, 400, {}],
    ['POST', '/tokens', { scopes: 'jobs:read' }, 422, {}],
    ['POST', '/elsewhere', {}, 404, {}],
  ];
  for (const [method, path, body, status, members] of mistakes) {
    test(`a mistake of the caller is told as one: ${method} ${path} ${JSON.stringify(body)?.slice(0, 60)}`, async () => {
      await start();
      const answer = await ask(method, path, body);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert(answer.body.error);
      for (const [name, value] of Object.entries(members)) assert.equal(answer.body[name], value);
      assert.deepEqual(await sandbox.log(), []);
    });
  }

  test('a refused credential is none of the caller', async () => {
    await start({ AUTHLOOM_KONNECT_TOKEN: 'kpat_wrong' });
    const { status, body } = await ask('GET', config(GITHUB_MAIN));
    assert.deepEqual([status, body.kind], [502, 'unauthorized']);
    assert(body.requestId);
    assert(!String(service?.out).includes('kpat_wrong'));
  });

  test('what is busy says when to come again', async () => {
    await start();
    const headers = { 'Retry-After': '120' };
    await sandbox.faults({ fault: { kind: 'status', status: 429, headers } });
    const answer = await ask('GET', config(GITHUB_MAIN));
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '120']);
  });

  test('what does not come in time is 504', async () => {
    await start({ DEADLINE_MS: '50' });
    await sandbox.faults({ fault: HANG });
    const { status, body } = await ask('GET', config(GITHUB_MAIN));
    assert.deepEqual([status, body.kind], [504, 'timeout']);
  });

  test('a caller that goes away takes its call with it', async () => {
    await start();
    await sandbox.faults({ fault: HANG });
    const caller = request(url + config(GITHUB_MAIN)).on('error', () => {});
    caller.end();
    await sandbox.arrived(1);
    caller.destroy();
    await sandbox.left();
    await until(() => service?.out.includes('the caller went away'));
  });
});

describe('its end', { skip: process.platform === 'win32' ? 'there are no signals' : false }, () => {
  test('waits for the calls under way', async () => {
    const running = await start();
    await sandbox.faults({ fault: { kind: 'latency', ms: 300 } });
    const asked = ask('GET', config(GITHUB_MAIN));
    await sandbox.arrived(1);
    running.child.kill('SIGTERM');
    assert.equal((await asked).status, 200);
    const { code, signal, out, err } = await running.ended;
    assert.deepEqual([code, signal, err], [0, null, ''], out);
    assert(out.includes('"message":"ended"'));
  });

  test('but not for ever', async () => {
    const running = await start({ GRACE_MS: '50' });
    await sandbox.faults({ fault: HANG });
    const asked = ask('GET', config(GITHUB_MAIN));
    await sandbox.arrived(1);
    running.child.kill('SIGINT');
    const { status, body } = await asked;
    assert.deepEqual([status, body.error], [503, 'The service is ending.']);
    const { code, signal, err } = await running.ended;
    assert.deepEqual([code, signal, err], [0, null, '']);
    await sandbox.left();
  });

  test('comes at once where nothing is under way', async () => {
    const running = await start();
    await ask('GET', config(GITHUB_MAIN));
    running.child.kill('SIGTERM');
    const { code, signal } = await running.ended;
    assert.deepEqual([code, signal], [0, null]);
  });
});
