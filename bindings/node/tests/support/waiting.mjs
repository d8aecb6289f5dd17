// Waiting for what will come, with a deadline for when it does not.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** No test comes near it; it is there so that what never comes is a failure and no hang. */
export const SECONDS = 30;

/**
 * Looks again and again until there is something true, and returns it.
 *
 * @template T
 * @param {() => T | Promise<T>} look
 * @param {number} [seconds]
 * @returns {Promise<T>}
 */
export async function until(look, seconds = SECONDS) {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    assert(performance.now() < deadline, `still ${inspect(seen)} after ${seconds} s`);
    await sleep(5);
  }
}

/**
 * Waits for a promise, but not for ever.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {string} what
 * @returns {Promise<T>}
 */
export async function within(promise, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after ${SECONDS} s`)), SECONDS * 1000);
  });
  try {
    return /** @type {T} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}
