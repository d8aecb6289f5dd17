// What `import 'authloom'`, a client and its first call take over bare Node.
//
//     node start.mjs PAIRS URL
//
// Starts fresh processes in pairs, one bare and one that makes the call, and prints one JSON line:
// the medians of how much longer a process ran from its start to its end, and of how much more
// memory it held at its peak.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { INSTANCE, TOKEN } from './calls.mjs';

const [pairs, url] = process.argv.slice(2);

/** Milliseconds from start to end, and MiB at the peak. */
function run(script) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [path, url, TOKEN, INSTANCE], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ms = performance.now() - started;
  if (status !== 0) {
    throw new Error('A process that was started ended with an error.');
  }
  return { ms, mib: Number(stdout.toString()) / 1024 };
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}

// What the first processes of a kind read from disk, the others find in memory.
run('bare.mjs');
run('first-call.mjs');
const differences = Array.from({ length: Number(pairs) }, () => {
  const bare = run('bare.mjs');
  const call = run('first-call.mjs');
  return { ms: call.ms - bare.ms, mib: call.mib - bare.mib };
});
console.log(
  JSON.stringify({
    time_ms: median(differences.map(({ ms }) => ms)),
    peak_mib: median(differences.map(({ mib }) => mib)),
  }),
);
