// The comparison of a value with what a vector expects of it, by the rules of tests/vectors.

import { inspect } from 'node:util';

/** A value of a known shape, which has every member of it; an absent one is undefined. */
export class Shape {
  /** @param {Record<string, unknown>} members */
  constructor(members) {
    this.members = members;
  }
}

/** A member that is compared only where a vector lists it. */
export class IfListed {
  /** @param {unknown} value */
  constructor(value) {
    this.value = value;
  }
}

/** Texts in no particular order. */
export class InAnyOrder {
  /** @param {string[]} strings */
  constructor(strings) {
    this.strings = strings;
  }
}

/** A status that the operation does not return. */
export class NotReturned {}

/**
 * Each difference with its place; none if the value is what is expected.
 *
 * @param {any} expected
 * @param {unknown} found
 * @param {string} [place]
 * @returns {string[]}
 */
export function differences(expected, found, place = 'value') {
  if (found instanceof IfListed) return differences(expected, found.value, place);
  if (found instanceof Shape && isObject(expected)) {
    return Object.entries(found.members)
      .filter(([name, member]) => name in expected || !(member instanceof IfListed))
      .flatMap(([name, member]) => differences(expected[name], member, `${place}.${name}`));
  }
  if (Array.isArray(found) && Array.isArray(expected) && found.length === expected.length) {
    return found.flatMap((item, number) => differences(expected[number], item, `${place}[${number}]`));
  }
  if (is(expected, found)) return [];
  return [`${place}: expected ${inspect(expected)}, got ${inspect(found)}`];
}

/**
 * @param {any} expected
 * @param {unknown} found
 */
function is(expected, found) {
  if (found instanceof Shape) return false;
  if (found instanceof Date) return instant(expected) === found.getTime();
  if (found instanceof InAnyOrder) {
    const strings = expected ?? [];
    return Array.isArray(strings) && same([...new Set(strings)].sort(), [...new Set(found.strings)].sort());
  }
  if (found instanceof NotReturned) {
    if (expected === null) return true;
    const strings = isObject(expected) ? Object.entries(expected) : [['none', '']];
    return strings.every(([name, text]) => ['status', 'message'].includes(String(name)) && typeof text === 'string');
  }
  return same(expected, found);
}

/**
 * Whether two JSON values are equal: null, absent and an empty list are.
 *
 * @param {any} one
 * @param {any} other
 * @returns {boolean}
 */
export function same(one, other) {
  if (isObject(one) && isObject(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].every((name) => same(own(one, name), own(other, name)));
  }
  if (isNothing(one) || isNothing(other)) return isNothing(one) && isNothing(other);
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, place) => same(item, other[place]));
  }
  return one === other;
}

/**
 * @param {any} value
 * @param {string} name
 */
function own(value, name) {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** @param {any} value */
function isNothing(value) {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * An instant, from a string in RFC 3339 or from seconds since 1970, in whole milliseconds: a Date has
 * no more.
 *
 * @param {unknown} written
 */
function instant(written) {
  if (typeof written === 'number') return Math.floor(written * 1000);
  const parts = typeof written === 'string' ? RFC_3339.exec(written) : null;
  if (!parts) return undefined;
  const [, day, time, fraction = '', offset] = parts;
  const millis = fraction.padEnd(3, '0').slice(0, 3);
  return Date.parse(`${day}T${time}.${millis}${String(offset).toUpperCase()}`);
}

/**
 * A string as a JSON object, empty where it is none.
 *
 * @param {string | undefined} text
 * @returns {Record<string, any>}
 */
export function membersOf(text) {
  try {
    const value = JSON.parse(text ?? '');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
