// A worker that calls without an end, until it is told to end or is ended.
//
// It is given `{ access, how, calls }`. `how` says what it does when it is told to, with so many calls
// in flight: `exit` ends by process.exit, `throw` by an exception, `close` closes its client and ends
// by itself. `wait` goes on; `answer` makes some rounds of calls, and ends.

import { parentPort, workerData } from 'node:worker_threads';
import { AuthloomError, Konnect } from 'authloom';
import { clientId, instance, owner, SIZE } from '../support/crowd.mjs';

const { access, how, calls } = workerData;
const konnect = new Konnect(access);
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

/** @param {number} number */
async function ask(number) {
  const config = await konnect.getAuthConfig(instance(number % SIZE));
  if (owner(config) !== clientId(number % SIZE)) throw new Error(`it got the response of ${owner(config)}`);
}

if (how === 'answer') {
  // Some rounds of its own, and what they came to.
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(Array.from({ length: calls }, (_, number) => ask(number + round)));
  }
  konnect.close();
  port.postMessage('done');
} else {
  const goOn = async (/** @type {number} */ number) => {
    for (;;) {
      try {
        await ask(number);
      } catch (error) {
        if (!(error instanceof AuthloomError)) throw error;
        if (error.kind === 'closed') return;
      }
    }
  };
  for (let number = 0; number < calls; number += 1) void goOn(number);
  port.postMessage('calling');
  port.once('message', () => {
    port.close();
    if (how === 'exit') process.exit(7);
    if (how === 'throw') throw new Error('thrown in a worker');
    if (how === 'close') konnect.close();
  });
}
