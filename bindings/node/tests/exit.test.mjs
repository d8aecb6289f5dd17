// A program may end while its calls are in flight, and ends by itself when none are.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HANG } from './support/control.mjs';
import * as crowd from './support/crowd.mjs';
import { started, succeeded } from './support/program.mjs';
import { crowdOfFile } from './support/sandbox.mjs';

const sandbox = await crowdOfFile();
const TIMES = 40;
// So many programs at once.
const AT_ONCE = 4;
const IN_FLIGHT = 256;

describe(`process.exit ${TIMES} times with calls in flight`, () => {
  for (const how of ['main', 'workers']) {
    for (const what of ['held', 'answered']) {
      test(`of ${how}, which are ${what}`, async () => {
        /** @type {unknown[]} */
        const ends = [];
        while (ends.length < TIMES) {
          await sandbox.reset();
          if (what === 'held') await sandbox.faults({ fault: HANG });
          const programs = Array.from({ length: AT_ONCE }, () =>
            started('exits.mjs', [how, what], { env: sandbox.env }),
          );
          await sandbox.arrived(AT_ONCE * IN_FLIGHT);
          for (const { code, signal, out, err } of await Promise.all(programs.map((program) => program.end()))) {
            ends.push([code, signal, out + err]);
          }
        }
        assert.deepEqual(ends, Array(TIMES).fill([0, null, '']));
        await sandbox.left();
      });
    }
  }
});

// Far longer than it takes, and shorter than a client leaves a connection or a response alone.
const SECONDS = 15;
const env = { ...sandbox.env, INSTANCE: crowd.instance(5) };

describe('a program ends by itself', () => {
  for (const [name, what] of [
    ['idle.mjs', 'with a client that is idle and not closed'],
    ['idle.cjs', 'as CommonJS, the same'],
    ['idle-worker.mjs', 'with a worker that has an idle client'],
  ]) {
    test(`${what}`, async () => {
      assert.equal(await succeeded(String(name), [], { env, seconds: SECONDS }), `${crowd.clientId(5)}\n`);
    });
  }

  test('and not before a call that is its only work', async () => {
    await sandbox.faults({ fault: { kind: 'latency', ms: 200 } });
    for (const name of ['idle.mjs', 'idle.cjs', 'unawaited.mjs']) {
      assert.equal(await succeeded(name, [], { env, seconds: SECONDS }), `${crowd.clientId(5)}\n`, name);
    }
  });

  test('when its only call is aborted', async () => {
    await sandbox.faults({ fault: HANG });
    assert.equal(await succeeded('aborted.mjs', [], { env, seconds: SECONDS }), 'TimeoutError\n');
    await sandbox.left();
  });

  test('with an error that nobody handles', async () => {
    const { code, err } = await started('idle.mjs', [], { env: { ...env, INSTANCE: 'none' }, seconds: SECONDS }).end();
    assert.equal(code, 1);
    assert.match(err, /NotFoundError: Konnect getAuthConfig: /);
    // Who called, and what a person acts on.
    assert.match(err, /idle\.mjs/);
    assert.match(err, /kind: 'not_found'/);
  });
});
