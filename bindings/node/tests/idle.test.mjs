// A client that was left idle until its connections were closed calls as if nothing were.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Konnect } from 'authloom';
import * as crowd from './support/crowd.mjs';
import { crowdOfFile } from './support/sandbox.mjs';
import { until } from './support/waiting.mjs';

const sandbox = await crowdOfFile();
// An operation that is repeated only where it was provably not sent.
const METHOD = 'POST';

/** A client, and the attempts that each of its calls took. */
function counting() {
  /** @type {number[]} */
  const attempts = [];
  const hook = (/** @type {import('authloom').Event} */ { kind, attempt }) => {
    if (kind === 'finished') attempts.push(attempt);
  };
  return { konnect: new Konnect({ ...sandbox.konnect, hooks: [hook] }), attempts };
}

/**
 * @param {Konnect} konnect
 * @param {number} number
 */
function create(konnect, number) {
  const redirectUri = 'https://catalog.acme.test/callback';
  return konnect.createAuthCredential(crowd.instance(number), { type: 'oauth', code: `code-${number}`, redirectUri });
}

/**
 * The server closes every connection, of which there are so many at least.
 *
 * @param {number} least
 */
async function leaveIdle(least) {
  const connections = await sandbox.connections();
  assert(connections >= least, `only ${connections}`);
  assert.equal(await sandbox.closeIdle(), connections);
  // The least time after which a client counts as idle. More of it changes nothing.
  const begun = performance.now();
  await until(() => performance.now() - begun > 2);
}

/**
 * Each call was one request, and needed no second attempt.
 *
 * @param {number[]} attempts
 * @param {number} calls
 */
async function check(attempts, calls) {
  const log = await sandbox.log();
  assert.equal(log.filter(({ method }) => method === METHOD).length, calls);
  assert.deepEqual(attempts, log.map(() => 1));
}

test('one call after the other', async () => {
  const { konnect, attempts } = counting();
  for (let number = 0; number < 8; number += 1) {
    await konnect.getAuthConfig(crowd.instance(number));
    await leaveIdle(1);
    await create(konnect, number);
    await leaveIdle(1);
  }
  konnect.close();
  await check(attempts, 8);
});

test('with 64 in flight', async () => {
  const { konnect, attempts } = counting();
  // Answers come late, so that calls side by side have a connection each.
  await sandbox.faults({ fault: { kind: 'latency', ms: 300 } });
  await Promise.all(crowd.EVERYBODY.map((number) => crowd.ask(konnect, number)));
  await sandbox.faults();
  await leaveIdle(8);
  await Promise.all(crowd.EVERYBODY.map((number) => create(konnect, number)));
  konnect.close();
  await check(attempts, crowd.SIZE);
});

test('while the loop stands still', async () => {
  const { konnect, attempts } = counting();
  await konnect.getAuthConfig(crowd.instance(0));
  await sandbox.closeIdle();
  // A program that computes sees nothing of the end of its connections until it has done so.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  await create(konnect, 0);
  konnect.close();
  await check(attempts, 1);
});
