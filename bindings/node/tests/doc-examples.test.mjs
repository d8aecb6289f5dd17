// The example in each operation's documentation runs as it stands there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import * as authloom from 'authloom';
import { CLASSES, operations } from './support/manifest.mjs';
import { APIS, clientOf } from './support/operations.mjs';
import { start } from './support/sandbox.mjs';
import { load, OF_REPOSITORY } from './support/vectors/index.mjs';
import { camel } from './support/words.mjs';

// What the examples leave to the client's configuration.
/** @type {Record<import('./support/operations.mjs').Api, object>} */
const SETTINGS = {
  konnect: { token: 'kpat_example' },
  fitbit_plus: { token: 'at-1', clientId: 'app', clientSecret: 's' },
  token_service: { token: 'lt_5f2a', clientId: 'app', clientSecret: 's' },
  tyk: { secret: 'key-1' },
};
const VECTORS = load(OF_REPOSITORY);

const { sandbox, stop } = await start('--vectors', OF_REPOSITORY);
after(stop);

/** @type {any} */
const AsyncFunction = (async () => {}).constructor;

for (const api of APIS) {
  const declared = readFileSync(new URL(`../lib/generated/${api}.d.ts`, import.meta.url), 'utf8');
  describe(`examples of ${CLASSES[api]}`, () => {
    for (const operation of [...operations(api).map((of) => of.name), 'request']) {
      test(operation, async () => {
        const name = camel(operation);
        // The comment that ends right before the method.
        const [before] = declared.split(new RegExp(`^  ${name}\\(`, 'm'));
        const [code] = /```js\n(?:(?!```).)*```\n {3}\*\/\n$/s.exec(String(before)) ?? [];
        assert(code, `${name} has no example`);
        const statements = code.replace(/^.*```.*$|^ {3}\*\/$/gm, '').replace(/^ {3}\* ?/gm, '');
        assert(statements.includes(`${camel(api)}.${name}(`), statements);

        const vector = VECTORS.find((of) => {
          return of.api === api && (of.operation === operation || operation === 'request') && 'ok' in of.expect;
        });
        assert(vector, `no vector of ${operation} succeeds`);
        await sandbox.arm(vector.id);
        const client = clientOf(api, { baseUrl: sandbox.baseUrl(api), maxAttempts: 1, ...SETTINGS[api] });
        try {
          await new AsyncFunction(camel(api), ...Object.keys(authloom), statements)(client, ...Object.values(authloom));
        } finally {
          client.close();
        }
        assert.equal((await sandbox.verdict(vector.id)).requests, 1);
      });
    }
  });
}
