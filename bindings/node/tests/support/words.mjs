// The names that things have in Node and elsewhere.

/**
 * A name of core's in lowerCamelCase.
 *
 * @param {string} name
 */
export function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/**
 * A name of Node's in snake_case.
 *
 * @param {string} name
 */
export function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
