// What the tour has created, and what became of it.

import { AuthloomError } from 'authloom';

/** One thing that was created, or may have been. */
export class Item {
  created = false;
  /** How it was removed. @type {string | undefined} */
  removed;
  /** Why it stays. @type {string | undefined} */
  stays;

  /**
   * @param {string} system
   * @param {string} what
   */
  constructor(system, what) {
    this.system = system;
    this.what = what;
  }

  /** Whether it is still to be removed. */
  get isThere() {
    return this.created && this.removed === undefined && this.stays === undefined;
  }
}

/** What the tour has created. */
export class Ledger {
  /** @type {Item[]} */
  items = [];

  /**
   * Notes what a call creates, unless it certainly created nothing: a call whose outcome is unknown
   * may have.
   *
   * @template T
   * @param {Item} item
   * @param {Promise<T>} call
   * @returns {Promise<T>}
   */
  async creates(item, call) {
    try {
      const value = await call;
      this.note(item);
      return value;
    } catch (error) {
      if (error instanceof AuthloomError && error.outcome === 'unknown') this.note(item);
      throw error;
    }
  }

  /**
   * Notes what was created.
   *
   * @param {Item} item
   */
  note(item) {
    // Setting it anew creates nothing more.
    if (item.created) return;
    item.created = true;
    this.items.push(item);
  }
}
