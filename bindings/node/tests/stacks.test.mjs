// The stack of an error names who called.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AuthloomError, Konnect } from 'authloom';
import { fails, thrown } from './support/calling.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';

const sandbox = await sandboxOfFile();
const HERE = fileURLToPath(import.meta.url);

/**
 * The functions of this file that stand in a stack, the innermost first.
 *
 * @param {Error} error
 */
function callers(error) {
  const lines = String(error.stack).split('\n');
  return lines.filter((line) => line.includes(HERE)).map((line) => /at (?:async )?(\S+)/.exec(line)?.[1]);
}

/**
 * @param {Konnect} konnect
 * @param {string} instance
 * @param {import('authloom').CallOptions} [options]
 */
async function theCaller(konnect, instance, options) {
  return await konnect.getAuthConfig(instance, options);
}

/** @param {Parameters<typeof theCaller>} given */
async function itsCaller(...given) {
  await theCaller(...given);
}

describe('a call that fails', () => {
  /** @type {[string, string, import('authloom').CallOptions | undefined][]} */
  const failing = [
    ['is refused by the server', sandbox.instance, undefined],
    ['is refused by the server, with a signal', sandbox.instance, { signal: new AbortController().signal }],
    ['does not reach the server', GITHUB_MAIN, { baseUrl: 'http://127.0.0.1:9', token: 't' }],
    ['has an argument that is refused', '', undefined],
    ['has an option that is refused', GITHUB_MAIN, { timeout: -1 }],
  ];
  for (const [how, instance, options] of failing) {
    test(`shows who called: it ${how}`, async () => {
      const konnect = new Konnect(sandbox.konnect);
      const error = await fails(itsCaller(konnect, instance, options));
      assert.deepEqual(callers(error).slice(0, 2), ['theCaller', 'itsCaller'], error.stack);
      // The head of a stack is what is printed first.
      assert(String(error.stack).startsWith(`${error.name}: ${error.message}\n`), error.stack);
      konnect.close();
    });
  }

  test('shows who called one of many', async () => {
    const konnect = new Konnect(sandbox.konnect);
    const calls = Array.from({ length: 8 }, () => fails(itsCaller(konnect, sandbox.instance)));
    for (const error of await Promise.all(calls)) {
      assert.deepEqual(callers(error).slice(0, 2), ['theCaller', 'itsCaller']);
    }
    konnect.close();
  });

  test('shows the way through raw requests', async () => {
    const konnect = new Konnect(sandbox.konnect);
    const theAsker = async () => await konnect.request({ method: 'GET', path: '/nowhere' });
    assert.equal(callers(await fails(theAsker()))[0], 'theAsker');
    konnect.close();
  });

  test('a wrong type shows who called', async () => {
    const konnect = new Konnect(sandbox.konnect);
    const theWrongOne = async () => await konnect.getAuthConfig(/** @type {any} */ (1));
    const error = await theWrongOne().catch((error) => error);
    assert(error instanceof TypeError);
    assert.equal(callers(error)[0], 'theWrongOne', error.stack);
    konnect.close();
  });
});

test('a configuration that is refused shows who made it', () => {
  const theBuilder = () => new Konnect({ baseUrl: 'ftp://api.test' });
  const error = thrown(theBuilder);
  assert(error instanceof AuthloomError);
  assert.equal(callers(error)[0], 'theBuilder', error.stack);
});
