// The arguments that a vector gives.

import assert from 'node:assert/strict';
import { camel } from '../words.mjs';

/** @typedef {import('../control.mjs').Json} Json */
/** @typedef {{ given: unknown[], options: Json }} Arguments */

/** Members that are taken one by one. What nobody takes was not understood. */
export class Given {
  /** @type {Map<string, any>} */
  #left;

  /** @param {Json} members */
  constructor(members) {
    this.#left = new Map(Object.entries(members));
  }

  /**
   * One that has to be there.
   *
   * @param {string} name
   * @returns {any}
   */
  take(name) {
    assert(this.#left.has(name), `there is no ${name}`);
    return this.mayTake(name);
  }

  /**
   * One that may be there; null is as good as absent.
   *
   * @param {string} name
   * @returns {any}
   */
  mayTake(name) {
    const value = this.#left.get(name);
    this.#left.delete(name);
    return value ?? undefined;
  }

  /**
   * Those of these names that are there, by the names that they have in Node; a null stays one.
   *
   * @param {string[]} names
   * @returns {Json}
   */
  options(...names) {
    const there = names.filter((name) => this.#left.has(name));
    return Object.fromEntries(
      there.map((name) => {
        const value = this.#left.get(name);
        this.#left.delete(name);
        return [camel(name), value];
      }),
    );
  }

  /** What nobody has taken. */
  left() {
    return [...this.#left.keys()];
  }
}

/**
 * The members of an object, all of which `take` takes.
 *
 * @template T
 * @param {Json} members
 * @param {(its: Given) => T} take
 * @returns {T}
 */
export function given(members, take) {
  const its = new Given(members);
  const taken = take(its);
  assert.deepEqual(its.left(), [], 'nobody has taken these');
  return taken;
}
