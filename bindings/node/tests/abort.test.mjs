// Who stops waiting for a call drops its request, and harms nothing.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, test } from 'node:test';
import { AuthloomError, Konnect, NotFoundError } from 'authloom';
import { call, rejection } from './support/calling.mjs';
import { HANG } from './support/control.mjs';
import * as crowd from './support/crowd.mjs';
import { DISTINCT, title } from './support/operations.mjs';
import { crowdOfFile, GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';
import { within } from './support/waiting.mjs';

const sandbox = await sandboxOfFile();
const many = await crowdOfFile();

/** @param {AbortSignal} signal */
const listeners = (signal) => getEventListeners(signal, 'abort').length;

describe('a signal that is aborted already', () => {
  for (const operation of DISTINCT) {
    test(`${title(operation)} sends nothing`, async () => {
      const reason = { my: 'reason' };
      const signal = AbortSignal.abort(reason);
      assert.equal(await rejection(call(operation, sandbox, { signal })), reason);
      assert.deepEqual(await sandbox.log(), []);
      assert.equal(listeners(signal), 0);
    });
  }

  test('comes before an argument that is refused', async () => {
    const konnect = new Konnect(sandbox.konnect);
    const reason = new Error('mine');
    const signal = AbortSignal.abort(reason);
    assert.equal(await rejection(konnect.getAuthConfig('', { signal })), reason);
    konnect.close();
  });
});

test('a signal that is aborted while the options are read ends the call', async () => {
  await sandbox.faults({ fault: HANG });
  const konnect = new Konnect(sandbox.konnect);
  const controller = new AbortController();
  const options = {
    signal: controller.signal,
    get headers() {
      controller.abort('while they are read');
      return {};
    },
  };
  const rejected = rejection(konnect.getAuthConfig(GITHUB_MAIN, options));
  assert.equal(await within(rejected, 'the call'), 'while they are read');
  assert.equal(listeners(controller.signal), 0);
  await sandbox.left();
  konnect.close();
});

describe('aborting during a call', () => {
  for (const operation of DISTINCT) {
    test(`${title(operation)} drops the request`, async () => {
      const api = operation.api.replace('_', '-');
      await sandbox.faults({ fault: HANG });
      const controller = new AbortController();
      const reason = { my: 'reason' };
      const rejected = rejection(call(operation, sandbox, { signal: controller.signal, maxAttempts: 3 }));
      await sandbox.arrived(1);
      assert.equal(await sandbox.connections(api), 1);
      assert.equal(listeners(controller.signal), 1);
      controller.abort(reason);
      assert.equal(await within(rejected, 'the call'), reason);
      assert.equal(listeners(controller.signal), 0);
      await sandbox.left(api);
      // Nothing was sent again.
      assert.deepEqual((await sandbox.log()).map(({ status }) => status), [null]);
    });
  }

  test('drops the request of a client that stays and goes on', async () => {
    await sandbox.faults({ fault: HANG });
    const konnect = new Konnect(sandbox.konnect);
    const controller = new AbortController();
    const rejected = rejection(konnect.getAuthConfig(GITHUB_MAIN, { signal: controller.signal }));
    await sandbox.arrived(1);
    controller.abort();
    await rejected;
    // The server sees it leave, although the client stays.
    await sandbox.left();
    await sandbox.faults();
    assert.equal((await konnect.getAuthConfig(GITHUB_MAIN)).type, 'oauth');
    assert.deepEqual((await sandbox.log()).map(({ status }) => status), [null, 200]);
    konnect.close();
  });

  /** @type {[name: string, abort: (controller: AbortController) => void, check: (reason: any) => void][]} */
  const reasons = [
    ['no reason', (it) => it.abort(), (reason) => assert.equal(reason.name, 'AbortError')],
    ['a string', (it) => it.abort('enough'), (reason) => assert.equal(reason, 'enough')],
    ['null', (it) => it.abort(null), (reason) => assert.equal(reason, null)],
    ['zero', (it) => it.abort(0), (reason) => assert.equal(reason, 0)],
  ];
  for (const [name, abort, check] of reasons) {
    test(`rejects with the signal's reason: ${name}`, async () => {
      await sandbox.faults({ fault: HANG });
      const konnect = new Konnect(sandbox.konnect);
      const controller = new AbortController();
      const rejected = rejection(konnect.getAuthConfig(GITHUB_MAIN, { signal: controller.signal }));
      await sandbox.arrived(1);
      abort(controller);
      const reason = await rejected;
      assert.equal(reason, controller.signal.reason);
      assert(!(reason instanceof AuthloomError));
      check(reason);
      konnect.close();
    });
  }

  test('works with AbortSignal.timeout and AbortSignal.any', async () => {
    await sandbox.faults({ fault: HANG });
    const konnect = new Konnect(sandbox.konnect);
    const timeout = AbortSignal.timeout(20);
    const reason = await rejection(konnect.getAuthConfig(GITHUB_MAIN, { signal: timeout }));
    assert.equal(reason.name, 'TimeoutError');
    assert(reason instanceof DOMException);

    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, new AbortController().signal]);
    const rejected = rejection(konnect.getAuthConfig(GITHUB_MAIN, { signal }));
    controller.abort('by any');
    assert.equal(await rejected, 'by any');
    await sandbox.left();
    konnect.close();
  });

  test('leaves the other calls', async () => {
    const slow = `/v1/integration-instances/${crowd.instance(0)}/*`;
    await many.faults({ path: slow, fault: HANG });
    const konnect = new Konnect(many.konnect);
    const controllers = crowd.EVERYBODY.map(() => new AbortController());
    const calls = controllers.map(({ signal }, number) => konnect.getAuthConfig(crowd.instance(number), { signal }));
    const first = rejection(/** @type {Promise<unknown>} */ (calls[0]));
    await many.arrived(crowd.SIZE);
    controllers[0]?.abort('only this one');
    assert.equal(await first, 'only this one');
    const owners = (await Promise.all(calls.slice(1))).map(crowd.owner);
    assert.deepEqual(owners, crowd.EVERYBODY.slice(1).map(crowd.clientId));
    konnect.close();
  });

  test('one signal ends many calls', async () => {
    await many.faults({ fault: HANG });
    const konnect = new Konnect(many.konnect);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = crowd.EVERYBODY.map((number) => rejection(konnect.getAuthConfig(crowd.instance(number), { signal })));
    await many.arrived(crowd.SIZE);
    controller.abort('all');
    assert.deepEqual(new Set(await Promise.all(calls)), new Set(['all']));
    assert.equal(listeners(signal), 0);
    await many.left();
    konnect.close();
  });
});

describe('a signal that is not aborted', () => {
  test('keeps what the user has on it, and nothing of ours', async () => {
    /** @type {string[]} */
    const told = [];
    const controller = new AbortController();
    const { signal } = controller;
    const onabort = () => told.push('onabort');
    const listener = () => told.push('listener');
    signal.onabort = onabort;
    signal.addEventListener('abort', listener);
    const konnect = new Konnect(sandbox.konnect);
    const before = getEventListeners(signal, 'abort');
    await konnect.getAuthConfig(GITHUB_MAIN, { signal });
    await rejection(konnect.getAuthConfig(sandbox.instance, { signal }));
    await rejection(konnect.getAuthConfig('', { signal }));
    await rejection(konnect.getAuthConfig(GITHUB_MAIN, { signal, timeout: -1 }));
    assert.deepEqual(getEventListeners(signal, 'abort'), before);
    assert.equal(signal.onabort, onabort);

    await sandbox.faults({ fault: HANG });
    const rejected = rejection(konnect.getAuthConfig(GITHUB_MAIN, { signal }));
    await sandbox.arrived(3);
    controller.abort();
    await rejected;
    assert.deepEqual(told, ['onabort', 'listener']);
    assert.deepEqual(getEventListeners(signal, 'abort'), before);
    assert.equal(signal.onabort, onabort);
    konnect.close();
  });

  test('aborted after the call changes nothing', async () => {
    const konnect = new Konnect(sandbox.konnect);
    const controller = new AbortController();
    const { signal } = controller;
    const call = konnect.getAuthConfig(GITHUB_MAIN, { signal });
    const config = await call;
    controller.abort();
    assert.equal(await call, config);
    assert.equal((await konnect.getAuthConfig(GITHUB_MAIN)).type, 'oauth');
    assert.equal(await sandbox.connections(), 1);
    konnect.close();
  });

  test('raises no warning of a leak, however many calls there are', async () => {
    /** @type {Error[]} */
    const warnings = [];
    const warned = (/** @type {Error} */ warning) => warnings.push(warning);
    process.on('warning', warned);
    const konnect = new Konnect(many.konnect);
    const { signal } = new AbortController();
    const instances = crowd.EVERYBODY.map(crowd.instance);
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(instances.map((instance) => konnect.getAuthConfig(instance, { signal })));
    }
    assert.equal(listeners(signal), 0);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    assert.deepEqual(warnings, []);
    konnect.close();
  });

  test('an error comes as ever', async () => {
    const konnect = new Konnect(sandbox.konnect);
    const { signal } = new AbortController();
    assert((await rejection(konnect.getAuthConfig(sandbox.instance, { signal }))) instanceof NotFoundError);
    konnect.close();
  });
});

describe('what is no signal', () => {
  for (const signal of [1, 'x', {}, { aborted: false }, new AbortController(), new EventTarget()]) {
    test(`${Object.prototype.toString.call(signal)} is a TypeError`, async () => {
      const konnect = new Konnect(sandbox.konnect);
      const error = await rejection(konnect.getAuthConfig(GITHUB_MAIN, /** @type {any} */ ({ signal })));
      assert(error instanceof TypeError);
      assert.match(error.message, /^`signal` must be /);
      assert.deepEqual(await sandbox.log(), []);
      konnect.close();
    });
  }

  test('undefined and null are none', async () => {
    const konnect = new Konnect(sandbox.konnect);
    for (const signal of [undefined, null]) {
      await konnect.getAuthConfig(GITHUB_MAIN, /** @type {any} */ ({ signal }));
    }
    konnect.close();
  });
});

test('a result that is there already when its call is aborted does no harm', async () => {
  const konnect = new Konnect(many.konnect);
  await crowd.ask(konnect, 0);
  for (let round = 0; round < 20; round += 1) {
    const controller = new AbortController();
    const rejected = konnect
      .getAuthConfig(crowd.instance(1), { signal: controller.signal })
      .then(crowd.owner, (reason) => reason);
    // This thread stands still while the response comes, and has not looked at it when the signal is
    // aborted. Should it take longer, the call is aborted as any other.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    controller.abort('late');
    const came = await within(rejected, 'the call');
    assert(came === 'late' || came === crowd.clientId(1), String(came));
    await crowd.ask(konnect, 2);
  }
  konnect.close();
});
