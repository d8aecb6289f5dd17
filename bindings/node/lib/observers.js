'use strict';

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
  for (const [event, line] of events(notes)) {
    for (const hook of hooks) {
      run(hook, undefined, event);
    }
    if (logger !== undefined) {
      run(event.kind === 'retrying' ? logger.warn : logger.debug, logger, line);
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

/** The events of a call, from what the native side noted: seven values for each, the last a line. */
function* events([client, operation, ...notes]) {
  for (let at = 0; at < notes.length; at += 7) {
    const [kind, attempt, elapsed, status, error, wait, line] = notes.slice(at, at + 7);
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
    yield [Object.freeze(event), `authloom: ${client} ${line}`];
  }
}

module.exports = { tell, observers };
