'use strict';

/** What the native side knows of an error, of which `errors.js` makes one. A program gets none. */
class ErrorRecord {
  constructor(fields) {
    this.fields = fields;
  }
}

module.exports = { ErrorRecord };
