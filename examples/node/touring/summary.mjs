// The end of the tour.

import { BAD, GOOD, PLAIN, STRONG } from './console.mjs';

/** @typedef {import('./console.mjs').Console} Console */
/** @typedef {import('./ledger.mjs').Item} Item */

/**
 * Sums the tour up, and tells whether all went as expected.
 *
 * @param {Console} console
 * @param {number} steps
 * @param {string[]} surprises What was not as expected.
 * @param {Item[]} items What was created.
 */
export function sumUp(console, steps, surprises, items) {
  console.blank();
  console.entry(0, '', PLAIN, 'Summary', STRONG);
  console.blank();
  if (surprises.length > 0) {
    console.entry(2, '! ', BAD, `${steps} steps, not all as expected:`);
    for (const what of surprises) console.entry(4, '', PLAIN, what);
  } else {
    console.entry(2, '→ ', GOOD, `${steps} steps, each as expected`);
  }
  const left = items.filter(({ removed }) => removed === undefined);
  const gone = items.filter(({ removed }) => removed !== undefined);
  list(console, 'Created and removed', gone, ({ removed }) => removed ?? '');
  list(console, 'Could not be removed', left, ({ stays }) => stays ?? 'it may still be there');
  if (left.length === 0) {
    console.blank();
    console.entry(2, '', PLAIN, 'Nothing was left behind.');
  }
  return surprises.length === 0;
}

/**
 * @param {Console} console
 * @param {string} title
 * @param {Item[]} items
 * @param {(item: Item) => string} fate
 */
function list(console, title, items, fate) {
  if (items.length === 0) return;
  console.blank();
  console.entry(2, '', PLAIN, title);
  const width = Math.max(...items.map(({ what }) => what.length));
  for (const item of items) {
    const mark = `${item.system.padEnd(13)}  ${item.what.padEnd(width)}  `;
    console.entry(4, mark, PLAIN, fate(item));
  }
}
