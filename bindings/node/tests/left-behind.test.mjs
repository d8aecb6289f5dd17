// What is closed leaves nothing: no thread, no descriptor, no connection.

import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, test } from 'node:test';
import { Konnect } from 'authloom';
import { rejection } from './support/calling.mjs';
import { HANG } from './support/control.mjs';
import * as crowd from './support/crowd.mjs';
import { collectGarbage } from './support/memory.mjs';
import { descriptors, linux, threads } from './support/process.mjs';
import { crowdOfFile } from './support/sandbox.mjs';
import { until } from './support/waiting.mjs';

const sandbox = await crowdOfFile();
const ours = () => threads().filter((name) => name.includes('authloom'));

describe('nothing is left', linux, () => {
  /** @type {string[]} */
  let open = [];
  /** @type {number} */
  let running = 0;

  before(async () => {
    // What Node itself keeps from the first use on.
    await sandbox.log();
    const konnect = new Konnect(sandbox.konnect);
    await crowd.ask(konnect, 0);
    konnect.close();
    await settled();
  });

  beforeEach(async () => {
    await settled();
    assert.deepEqual(ours(), []);
    open = descriptors();
    running = threads().length;
  });

  afterEach(async () => {
    await sandbox.left();
    // A thread that has ended is still there for a moment, as is what it had open.
    await until(() => ours().length === 0);
    await until(() => threads().length === running);
    await until(() => String(descriptors()) === String(open));
  });

  test('by clients that were closed', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, other] = [new Konnect(sandbox.konnect), new Konnect(sandbox.konnect)];
      await Promise.all([crowd.ask(one, 1, crowd.SIZE), crowd.ask(other, 2, crowd.SIZE)]);
      assert(ours().length > 0, 'no thread has the name of the library');
      one.close();
      other.close();
    }
  });

  test('by calls that were aborted', async () => {
    await sandbox.faults({ fault: HANG });
    const konnect = new Konnect(sandbox.konnect);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = crowd.EVERYBODY.map((number) => rejection(konnect.getAuthConfig(crowd.instance(number), { signal })));
    await sandbox.arrived(crowd.SIZE);
    controller.abort();
    await Promise.all(calls);
    konnect.close();
  });

  test('by clients that are closed in the moment in which their calls are aborted', async () => {
    await sandbox.faults({ fault: HANG });
    for (let round = 1; round <= 20; round += 1) {
      const konnect = new Konnect(sandbox.konnect);
      const controller = new AbortController();
      const call = rejection(konnect.getAuthConfig(crowd.instance(1), { signal: controller.signal }));
      await sandbox.arrived(round);
      // Nobody has time to act on the one before the other comes.
      controller.abort();
      konnect.close();
      await call;
    }
  });

  test('by calls that are aborted as soon as they have begun', async () => {
    for (let round = 0; round < 50; round += 1) {
      const konnect = new Konnect(sandbox.konnect);
      const controller = new AbortController();
      const call = konnect.getAuthConfig(crowd.instance(1), { signal: controller.signal });
      // Each a little later than the one before: while it connects, while it sends, while it waits.
      for (let turn = 0; turn < round % 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      konnect.close();
      await call.catch(() => {});
    }
  });

  test('by clients that were only forgotten', async () => {
    for (let round = 0; round < 3; round += 1) await crowd.ask(new Konnect(sandbox.konnect), 1, 8);
    await until(async () => {
      await collectGarbage();
      return ours().length === 0;
    });
  });

  test('by clients that never called', () => {
    for (let round = 0; round < 50; round += 1) new Konnect(sandbox.konnect).close();
  });
});

/** Waits until nothing of before is there any more. */
async function settled() {
  await until(async () => {
    await collectGarbage();
    return ours().length === 0 && (await sandbox.connections()) === 0;
  });
}
