'use strict';

const { camelCase } = require('./names.js');

// Tells hooks and logs what happened in a call, when it is over and before its caller goes on.

/** Whom to tell. */
function observers(hooks, logger) {
  if (hooks !== undefined && hooks !== null && !Array.isArray(hooks)) {
    throw new TypeError('`hooks` must be an array of functions');
  }
  const functions = [...(hooks ?? [])];
  for (const [place, hook] of functions.entries()) {
    if (typeof hook !== 'function') {
      throw new TypeError(`\`hooks[${place}]\` must be a function`);
    }
  }
  if (logger !== undefined && logger !== null) {
    if (typeof logger.debug !== 'function' || typeof logger.warn !== 'function') {
      throw new TypeError('`logger` must have the functions `debug` and `warn`, as `console` does');
    }
  }
  return { hooks: functions, logger: logger ?? undefined };
}

/** Tells of one call. What a hook or logger throws is reported and changes nothing. */
function tell({ hooks, logger }, notes) {
  for (const event of events(notes)) {
    for (const hook of hooks) {
      run(hook, undefined, event);
    }
    if (logger !== undefined) {
      run(event.kind === 'retrying' ? logger.warn : logger.debug, logger, line(event));
    }
  }
}

function run(observer, self, told) {
  try {
    const returned = observer.call(self, told);
    if (typeof returned?.then === 'function') {
      returned.then(undefined, report);
    }
  } catch (thrown) {
    report(thrown);
  }
}

function report(thrown) {
  process.emitWarning(
    thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown),
    { type: 'AuthloomHookWarning', detail: 'A hook or logger of authloom threw this.' },
  );
}

/** The events of a call, from what the native side noted: six values for each. */
function* events([client, name, ...notes]) {
  const operation = camelCase(name);
  for (let at = 0; at < notes.length; at += 6) {
    const [kind, attempt, elapsed, status, error, wait] = notes.slice(at, at + 6);
    const event = { kind, client, operation, attempt, elapsed };
    if (status !== undefined && status !== null) {
      event.status = status;
    }
    if (error !== undefined && error !== null) {
      event.error = error;
    }
    if (wait !== undefined && wait !== null) {
      event.wait = wait;
    }
    yield Object.freeze(event);
  }
}

/** An event as a line of a log. No event holds a secret. */
function line({ kind, client, operation, attempt, elapsed, status, error, wait }) {
  const what = [error, status === undefined ? undefined : `status ${status}`]
    .filter((part) => part !== undefined)
    .join(', ');
  const begun = `authloom: ${client} ${operation}:`;
  const time = `${elapsed.toFixed(1)} ms`;
  switch (kind) {
    case 'sending':
      return `${begun} attempt ${attempt} begins`;
    case 'answered':
      return `${begun} attempt ${attempt}: ${what} after ${time}`;
    case 'retrying':
      return `${begun} attempt ${attempt} failed; the next follows in ${(wait ?? 0).toFixed(0)} ms`;
    default:
      return `${begun} ${what}, attempts: ${attempt}, ${time} in all`;
  }
}

module.exports = { tell, observers };
