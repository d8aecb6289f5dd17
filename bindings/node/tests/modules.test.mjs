// One implementation, however it is loaded.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { describe, test } from 'node:test';
import * as imported from 'authloom';
import { Konnect } from 'authloom';
import { fails, rejection } from './support/calling.mjs';
import { succeeded } from './support/program.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';

const sandbox = await sandboxOfFile();
const require = createRequire(import.meta.url);
/** @type {typeof imported} */
const required = require('authloom');

test('import and require give the same', async () => {
  const names = Object.keys(imported).filter((name) => name !== 'default');
  assert.deepEqual(names.sort(), Object.keys(required).sort());
  for (const name of names) {
    assert.equal(/** @type {any} */ (imported)[name], /** @type {any} */ (required)[name], name);
  }
  const konnect = new required.Konnect(sandbox.konnect);
  const error = await fails(konnect.getAuthConfig(sandbox.instance));
  assert(konnect instanceof Konnect);
  assert(error instanceof imported.NotFoundError);
  const made = await konnect.request({ method: 'GET', path: `/v1/integration-instances/${GITHUB_MAIN}/auth-config` });
  assert.equal(made.status, 200);
  konnect.close();
});

test('what is exported is what is meant to be', () => {
  const errors = Object.keys(imported).filter((name) => name.endsWith('Error'));
  assert.equal(errors.length, 21);
  const others = Object.keys(imported).filter((name) => !name.endsWith('Error') && name !== 'default');
  assert.deepEqual(others.sort(), ['FitbitPlus', 'Konnect', 'Secret', 'TokenService', 'Tyk']);
});

describe('nothing is loaded that is not needed', () => {
  for (const how of ['import', 'require']) {
    test(`by ${how}`, async () => {
      const [loaded, called] = (await succeeded('loads.mjs', [how, GITHUB_MAIN], { env: sandbox.env })).split('\n');
      // Nothing of Node's that a program might not need: reading files and finding modules is all.
      const modules = String(loaded).split(' ').filter(Boolean);
      const known = ['http', 'https', 'http2', 'tls', 'net', 'dns', 'crypto', 'worker_threads', 'child_process', 'zlib'];
      assert.deepEqual(modules.filter((name) => known.includes(name)), []);
      assert.deepEqual(String(called).split(' ').filter(Boolean), []);
    });
  }
});

test('it may be loaded anew, as runners of tests do', async () => {
  const old = new Konnect(sandbox.konnect);
  const ours = dirname(require.resolve('authloom/package.json'));
  for (const path of Object.keys(require.cache)) if (path.startsWith(ours)) delete require.cache[path];
  /** @type {typeof imported} */
  const anew = require('authloom');
  assert.notEqual(anew.Konnect, Konnect);
  const konnect = new anew.Konnect(sandbox.konnect);
  const [one, other] = await Promise.all([old.getAuthConfig(GITHUB_MAIN), konnect.getAuthConfig(GITHUB_MAIN)]);
  assert.deepEqual(one, other);
  assert((await rejection(konnect.getAuthConfig(sandbox.instance))) instanceof anew.NotFoundError);
  // A Secret of the one is a secret to the other, too: it is not taken for something else.
  const foreign = /** @type {any} */ (new anew.Secret('kpat_example'));
  const refused = await rejection(old.getAuthConfig(GITHUB_MAIN, { token: foreign }));
  assert(refused instanceof TypeError);
  old.close();
  konnect.close();
});

test('the package says what it is', () => {
  const page = JSON.parse(readFileSync(require.resolve('authloom/package.json'), 'utf8'));
  assert.equal(page.name, 'authloom');
  assert.equal(page.engines.node, '>=20');
  assert.deepEqual(page.dependencies ?? {}, {}, 'nothing else is installed with it');
});
