'use strict';

// Calls that an AbortSignal ends. However many there are, a signal has one listener of ours, and
// none when they have ended: more than ten would be taken for a leak.

/** What ends each call, by the signal that they wait for. */
const waiting = new WeakMap();

/** Refuses what is no signal, and throws the reason of one that is aborted already. */
function look(signal) {
  if (
    typeof signal !== 'object' ||
    typeof signal.aborted !== 'boolean' ||
    typeof signal.addEventListener !== 'function'
  ) {
    throw new TypeError('`signal` must be an AbortSignal');
  }
  if (signal.aborted) {
    throw signal.reason;
  }
}

/** Has `end` called when the signal is aborted. */
function listen(signal, end) {
  const others = waiting.get(signal);
  if (others !== undefined) {
    others.ends.add(end);
    return;
  }
  const ends = new Set([end]);
  const listener = () => {
    for (const end of [...ends]) {
      end();
    }
  };
  waiting.set(signal, { ends, listener });
  signal.addEventListener('abort', listener, { once: true });
}

/** Does so no more. */
function leave(signal, end) {
  const { ends, listener } = waiting.get(signal);
  ends.delete(end);
  if (ends.size === 0) {
    waiting.delete(signal);
    signal.removeEventListener('abort', listener);
  }
}

module.exports = { leave, listen, look };
