// What an operation returned, in the shape in which vectors write it.

import assert from 'node:assert/strict';
import { Secret } from 'authloom';
import { definition, parted } from '../manifest.mjs';
import { camel } from '../words.mjs';
import { IfListed, InAnyOrder, NotReturned, Shape } from './compare.mjs';
import { form } from './forms.mjs';

/** @typedef {import('../manifest.mjs').Definition} Definition */
/** @typedef {import('../manifest.mjs').Field} Field */
/** @typedef {Record<string, unknown>} Members */

/**
 * The shape of what a call returned.
 *
 * @param {import('../manifest.mjs').Operation} operation
 * @param {unknown} value
 * @returns {unknown}
 */
export function shape({ result }, value) {
  if (result !== null) return of(result, value);
  assert.equal(value, undefined);
  return new NotReturned();
}

/** @type {Record<string, string>} */
const PLAIN = { string: 'string', enum: 'string', bool: 'boolean', i32: 'number', i64: 'number', f64: 'number' };

/**
 * @param {string} type
 * @param {any} value
 * @returns {unknown}
 */
function of(type, value) {
  const [word, rest] = parted(type);
  switch (word) {
    case 'optional':
      return value === undefined || value === null ? undefined : of(rest, value);
    case 'list':
      assert(Array.isArray(value));
      return value.map((item) => of(rest, item));
    case 'secret':
      assert(value instanceof Secret);
      return value.reveal();
    case 'instant':
      assert(value instanceof Date);
      return value;
    case 'json':
      return value;
    case 'struct':
    case 'union':
      return members(/** @type {Definition} */ (definition(type)), value);
    default:
      assert.equal(typeof value, PLAIN[word], type);
      return value;
  }
}

/**
 * @param {Definition} definition
 * @param {Members} value
 * @returns {Shape}
 */
function members(definition, value) {
  const names = Object.keys(value);
  if (!definition.variants) {
    const fields = definition.fields ?? [];
    const unknown = names.filter((name) => !fields.some((field) => camel(field.name) === name));
    assert.deepEqual(unknown, [], `${definition.name} has no such fields`);
    return new Shape(shapes(definition, fields, (field) => value[camel(field.name)]));
  }
  return union(definition, value);
}

/**
 * @param {Definition} definition
 * @param {Field[]} fields
 * @param {(field: Field) => unknown} get
 * @returns {Members}
 */
function shapes(definition, fields, get) {
  const { any_order, if_listed } = form(definition.name);
  /** @type {Members} */
  const members = {};
  for (const field of fields) {
    const { name, type } = field;
    let found = of(type, get(field));
    if (any_order.includes(name)) found = new InAnyOrder(/** @type {string[]} */ (found));
    if (if_listed.includes(name)) found = new IfListed(found);
    const [word, rest] = parted(type);
    if (word === 'union' && form(rest).beside) Object.assign(members, /** @type {Shape} */ (found).members);
    else members[name] = found;
  }
  return members;
}

/**
 * @param {Definition} definition
 * @param {Members} value
 */
function union(definition, value) {
  const { name, variants = [] } = definition;
  const variant = variants.find(({ tag }) => tag === value.type);
  assert(variant, `${name} has no ${value.type}`);
  const { tag, untagged, content } = form(name);
  // `type` says which variant it is, so a field of that name has the variant's in front.
  const spelt = (/** @type {Field} */ field) => camel(field.name === 'type' ? `${variant.tag}_type` : field.name);
  const known = variant.fields.map(spelt);
  const unknown = Object.keys(value).filter((key) => key !== 'type' && !known.includes(key));
  assert.deepEqual(unknown, [], `${name} has no such fields`);
  const its = shapes(definition, variant.fields, (field) => value[spelt(field)]);
  // A variant for what is not known says itself which it is, and holds what it holds.
  const { [tag]: itsTag = variant.tag, ...rest } = its;
  const head = untagged ? {} : { [tag]: itsTag };
  if (content) {
    const held = Object.keys(rest).length > 0 ? new Shape(rest) : null;
    return new Shape({ ...head, [content]: content in rest ? rest[content] : held });
  }
  // What only other variants have must not be listed.
  const others = variants.flatMap((each) => each.fields).map((field) => [field.name, null]);
  return new Shape({ ...Object.fromEntries(others), ...(untagged ? its : rest), ...head });
}
