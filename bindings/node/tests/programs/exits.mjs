// Ends by process.exit with 256 calls in flight.
//
//     node exits.mjs HOW WHAT
//
// HOW says where the calls are: `main`, on the main thread, or `workers`, in four workers. WHAT is
// `held`, where no response comes, or `answered`, where they come all the time, also during the exit.
// It ends once its input does.

import { Worker } from 'node:worker_threads';
import { AuthloomError, Konnect } from 'authloom';
import { instance, SIZE } from '../support/crowd.mjs';
import { program } from '../support/program.mjs';

const CALLS = 256;
const [how, what] = process.argv.slice(2);

/**
 * @param {Konnect} konnect
 * @param {number} number
 */
async function goOn(konnect, number) {
  do {
    try {
      await konnect.getAuthConfig(instance(number % SIZE));
    } catch (error) {
      if (!(error instanceof AuthloomError)) throw error;
    }
  } while (what === 'answered');
}

const access = { baseUrl: String(process.env.AUTHLOOM_KONNECT_BASE_URL), token: 'kpat_example' };
if (how === 'main') {
  // A hook keeps the loop busy with what has come, and no call waits for a connection.
  const konnect = new Konnect({ ...access, hooks: [() => {}], maxConnections: CALLS });
  for (let number = 0; number < CALLS; number += 1) void goOn(konnect, number);
} else {
  for (let worker = 0; worker < 4; worker += 1) {
    new Worker(program('worker.mjs'), { workerData: { access, how: 'wait', calls: CALLS / 4 } });
  }
}
process.stdin.resume().on('end', () => process.exit(0));
