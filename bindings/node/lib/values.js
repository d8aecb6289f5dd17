'use strict';

const { Secret, textOf } = require('./secret.js');

// How deep a value may nest, which is as deep as a JSON answer may.
const DEEPEST = 128;

// The JSON text of a value; or `[whether its type is wrong, the rest of a sentence]`. What
// `JSON.stringify` leaves out or makes null without a word is refused, and a Secret too, which would
// be sent as what it is shown as.
function write(value) {
  try {
    return JSON.stringify(plain(value, '', DEEPEST));
  } catch (error) {
    if (error instanceof Unwritable) {
      return [error.ofType, error.sentence];
    }
    throw error;
  }
}

class Unwritable {
  constructor(ofType, sentence) {
    this.ofType = ofType;
    this.sentence = sentence;
  }
}

function plain(value, key, depth) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) {
        return value;
      }
      throw new Unwritable(false, 'holds a number that JSON has no word for');
    case 'object':
      break;
    default:
      throw new Unwritable(true, `must be JSON, and holds ${what(typeof value)}`);
  }
  if (value === null) {
    return null;
  }
  if (textOf(value) !== undefined) {
    throw new Unwritable(true, 'must be JSON, and holds a Secret; its reveal() gives the text');
  }
  if (depth === 0) {
    throw new Unwritable(false, `nests deeper than ${DEEPEST} levels`);
  }
  if (Array.isArray(value)) {
    return Array.from(value, (item, place) => plain(item, String(place), depth - 1));
  }
  if (typeof value.toJSON === 'function') {
    return plain(value.toJSON(key), key, depth - 1);
  }
  if (!isPlain(value)) {
    throw new Unwritable(true, 'must be JSON, and holds an object that is not plain');
  }
  // No prototype, so that `__proto__` is a key like any other.
  const copy = Object.create(null);
  for (const [name, member] of Object.entries(value)) {
    // As everywhere, what is undefined is not there.
    if (member !== undefined) {
      copy[name] = plain(member, name, depth - 1);
    }
  }
  return copy;
}

function what(type) {
  return type === 'undefined' ? type : `a ${type}`;
}

// Whether it is what a literal makes, also in another realm.
function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

// An object of an array of keys and values.
function map(entries) {
  const made = {};
  for (let place = 0; place < entries.length; place += 2) {
    const name = entries[place];
    const value = entries[place + 1];
    if (name === '__proto__') {
      // A server may say so, and only means a key.
      const settings = { value, enumerable: true, configurable: true, writable: true };
      Object.defineProperty(made, name, settings);
    } else {
      made[name] = value;
    }
  }
  return made;
}

// The keys and values of a plain object, or of what gives pairs such as a Map or Headers, in an
// array; undefined for everything else.
function entries(value) {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const found = [];
  if (typeof value[Symbol.iterator] === 'function') {
    for (const pair of value) {
      if (!Array.isArray(pair) || pair.length !== 2) {
        return undefined;
      }
      found.push(pair[0], pair[1]);
    }
  } else if (isPlain(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (member !== undefined) {
        found.push(name, member);
      }
    }
  } else {
    return undefined;
  }
  return found;
}

// In the order in which src/support/value/js.rs knows them.
module.exports = [(text) => new Secret(text), textOf, JSON.parse, write, map, entries];
