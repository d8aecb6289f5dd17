'use strict';

// Core's names as JavaScript has them.

/** `get_auth_config` as `getAuthConfig`. */
function camelCase(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** A sentence with these names in it, each as JavaScript has it. */
function spelledOut(sentence, names) {
  const words = sentence.split(/\b/);
  return words.map((word) => (names.includes(word) ? camelCase(word) : word)).join('');
}

module.exports = { camelCase, spelledOut };
