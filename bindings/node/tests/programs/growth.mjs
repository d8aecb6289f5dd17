// Makes many calls and says how much memory it took, in bytes.
//
//     node growth.mjs WARM_UP CALLS
//
// Half of the calls are made one after the other, half with 64 in flight; of each a quarter has a
// signal, a quarter fails, and hooks are told of a quarter.

import { AuthloomError, Konnect } from 'authloom';
import { collectGarbage } from '../support/memory.mjs';

const IN_FLIGHT = 64;
const [warmUp, calls] = process.argv.slice(2).map(Number);
const plain = Konnect.fromEnv();
const told = Konnect.fromEnv({ hooks: [() => {}] });
const { signal } = new AbortController();

/** @param {number} number */
async function call(number) {
  const konnect = number % 4 === 0 ? told : plain;
  const instance = number % 4 === 1 ? 'missing' : 'there';
  try {
    await (number % 4 === 2 ? konnect.getAuthConfig(instance, { signal }) : konnect.getAuthConfig(instance));
  } catch (error) {
    if (!(error instanceof AuthloomError) || error.kind !== 'not_found') throw error;
  }
}

/** @param {number} calls */
async function turn(calls) {
  for (let number = 0; number < calls / 2; number += 1) await call(number);
  let begun = 0;
  const work = async () => {
    while (begun < calls / 2) await call((begun += 1));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}

async function resident() {
  await collectGarbage();
  return process.memoryUsage.rss();
}

await turn(Number(warmUp));
const before = await resident();
await turn(Number(calls));
console.log((await resident()) - before);
