// A panic in the native module ends its call with an InternalError, and nothing else.
//
// The module that the suite builds panics where AUTHLOOM_PROVOKED_PANIC says; no release does.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { FitbitPlus, InternalError, Konnect } from 'authloom';
import { rejection } from './support/calling.mjs';
import { HANG } from './support/control.mjs';
import { Running, program } from './support/program.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';
import { within } from './support/waiting.mjs';

const sandbox = await sandboxOfFile();

const VARIABLE = 'AUTHLOOM_PROVOKED_PANIC';
/** What the panics say, as if it were a server's data. */
const WORDS = 'words of a provoked panic';
/** So many calls side by side. */
const MANY = 16;

const EXCHANGE = 'sending the request or receiving the response';
/**
 * Where it panics, how far a call has come there, the outcome, and how many attempts are known.
 *
 * @type {[place: string, phase: string, outcome: string, attempts: number][]}
 */
const PLACES = [
  ['arguments', 'preparing the request', 'not_sent', 0],
  ['hook', 'telling a hook', 'unknown', 1],
  ['timer', EXCHANGE, 'unknown', 1],
  ['beside', EXCHANGE, 'unknown', 0],
  ['put', EXCHANGE, 'unknown', 0],
  ['result', 'returning the result', 'unknown', 1],
];

afterEach(() => {
  delete process.env[VARIABLE];
});

/** A client that has something to tell, so that what happens is noted. */
function client() {
  return new Konnect({ ...sandbox.konnect, hooks: [() => {}] });
}

/**
 * What a call rejects with, which has some time for that.
 *
 * @param {Promise<unknown>} call
 */
function failure(call) {
  return within(rejection(call), 'the end of the call');
}

/**
 * An error says how far the call had come and where the fault is, and nothing of the panic.
 *
 * @param {any} error
 * @param {string} phase
 * @param {string} outcome
 * @param {number} attempts
 */
function check(error, phase, outcome, attempts, operation = 'getAuthConfig') {
  assert(error instanceof InternalError, `${inspect(error)}: was the module built with the feature provoked-panics?`);
  assert.deepEqual(
    [error.kind, error.operation, error.outcome, error.attempts, error.retryable],
    ['internal', operation, outcome, attempts, false],
  );
  const said = /^an internal fault ended the call while (.*) \((.*\.rs:\d+:\d+)\)$/.exec(error.reason);
  assert.equal(said?.[1], phase, error.reason);
  // A folder of the machine that built the module is nobody's affair.
  assert(!said?.[2]?.startsWith('/'), error.reason);
  assert(error.message.startsWith(`${error.client} ${operation}: ${error.reason}. Report this`), error.message);
  assert.equal(error.cause, undefined);
  assert(!inspect(error, { showHidden: true }).includes(WORDS));
  assert(String(error.stack).includes('panics.test.mjs'), error.stack);
}

/**
 * Where the response has arrived already, no timer is set.
 *
 * @param {string} place
 */
async function prepare(place) {
  if (place === 'timer') await sandbox.faults({ fault: HANG });
}

describe('a call that panics', () => {
  for (const [place, ...expected] of PLACES) {
    test(`at: ${place}`, async () => {
      const konnect = client();
      await konnect.getAuthConfig(GITHUB_MAIN);
      await prepare(place);
      process.env[VARIABLE] = place;
      // One that is alone begins on this thread.
      for (let time = 0; time < 3; time += 1) {
        check(await failure(konnect.getAuthConfig(GITHUB_MAIN)), ...expected);
      }
      const calls = Array.from({ length: MANY }, () => failure(konnect.getAuthConfig(GITHUB_MAIN)));
      for (const error of await Promise.all(calls)) check(error, ...expected);
      delete process.env[VARIABLE];
      await sandbox.faults();
      await konnect.getAuthConfig(GITHUB_MAIN);
      konnect.close();
      await sandbox.left();
    });
  }

  test('while its response is decoded', async () => {
    const fitbit = new FitbitPlus({ baseUrl: sandbox.baseUrl('fitbit_plus') });
    /** @type {import('authloom').Grant} */
    const grant = { type: 'client_credentials', clientSecret: 's-9f1' };
    process.env[VARIABLE] = 'clock';
    const error = await failure(fitbit.createToken(grant, { clientId: 'acme-reporting' }));
    check(error, 'decoding the response', 'unknown', 1, 'createToken');
    delete process.env[VARIABLE];
    await fitbit.createToken(grant, { clientId: 'acme-reporting' });
    fitbit.close();
  });

  test('closes its connection', async () => {
    const konnect = client();
    await konnect.getAuthConfig(GITHUB_MAIN);
    assert.equal(await sandbox.connections(), 1);
    // While the response is waited for.
    await prepare('timer');
    process.env[VARIABLE] = 'timer';
    await failure(konnect.getAuthConfig(GITHUB_MAIN));
    await sandbox.left();
    delete process.env[VARIABLE];
    await sandbox.faults();
    await konnect.getAuthConfig(GITHUB_MAIN);
    // And before, when it is idle: it may be in any state.
    process.env[VARIABLE] = 'hook';
    await failure(konnect.getAuthConfig(GITHUB_MAIN));
    await sandbox.left();
    konnect.close();
  });

  for (const [place] of PLACES) {
    test(`at ${place} prints nothing, and keeps no process alive`, async () => {
      await prepare(place);
      const env = { [VARIABLE]: place, ...sandbox.konnect };
      const { code, out, err } = await new Running(program('panics.mjs'), [], { env }).ended;
      assert.deepEqual([code, err], [0, '']);
      assert.equal(out, 'InternalError\n');
      await sandbox.faults();
    });
  }
});
