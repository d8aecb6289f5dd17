// What happens in calls is reported to a logger, and to nobody where there is none.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { format } from 'node:util';
import { FitbitPlus, Konnect, UnauthorizedError } from 'authloom';
import { fails, thrown } from './support/calling.mjs';
import { BUSY } from './support/control.mjs';
import { succeeded } from './support/program.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';

const sandbox = await sandboxOfFile();

/** A logger that keeps what it receives. */
function keeping() {
  /** @type {[level: string, text: string][]} */
  const lines = [];
  const keep = (/** @type {string} */ level) => (/** @type {unknown[]} */ ...given) => {
    lines.push([level, format(...given)]);
  };
  const logger = { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
  return { lines, logger };
}

test('a program that asks for no logs sees none', async () => {
  await sandbox.faults({ nth: 1, fault: BUSY });
  const out = await succeeded('silent.mjs', [sandbox.instance], { env: sandbox.env });
  assert.deepEqual(out.split('\n'), ['not_found 2', '']);
});

describe('a logger', () => {
  test('receives each call and attempt, and warned of retries', async () => {
    await sandbox.faults({ nth: 1, fault: BUSY });
    const { lines, logger } = keeping();
    const konnect = new Konnect({ ...sandbox.konnect, logger });
    await konnect.getAuthConfig(GITHUB_MAIN);
    const levels = lines.map(([level]) => level);
    assert.deepEqual(levels, ['debug', 'debug', 'warn', 'debug', 'debug', 'debug']);
    const strings = lines.map(([, text]) => text);
    assert.match(String(strings[0]), /^authloom: Konnect getAuthConfig: attempt 1 begins$/);
    assert.match(String(strings[1]), /503/);
    assert.match(String(strings[2]), /^authloom: Konnect getAuthConfig: attempt 1 failed; the next follows in /);
    assert.match(String(strings[5]), /^authloom: Konnect getAuthConfig: status 200, attempts: 2, /);
    konnect.close();
  });

  test('has told all when the call returns', async () => {
    const { lines, logger } = keeping();
    const konnect = new Konnect({ ...sandbox.konnect, logger });
    await konnect.getAuthConfig(GITHUB_MAIN);
    assert.equal(lines.length, 3);
    konnect.close();
  });

  test('is each client its own', async () => {
    const one = keeping();
    const other = keeping();
    const konnect = new Konnect({ ...sandbox.konnect, logger: one.logger });
    const fitbitPlus = new FitbitPlus({
      baseUrl: sandbox.baseUrl('fitbit_plus'),
      token: 'at-none',
      logger: other.logger,
    });
    assert((await fails(fitbitPlus.fetchTokenGroups('t'))) instanceof UnauthorizedError);
    assert.equal(one.lines.length, 0);
    assert(other.lines.length > 0 && other.lines.every(([, text]) => /fetchTokenGroups/.test(text)));
    konnect.close();
    fitbitPlus.close();
  });

  test('may be the console', async () => {
    const konnect = new Konnect({ ...sandbox.konnect, logger: { ...console, debug() {} } });
    assert.equal((await konnect.getAuthConfig(GITHUB_MAIN)).type, 'oauth');
    konnect.close();
  });

  test('keeps its `this`', async () => {
    class Keeping {
      /** @type {string[]} */
      #lines = [];
      /** @param {unknown[]} given */
      debug(...given) {
        this.#lines.push(format(...given));
      }
      info() {}
      warn() {}
      error() {}
      get count() {
        return this.#lines.length;
      }
    }
    const logger = new Keeping();
    const konnect = new Konnect({ ...sandbox.konnect, logger });
    await konnect.getAuthConfig(GITHUB_MAIN);
    assert.equal(logger.count, 3);
    konnect.close();
  });

  test('that throws changes nothing', async () => {
    /** @type {Error[]} */
    const warnings = [];
    const warned = (/** @type {Error} */ warning) => warnings.push(warning);
    process.on('warning', warned);
    const logger = {
      ...keeping().logger,
      debug() {
        throw new Error('mine');
      },
    };
    const konnect = new Konnect({ ...sandbox.konnect, logger });
    assert.equal((await konnect.getAuthConfig(GITHUB_MAIN)).type, 'oauth');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    assert.equal(warnings.length, 3);
    konnect.close();
  });

  for (const logger of [1, 'x', () => {}, {}, { debug: 1 }]) {
    test(`that is none is refused: ${JSON.stringify(logger)}`, () => {
      const error = thrown(() => new Konnect(/** @type {any} */ ({ ...sandbox.konnect, logger })));
      assert(error instanceof TypeError);
      assert.match(error.message, /^`logger/);
    });
  }
});

test('no log holds a secret', async () => {
  await sandbox.faults({ fault: { kind: 'echo', status: 400 } });
  const { lines, logger } = keeping();
  const konnect = new Konnect({ ...sandbox.konnect, token: 'kpat_canary', logger });
  await fails(konnect.getAuthConfig(GITHUB_MAIN));
  assert(lines.length >= 3);
  assert(!lines.some(([, text]) => text.includes('kpat_canary')));
  konnect.close();
});
