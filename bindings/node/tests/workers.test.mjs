// Worker threads: each has clients of its own, and may end whenever it likes.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Konnect } from 'authloom';
import { HANG } from './support/control.mjs';
import * as crowd from './support/crowd.mjs';
import { linux, threads } from './support/process.mjs';
import { program } from './support/program.mjs';
import { crowdOfFile } from './support/sandbox.mjs';
import { until, within } from './support/waiting.mjs';

const sandbox = await crowdOfFile();
const TIMES = 40;
// So many workers at once, each with so many calls.
const AT_ONCE = 4;
const CALLS = 32;
// So many calls at once of who stays, and therefore no more connections.
const STAYING = 2;

/**
 * Starts a worker, and waits for its first word.
 *
 * @param {string} how
 */
async function working(how) {
  const workerData = { access: sandbox.konnect, how, calls: CALLS };
  const worker = new Worker(program('worker.mjs'), { workerData });
  /** @type {unknown[]} */
  const errors = [];
  worker.on('error', (error) => errors.push(error));
  // Not by `once`, which rejects where the worker fails before.
  const exit = new Promise((resolve) => worker.on('exit', resolve));
  const word = await within(
    Promise.race([new Promise((resolve) => worker.once('message', resolve)), exit.then((code) => `${code} ${errors}`)]),
    'the worker',
  );
  return { worker, word, errors, exit };
}

test('several call at once, each for itself, and the main thread too', async () => {
  const konnect = new Konnect(sandbox.konnect);
  const workers = Promise.all(Array.from({ length: AT_ONCE }, () => working('answer')));
  const mine = Promise.all(crowd.EVERYBODY.map((number) => crowd.ask(konnect, number, 5)));
  for (const { word, exit } of await workers) {
    assert.equal(word, 'done');
    // Nothing keeps a worker alive whose calls are over.
    assert.equal(await within(exit, 'the end of a worker'), 0);
  }
  await mine;
  konnect.close();
  await sandbox.left();
});

/** @type {[how: string, held: boolean, code: number, error: RegExp | undefined][]} */
const ENDS = [
  ['terminate', true, 1, undefined],
  ['terminate', false, 1, undefined],
  ['exit', true, 7, undefined],
  ['exit', false, 7, undefined],
  ['throw', false, 1, /thrown in a worker/],
];

describe(`a worker ends ${TIMES} times with calls in flight`, () => {
  for (const [how, held, code, error] of ENDS) {
    test(`by ${how}, while answers ${held ? 'do not come' : 'come'}`, async () => {
      const konnect = new Konnect(sandbox.konnect);
      for (let ended = 0; ended < TIMES; ended += AT_ONCE) {
        await sandbox.reset();
        if (held) await sandbox.faults({ fault: HANG });
        const workers = await Promise.all(Array.from({ length: AT_ONCE }, () => working(how)));
        await sandbox.arrived(AT_ONCE * CALLS);
        for (const { worker, word } of workers) {
          assert.equal(word, 'calling');
          if (how === 'terminate') void worker.terminate();
          else worker.postMessage('end');
        }
        for (const { exit, errors } of workers) {
          assert.equal(await within(exit, 'the end of a worker'), code);
          assert.equal(errors.length, error ? 1 : 0);
          if (error) assert.match(String(errors[0]), error);
        }
        // Its requests are dropped with it, and whoever stays goes on.
        await sandbox.left('konnect', STAYING);
        await sandbox.faults();
        await crowd.ask(konnect, 1, STAYING);
      }
      konnect.close();
    });
  }
});

test('a worker that closes its client ends once its calls have', async () => {
  const { worker, word, exit, errors } = await working('close');
  assert.equal(word, 'calling');
  worker.postMessage('end');
  assert.equal(await within(exit, 'the end of a worker'), 0, String(errors));
  await sandbox.left();
});

test('no thread of the library is left by workers', linux, async () => {
  const workers = await Promise.all(Array.from({ length: AT_ONCE }, () => working('wait')));
  assert(threads().some((name) => name.includes('authloom')));
  await Promise.all(workers.map(({ worker }) => worker.terminate()));
  await until(() => !threads().some((name) => name.includes('authloom')));
  await sandbox.left();
});
