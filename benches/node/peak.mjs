// A process says its own peak: what the system tells its parent includes the parent's memory.

// An import would load all that `node:fs` has, streams among it, and hide what that costs others.
const { readFileSync, writeSync } = process.getBuiltinModule('fs');

/** Prints how many KiB of memory this process has held at its peak. */
export function printPeak() {
  const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'));
  writeSync(1, peak);
}
