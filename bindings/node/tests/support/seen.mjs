// Whatever can be seen of calls: errors and values in every form, logs, warnings, events.

import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { format, inspect } from 'node:util';
import { receiveMessageOnPort, MessageChannel } from 'node:worker_threads';
import { serialize } from 'node:v8';
import { AuthloomError } from 'authloom';
import * as canaries from './canaries.mjs';

const EVERYTHING = { showHidden: true, depth: Infinity, getters: true, maxStringLength: Infinity };

/**
 * Every way in which Node shows a value.
 *
 * @type {Record<string, (value: any) => string>}
 */
const FORMATTERS = {
  inspect: (value) => inspect(value),
  'inspect of everything': (value) => inspect(value, { ...EVERYTHING, maxArrayLength: Infinity }),
  'inspect without custom': (value) => inspect(value, { ...EVERYTHING, customInspect: false }),
  console: printed,
  'template string': (value) => `${textOr(value)}`,
  String: (value) => textOr(value),
  'concatenation in a list': (value) => attempt(() => [value].join(' | ')),
  // Whatever is called so is a method to the compiler, and gets no type from here.
  toLocaleString: (/** @type {any} */ value) => attempt(() => value?.toLocaleString()),
  'format %s %o %O %j': (value) => attempt(() => format('%s %o %O %j', value, value, value, value)),
  JSON: (value) => attempt(() => JSON.stringify(value)),
  'JSON of its own members': (value) => attempt(() => JSON.stringify(ownMembers(value))),
  valueOf: (/** @type {any} */ value) => attempt(() => inspect(value?.valueOf?.(), EVERYTHING)),
  structuredClone: (value) => attempt(() => inspect(structuredClone(value), EVERYTHING)),
  postMessage: (value) => attempt(() => inspect(posted(value), EVERYTHING)),
  'v8.serialize': (value) => attempt(() => serialize(value).toString('latin1')),
  'v8.serialize in two bytes': (value) => attempt(() => serialize(value).toString('utf16le')),
};

/** How many of them there are. */
export const WAYS = Object.keys(FORMATTERS).length;

/** @param {() => unknown} show */
function attempt(show) {
  try {
    return String(show());
  } catch (refused) {
    // What refuses may tell of what it refuses.
    return inspect(refused, EVERYTHING);
  }
}

/** @param {unknown} value */
function textOr(value) {
  return attempt(() => `${value}`);
}

/** @param {unknown} value */
function printed(value) {
  const stream = new PassThrough();
  const console = new Console({ stdout: stream, stderr: stream });
  console.log(value);
  console.error('%s %o', value, value);
  console.dir(value, { depth: 9, showHidden: true });
  console.table([value]);
  return String(stream.read());
}

/** @param {unknown} value */
function posted(value) {
  const { port1, port2 } = new MessageChannel();
  try {
    port1.postMessage(value);
    return receiveMessageOnPort(port2)?.message;
  } finally {
    port1.close();
  }
}

/** @param {any} value */
function ownMembers(value) {
  const named = Object(value);
  const names = [...Object.getOwnPropertyNames(named), ...Object.getOwnPropertySymbols(named)];
  return names.map((name) => [String(name), named[name]]);
}

/** What was seen, and where. */
export class Seen {
  /** @type {[where: string, text: string][]} */
  strings = [];

  /**
   * Takes in a string.
   *
   * @param {string} where
   * @param {string} text
   */
  text(where, text) {
    this.strings.push([where, text]);
  }

  /**
   * Takes in a value, as every formatter shows it.
   *
   * @param {string} where
   * @param {unknown} value
   */
  value(where, value) {
    for (const [form, show] of Object.entries(FORMATTERS)) this.text(`${where}, by ${form}`, show(value));
  }

  /**
   * Takes in an error with its causes, its stack and each of its fields by itself.
   *
   * @param {any} error
   */
  error(error) {
    for (let below = error, level = 0; below; below = below.cause, level += 1) {
      assert(level < 20, 'a chain of causes without an end');
      this.value(`error ${level}`, below);
      this.text(`stack ${level}`, String(below.stack));
      for (const name of fieldsOf(below)) {
        this.text(`${name} by its name`, name);
        this.value(`${name} ${level}`, below[name]);
      }
    }
  }

  /** Takes in what a hook receives; given as a hook. */
  event = (/** @type {unknown} */ event) => {
    this.value('event', event);
  };

  /** Takes in what is logged; given as a logger. */
  logger = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [
      level,
      (/** @type {unknown[]} */ ...given) => {
        this.value(`log ${level}`, given);
        this.text(`formatted log ${level}`, format(...given));
      },
    ]),
  );

  /**
   * Fails if a canary was seen, and forgets the rest.
   *
   * @param {string} what
   */
  check(what) {
    const { strings } = this;
    this.strings = [];
    assert(strings.length > 0, `${what}: nothing was seen at all`);
    // One search in all of it is quicker than one in each.
    if (canaries.inText(strings.map(([, text]) => text).join('\n')).length === 0) return;
    for (const [where, text] of strings) {
      assert.deepEqual(canaries.inText(text), [], `${what}, ${where}: ${text}`);
    }
    assert.fail(`${what}: a canary across two strings`);
  }

  /**
   * Whether a string was seen.
   *
   * @param {string} text
   */
  holds(text) {
    return this.strings.some(([, seen]) => seen.includes(text));
  }
}

/** @param {any} error */
function fieldsOf(error) {
  const names = new Set(Object.getOwnPropertyNames(error));
  if (error instanceof AuthloomError) {
    // Those that are getters of a class, if any are.
    for (let proto = error; proto && proto !== Error.prototype; proto = Object.getPrototypeOf(proto)) {
      for (const name of Object.getOwnPropertyNames(proto)) names.add(name);
    }
  }
  names.delete('constructor');
  names.delete('cause');
  return names;
}

/**
 * Takes in all process warnings until the returned function is called.
 *
 * @param {Seen} seen
 */
export function listenForWarnings(seen) {
  const warned = (/** @type {Error} */ warning) => seen.error(warning);
  process.on('warning', warned);
  return () => void process.off('warning', warned);
}
