// The arguments that a vector gives.

import assert from 'node:assert/strict';

/** @typedef {import('../control.mjs').Json} Json */

/** Members that are taken one by one. What nobody takes was not understood. */
export class Given {
  /** @type {Map<string, any>} */
  #left;

  /** @param {Json} members */
  constructor(members) {
    this.#left = new Map(Object.entries(members));
  }

  /**
   * One that has to be there, be it null.
   *
   * @param {string} name
   * @returns {any}
   */
  take(name) {
    assert(this.#left.has(name), `there is no ${name}`);
    const value = this.#left.get(name);
    this.#left.delete(name);
    return value;
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
   * Whether one is there, null or not.
   *
   * @param {string} name
   */
  has(name) {
    return this.#left.has(name);
  }

  /**
   * Whether one is there that is not null.
   *
   * @param {string} name
   */
  holds(name) {
    return (this.#left.get(name) ?? null) !== null;
  }

  /**
   * Takes one that is null: it is not given.
   *
   * @param {string} name
   */
  forgetNull(name) {
    if (!this.holds(name)) this.#left.delete(name);
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
