'use strict';

// What `console.log` and `util.inspect` show of a model in which anybody may have stored anything.

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

const HIDDEN = { [INSPECT]: () => '…' };

/**
 * How a model shows itself without the values of some members, for `Object.defineProperty`: nothing
 * that lists, copies or compares its members meets it.
 */
function without(...names) {
  const value = function inspect(depth, options, show) {
    if (depth < 0) {
      return '[Object]';
    }
    const shown = { ...this };
    for (const name of names) {
      if (name in shown) {
        shown[name] = HIDDEN;
      }
    }
    return show(shown, { ...options, depth });
  };
  return { value, configurable: true, writable: true };
}

module.exports = { INSPECT, without };
