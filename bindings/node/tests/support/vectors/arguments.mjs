// The arguments that a vector's `call` gives.
//
// Each parameter and option is a member of the call. A struct or a union stands in a member of its
// own, or its fields stand among those of the call; an option comes before a field of the same name.

import assert from 'node:assert/strict';
import * as manifest from '../manifest.mjs';
import { parted } from '../manifest.mjs';
import { camel } from '../words.mjs';
import { form } from './forms.mjs';
import { given } from './given.mjs';

/** @typedef {import('../control.mjs').Json} Json */
/** @typedef {import('../manifest.mjs').Definition} Definition */
/** @typedef {import('../manifest.mjs').Field} Field */
/** @typedef {import('./given.mjs').Given} Given */

/** What no call of another language can leave out is given empty here too. */
const TEXTS = ['string', 'secret'];

/**
 * The definition of what consists of members: a string of an enum does not.
 *
 * @param {string} type
 */
function definition(type) {
  const found = manifest.definition(type);
  return found?.kind === 'enum' ? undefined : found;
}

/**
 * Each argument by its name, in the form of its type: a union is `{ variant, of }`.
 *
 * @param {import('../manifest.mjs').Operation} operation
 * @param {Json} call
 * @returns {Json}
 */
export function read(operation, call) {
  return given(call, (its) => {
    const options = there(operation.options, its);
    const parameters = operation.parameters.map((each) => [each.name, parameter(each, its)]);
    return { ...options, ...Object.fromEntries(parameters) };
  });
}

/**
 * @param {Field[]} fields
 * @param {Given} its
 */
function there(fields, its) {
  const found = fields.filter(({ name }) => its.has(name));
  return Object.fromEntries(found.map(({ name, type }) => [name, value(type, its.take(name))]));
}

/**
 * @param {Field} parameter
 * @param {Given} its
 */
function parameter({ name, type }, its) {
  const of = definition(type);
  if (!of) return value(type, its.take(name));
  const whole = its.mayTake(form(of.name).member ?? name);
  return whole === undefined ? members(of, its) : value(type, whole);
}

/**
 * @param {string} type
 * @param {any} given_
 * @returns {any}
 */
function value(type, given_) {
  const [word, rest] = parted(type);
  if (given_ === null) return null;
  if (word === 'optional') return value(rest, given_);
  if (word === 'list') return given_.map((/** @type {any} */ item) => value(rest, item));
  const of = definition(type);
  return of ? given(given_, (its) => members(of, its)) : given_;
}

/**
 * A struct or a union, of members among which others may stand.
 *
 * @param {Definition} of
 * @param {Given} its
 */
function members(of, its) {
  const { content, ...its_form } = form(of.name);
  if (!of.variants) return fields(its_form.constant, of.fields ?? [], its);
  const variant = oneOf(of, its);
  const { constant } = form(`${of.name}.${variant.name}`);
  const held = content
    ? given(its.take(content), (inner) => fields(constant, variant.fields, inner))
    : fields(constant, variant.fields, its);
  // A null says no more than that a field of another variant is not given.
  for (const { name } of of.variants.flatMap((each) => each.fields)) its.forgetNull(name);
  return { variant: variant.name, of: held };
}

/**
 * @param {Definition} union
 * @param {Given} its
 */
function oneOf({ name, variants = [] }, its) {
  const { tag, tags } = form(name);
  const named = its.take(tag);
  const candidates = tags[named]
    ? tags[named].map((of) => variants.find((variant) => variant.name === of))
    : variants.filter((variant) => variant.tag === named);
  const holding = candidates.find((variant) => variant?.fields.some((field) => its.holds(field.name)));
  const found = holding ?? candidates[0];
  assert(found, `${name} has no ${named}`);
  return found;
}

/**
 * @param {Json} constant
 * @param {Field[]} fields
 * @param {Given} its
 */
function fields(constant, fields, its) {
  for (const [name, always] of Object.entries(constant)) assert.deepEqual(its.take(name), always, name);
  const texts = fields.filter(({ type }) => TEXTS.includes(type));
  return {
    ...Object.fromEntries(texts.map(({ name }) => [name, its.mayTake(name) ?? ''])),
    ...there(fields, its),
  };
}

/**
 * Arguments as Node takes them: what is required in its order, and the options.
 *
 * @param {import('../manifest.mjs').Operation} operation
 * @param {Json} read
 * @returns {{ given: unknown[], options: Json }}
 */
export function args({ parameters, options }, read) {
  return {
    given: parameters.map(({ name, type }) => made(type, read[name])),
    options: object(options, read),
  };
}

/**
 * @param {Field[]} fields
 * @param {Json} read
 */
function object(fields, read) {
  const found = fields.filter(({ name }) => name in read);
  return Object.fromEntries(found.map(({ name, type }) => [camel(name), made(type, read[name])]));
}

/**
 * @param {string} type
 * @param {any} read
 * @returns {unknown}
 */
function made(type, read) {
  const [word, rest] = parted(type);
  if (read === null) return null;
  if (word === 'optional') return made(rest, read);
  if (word === 'list') return read.map((/** @type {any} */ item) => made(rest, item));
  const of = definition(type);
  if (!of) return read;
  if (!of.variants) return object(of.fields ?? [], read);
  const variant = of.variants.find(({ name }) => name === read.variant);
  assert(variant, `${of.name} has no ${read.variant}`);
  return { type: variant.tag, ...object(variant.fields, read.of) };
}
