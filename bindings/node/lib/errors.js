'use strict';

// Makes an error of what the native side knows of it. The classes are generated.

const { ErrorRecord } = require('./error_record.js');
const { AuthloomError, CLASSES } = require('./generated/errors.js');

const BY_KIND = new Map(CLASSES.map((of) => [of.kind, of]));

/**
 * What to throw for what the native side threw: an error is made of its record, and begins its
 * stack where `below` was called; anything else is thrown as it is.
 */
function errorFrom(failure, below) {
  if (!(failure instanceof ErrorRecord)) {
    return failure;
  }
  const { kind, message, causes, ...fields } = failure.fields;
  fields.cause = causeFrom(causes);
  const error = new (BY_KIND.get(kind) ?? AuthloomError)(message, fields);
  error.kind = kind;
  Error.captureStackTrace(error, below);
  return error;
}

/**
 * The underlying error. `causes` are its layers, from the top down. What the operating system,
 * the resolver or TLS reports stands for all layers above it, as in Node's own errors.
 */
function causeFrom(causes) {
  let cause;
  for (const { text, number, code } of causes.toReversed()) {
    if (cause?.code !== undefined) {
      break;
    }
    cause = new Error(text, cause === undefined ? undefined : { cause });
    // Nobody's code: what counts is the stack of the error above.
    cause.stack = `Error: ${text}`;
    if (number !== undefined) {
      cause.errno = -number;
      cause.code = codeOf(number);
    } else if (code !== undefined) {
      cause.code = code;
    }
  }
  return cause;
}

/** The name that Node has for an error of the operating system. */
function codeOf(number) {
  const { constants } = require('node:os');
  const names = Object.entries(constants.errno);
  return names.find(([, value]) => value === number)?.[0] ?? String(number);
}

module.exports = { errorFrom };
