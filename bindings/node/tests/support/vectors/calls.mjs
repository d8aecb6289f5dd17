// Calls of every operation that the sandbox's default data accepts, taken from the vectors.
//
// An operation has the call of its first vector that succeeds, and that of each further one that
// gives a secret, a variant of a union or a value of a closed enum that no call before it gives.

import { CLASSES, definition, operations, parted } from '../manifest.mjs';
import { read } from './arguments.mjs';
import * as forms from './forms.mjs';
import { load, OF_REPOSITORY } from './index.mjs';

/** @typedef {import('../control.mjs').Json} Json */
/** @typedef {import('../manifest.mjs').Field} Field */
/** @typedef {import('../manifest.mjs').Operation} Operation */
/** @typedef {import('../operations.mjs').Api} Api */

/**
 * An operation with arguments, in the form of their types.
 *
 * @typedef {object} Call
 * @property {Api} api
 * @property {Operation} operation
 * @property {Json} members
 */

/**
 * What is done with what stands in an argument: of what sort that is, its name, and its value.
 *
 * @callback Visitor
 * @param {'secret' | 'variant' | 'value'} sort
 * @param {string} name
 * @param {any} value
 * @returns {any}
 */

/**
 * The arguments of a call, with something else for each secret, by the name of what takes it.
 *
 * @param {Call} call
 * @param {(name: string, usual: string) => unknown} fill
 * @returns {Json}
 */
export function filled({ operation, members }, fill) {
  return visited(operation, members, (sort, name, value) => (sort === 'secret' ? fill(name, value) : value));
}

/**
 * @param {Operation} operation
 * @param {Json} members
 * @param {Visitor} visitor
 */
function visited({ parameters, options }, members, visitor) {
  return fields([...parameters, ...options], members, visitor);
}

/**
 * @param {Field[]} fields
 * @param {Json} members
 * @param {Visitor} visitor
 */
function fields(fields, members, visitor) {
  const there = fields.filter(({ name }) => name in members);
  return Object.fromEntries(
    there.map(({ name, type }) => [name, value(name, type, members[name], visitor)]),
  );
}

/**
 * @param {string} name
 * @param {string} type
 * @param {any} it
 * @param {Visitor} visitor
 * @returns {any}
 */
function value(name, type, it, visitor) {
  const [word, rest] = parted(type);
  if (it === null) return null;
  switch (word) {
    case 'secret':
      return visitor('secret', name, it);
    case 'optional':
      return value(name, rest, it, visitor);
    case 'list':
      return it.map((/** @type {any} */ item) => value(name, rest, item, visitor));
    case 'struct':
      return fields(definition(type)?.fields ?? [], it, visitor);
    case 'union': {
      visitor('variant', rest, it.variant);
      const variant = definition(type)?.variants?.find((each) => each.name === it.variant);
      return { variant: it.variant, of: fields(variant?.fields ?? [], it.of, visitor) };
    }
    case 'enum':
      return definition(type)?.open ? it : visitor('value', rest, it);
    default:
      return it;
  }
}

/**
 * What a call shows that another may not.
 *
 * @param {Call} call
 */
function shows({ operation, members }) {
  const shown = ['it is called'];
  visited(operation, members, (sort, name, value) => {
    shown.push(sort === 'secret' ? `${sort} ${name}` : `${sort} ${name} ${value}`);
    return value;
  });
  return shown;
}

/** @returns {Call[]} */
function all() {
  const every = load(OF_REPOSITORY);
  return Object.keys(CLASSES).flatMap((name) => {
    const api = /** @type {Api} */ (name);
    return operations(api).flatMap((operation) => {
      const seen = new Set();
      // With the usual client, and a success.
      const its = every.filter(
        (vector) =>
          vector.api === api &&
          vector.operation === operation.name &&
          Object.keys(vector.client).length === 0 &&
          'ok' in vector.expect,
      );
      return its
        .map((vector) => ofVector(api, operation, vector.call))
        .filter((call) => {
          const shown = shows(call);
          const isNew = shown.some((each) => !seen.has(each));
          if (isNew) for (const each of shown) seen.add(each);
          return isNew;
        });
    });
  });
}

/**
 * @param {Api} api
 * @param {Operation} operation
 * @param {Json} call
 * @returns {Call}
 */
function ofVector(api, operation, call) {
  // Another value in place of one that is given, and no further argument.
  const others = Object.entries(forms.defaultData(api, operation.name)).filter(([name]) => name in call);
  return { api, operation, members: read(operation, { ...call, ...Object.fromEntries(others) }) };
}

/** In the order of the manifest. */
export const CALLS = all();

/** The names of the arguments that take secrets. */
export const SECRET_NAMES = [
  ...new Set(CALLS.flatMap(shows).filter((shown) => shown.startsWith('secret '))),
]
  .map((shown) => shown.slice('secret '.length))
  .sort();
