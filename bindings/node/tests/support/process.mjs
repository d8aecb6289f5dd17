// What this process has, as Linux tells it.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a test is given that counts what only Linux tells. */
export const linux = { skip: process.platform === 'linux' ? false : 'counted in /proc' };

/** The names of the threads, with their ids. */
export function threads() {
  return found('/proc/self/task', (task) => readFileSync(`/proc/self/task/${task}/comm`, 'utf8').trim());
}

/** What is open. */
export function descriptors() {
  return found('/proc/self/fd', (descriptor) => readlinkSync(`/proc/self/fd/${descriptor}`));
}

/**
 * @param {string} folder
 * @param {(entry: string) => string} read
 */
function found(folder, read) {
  /** @type {string[]} */
  const all = [];
  for (const entry of readdirSync(folder)) {
    try {
      all.push(`${entry} ${read(entry)}`);
    } catch {
      // It ended meanwhile, or was the folder itself.
    }
  }
  return all.sort();
}
