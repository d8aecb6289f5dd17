// One turn of one peer: connect, warm up, make the calls, say in one JSON line what they cost.
//
//     node frame.mjs PEER OPERATION AT_ONCE WARM_UP CALLS URL
//
// PEER is a module in `peers`. OPERATION is `get` or `upsert`, and AT_ONCE is the number of async
// functions that make one call after the other. WARM_UP and CALLS are numbers of calls, all of
// these functions together.

import { check } from './calls.mjs';
import { cost, reading } from './cost.mjs';

const [peer, operation, atOnceText, warmUpText, callsText, url] = process.argv.slice(2);
const [atOnce, warmUp, calls] = [atOnceText, warmUpText, callsText].map(Number);

const { Client } = await import(`./peers/${peer}.mjs`);
const client = new Client(url);

async function work(calls) {
  for (let made = 0; made < calls; made += 1) {
    check(await client[operation]());
  }
}

async function together(calls) {
  await Promise.all(Array.from({ length: atOnce }, () => work(calls / atOnce)));
}

/** Only where it is allowed on the command line: growth is what stays after it. */
function collect() {
  globalThis.gc?.();
  // What the first has freed is given back while the program goes on, or by the next one.
  globalThis.gc?.();
}

await together(warmUp);
collect();
const before = reading();
await together(calls);
collect();
console.log(JSON.stringify(cost(before, reading(), calls)));
// Nobody's end is measured, so nobody's idle connections are waited for.
process.exit();
