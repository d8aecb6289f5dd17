// Hooks see what happens in a call before it returns, and change nothing.

import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, test } from 'node:test';
import { Konnect, NotFoundError } from 'authloom';
import { rejection, thrown } from './support/calling.mjs';
import { BUSY, HANG } from './support/control.mjs';
import * as crowd from './support/crowd.mjs';
import { crowdOfFile, GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';

/** @typedef {import('authloom').Event} Event */

const sandbox = await sandboxOfFile();
const many = await crowdOfFile();

/**
 * Makes a call with hooks.
 *
 * @param {((event: Event) => void)[]} hooks
 */
async function get(...hooks) {
  const konnect = new Konnect({ ...sandbox.konnect, hooks });
  try {
    return await konnect.getAuthConfig(GITHUB_MAIN);
  } finally {
    konnect.close();
  }
}

/**
 * The warnings of the process while something is done.
 *
 * @param {() => Promise<unknown>} act
 */
async function warningsOf(act) {
  /** @type {any[]} */
  const warnings = [];
  const warned = (/** @type {Error} */ warning) => warnings.push(warning);
  process.on('warning', warned);
  try {
    await act();
    // They are reported in a turn of their own.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('warning', warned);
  }
  return warnings;
}

test('a hook sees the course of a call in order', async () => {
  await sandbox.faults({ nth: 1, fault: BUSY });
  /** @type {Event[]} */
  const seen = [];
  await get((event) => seen.push(event));
  assert.deepEqual(
    seen.map(({ kind, attempt }) => [kind, attempt]),
    [['sending', 1], ['response', 1], ['retrying', 1], ['sending', 2], ['response', 2], ['finished', 2]],
  );
  for (const event of seen) assert.deepEqual([event.client, event.operation], ['Konnect', 'getAuthConfig']);
  assert.deepEqual(seen.map(({ status }) => status), [undefined, 503, undefined, undefined, 200, 200]);
  assert.deepEqual(seen.filter((event) => 'error' in event).map(({ error }) => error), ['server_error']);
  assert.equal(seen.filter((event) => 'wait' in event).length, 1);
  const elapsed = seen.map((event) => event.elapsed);
  assert.deepEqual(elapsed, [...elapsed].sort((one, other) => one - other));
});

test('everything is reported before the call returns, also where it fails', async () => {
  /** @type {string[]} */
  const told = [];
  const konnect = new Konnect({ ...sandbox.konnect, hooks: [({ kind }) => told.push(kind)] });
  await konnect.getAuthConfig(GITHUB_MAIN).then(() => told.push('returned'));
  await konnect.getAuthConfig(sandbox.instance).catch(() => told.push('failed'));
  const course = ['sending', 'response', 'finished'];
  assert.deepEqual(told, [...course, 'returned', ...course, 'failed']);
  konnect.close();
});

test('every hook is told, in order', async () => {
  /** @type {string[]} */
  const told = [];
  await get(() => told.push('first'), () => told.push('second'));
  assert.deepEqual(told, ['first', 'second', 'first', 'second', 'first', 'second']);
});

describe('an exception of a hook', () => {
  for (const raised of [new Error('mine'), 'a string', null]) {
    test(`is a warning and changes nothing: ${raised}`, async () => {
      /** @type {string[]} */
      const after = [];
      const warnings = await warningsOf(async () => {
        const config = await get(
          () => {
            throw raised;
          },
          ({ kind }) => after.push(kind),
        );
        assert.equal(config.type, 'oauth');
      });
      assert.equal(warnings.length, 3);
      assert(warnings.every((warning) => warning instanceof Error));
      assert(warnings.every((warning) => /hook/i.test(warning.message) || /hook/i.test(warning.name)));
      if (raised instanceof Error) assert(warnings.every(({ stack, cause }) => `${stack}${cause}`.includes('mine')));
      assert.deepEqual(after, ['sending', 'response', 'finished']);
      assert.equal((await sandbox.log()).length, 1);
    });
  }

  for (const [what, raised] of Object.entries({
    'an object without a prototype': Object.create(null),
    'a toString that throws': {
      toString() {
        throw new Error('not this either');
      },
    },
    'a stack that throws': Object.defineProperty(new Error('mine'), 'stack', {
      get() {
        throw new Error('nor this');
      },
    }),
    'a symbol': Symbol('mine'),
  })) {
    test(`is a warning even if it is ${what}`, async () => {
      const warnings = await warningsOf(async () => {
        await get(() => {
          throw raised;
        });
        await get(/** @type {any} */ (async () => Promise.reject(raised)));
        await get(/** @type {any} */ (() => ({ then: (/** @type {any} */ _, /** @type {any} */ no) => no(raised) })));
      });
      assert.equal(warnings.length, 9);
      assert(warnings.every(({ name }) => name === 'AuthloomHookWarning'));
    });
  }

  test('is one, too, where a returned object, a thenable or a logger throws', async () => {
    const hostile = () => {
      throw new Error('mine');
    };
    const logger = {};
    let ready = false;
    for (const level of ['debug', 'warn']) {
      Object.defineProperty(logger, level, { get: () => (ready ? hostile() : hostile) });
    }
    const konnect = new Konnect({ ...sandbox.konnect, logger: /** @type {any} */ (logger) });
    ready = true;
    const warnings = await warningsOf(async () => {
      await get(/** @type {any} */ (() => Object.defineProperty({}, 'then', { get: hostile })));
      await get(/** @type {any} */ (() => ({ then: hostile })));
      await konnect.getAuthConfig(GITHUB_MAIN);
    });
    assert.equal(warnings.length, 9);
    konnect.close();
  });

  test('a promise that rejects is one, too', async () => {
    const warnings = await warningsOf(async () => {
      await get(/** @type {any} */ (async () => Promise.reject(new Error('mine, later'))));
    });
    assert.equal(warnings.length, 3);
    assert(warnings.every(({ stack, cause }) => `${stack}${cause}`.includes('mine, later')));
  });
});

test('a hook may make a call', async () => {
  /** @type {Promise<unknown>[]} */
  const calls = [];
  const other = new Konnect(sandbox.konnect);
  await get(({ kind }) => {
    if (kind === 'finished') calls.push(rejection(other.getAuthConfig(sandbox.instance)));
  });
  assert.equal(calls.length, 1);
  assert((await calls[0]) instanceof NotFoundError);
  other.close();
});

test('a hook may close its client, and the call ends as it would', async () => {
  const konnect = new Konnect({ ...sandbox.konnect, hooks: [() => konnect.close()] });
  assert.equal((await konnect.getAuthConfig(GITHUB_MAIN)).type, 'oauth');
});

test('the events of many calls at once are each told before their own returns', async () => {
  /** @type {Record<string, number>} */
  const finished = {};
  const storage = new AsyncLocalStorage();
  let told = 0;
  const konnect = new Konnect({
    ...many.konnect,
    hooks: [
      ({ kind, operation }) => {
        told += 1;
        if (kind === 'finished') finished[operation] = (finished[operation] ?? 0) + 1;
      },
    ],
  });
  await Promise.all(
    crowd.EVERYBODY.map((number) =>
      storage.run(number, async () => {
        await crowd.ask(konnect, number);
        // What a caller keeps for its own turn is still there.
        assert.equal(storage.getStore(), number);
      }),
    ),
  );
  assert.deepEqual(finished, { getAuthConfig: crowd.SIZE });
  assert.equal(told, crowd.SIZE * 3);
  konnect.close();
});

test('nothing is reported of a call after it was aborted', async () => {
  await sandbox.faults({ fault: HANG });
  /** @type {string[]} */
  const told = [];
  const konnect = new Konnect({ ...sandbox.konnect, hooks: [({ kind }) => told.push(kind)] });
  const controller = new AbortController();
  const rejected = rejection(konnect.getAuthConfig(GITHUB_MAIN, { signal: controller.signal }));
  await sandbox.arrived(1);
  controller.abort();
  await rejected;
  const then = told.length;
  await sandbox.left();
  await sandbox.faults();
  await konnect.getAuthConfig(GITHUB_MAIN);
  assert.deepEqual(told.slice(then), ['sending', 'response', 'finished']);
  konnect.close();
});

for (const hooks of [() => {}, 'x', [() => {}, 'x'], 3, {}]) {
  test(`what is no list of functions is refused: ${JSON.stringify(hooks)}`, () => {
    const error = thrown(() => new Konnect(/** @type {any} */ ({ ...sandbox.konnect, hooks })));
    assert(error instanceof TypeError);
    assert.match(error.message, /^`hooks/);
  });
}
