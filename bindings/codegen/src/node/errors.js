'use strict';

// The errors of this library: a class for each kind, all of them an AuthloomError.

class AuthloomError extends Error {
  /** What went wrong; each class below has its own. */
  static kind;

  constructor(message, { cause, ...fields } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = new.target.kind;
// generated: fields
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined && value !== null) {
        this[name] = value;
      }
    }
  }
}

class ApiError extends AuthloomError {}
// generated: classes

/** The classes of all kinds. Core's kind `cancelled` has none: there a signal's reason is thrown. */
const CLASSES = [
// generated: class names
];

// As with Error's own, the name is not among what an error lists of itself.
for (const of of [AuthloomError, ApiError, ...CLASSES]) {
  const name = { value: of.name, configurable: true, writable: true };
  Object.defineProperty(of.prototype, 'name', name);
}

module.exports = { AuthloomError, ApiError, CLASSES };
for (const of of CLASSES) {
  module.exports[of.name] = of;
}
