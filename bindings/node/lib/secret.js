'use strict';

const SHOWN = 'Secret(***)';

class Secret {
  #text;

  constructor(text) {
    const own = textOf(text) ?? text;
    if (typeof own !== 'string') {
      throw new TypeError('`text` must be a string or Secret');
    }
    this.#text = own;
  }

  reveal() {
    return this.#text;
  }

  equals(other) {
    const [ours, theirs] = [this.#text, textOf(other)];
    if (theirs === undefined || ours.length !== theirs.length) {
      return false;
    }
    // In a time that depends on the length alone.
    let difference = 0;
    for (let place = 0; place < ours.length; place += 1) {
      difference |= ours.charCodeAt(place) ^ theirs.charCodeAt(place);
    }
    return difference === 0;
  }

  toString() {
    return SHOWN;
  }

  toJSON() {
    return SHOWN;
  }

  [Symbol.toPrimitive]() {
    return SHOWN;
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return SHOWN;
  }

  get [Symbol.toStringTag]() {
    return 'Secret';
  }

  static textOf(value) {
    return typeof value === 'object' && value !== null && #text in value ? value.#text : undefined;
  }
}

// The text of a Secret, and undefined for everything else. Not for users, who have `reveal()`: it
// cannot be overridden, and takes nothing for a Secret that is none.
const { textOf } = Secret;
delete Secret.textOf;

module.exports = { Secret, textOf };
