'use strict';

// Reports to hooks and logs what happened in a call, when it is over and before its caller goes on.

/** To whom a call is reported. */
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

/** Reports one call. What a hook or logger throws becomes a warning, and changes nothing. */
function tell({ hooks, logger }, reports) {
  for (const { event, line, isWarning } of reports) {
    Object.freeze(event);
    for (const hook of hooks) {
      guarded(() => hook(event));
    }
    if (logger !== undefined) {
      const reported = `authloom: ${event.client} ${line}`;
      guarded(() => (isWarning ? logger.warn(reported) : logger.debug(reported)));
    }
  }
}

/** Runs what is the user's. What it throws, and what its promise rejects with, is a warning. */
function guarded(observe) {
  try {
    const returned = observe();
    if (typeof returned?.then === 'function') {
      // A thenable's own `then` may throw, also later: a promise takes that as its rejection.
      Promise.resolve(returned).then(undefined, report);
    }
  } catch (thrown) {
    report(thrown);
  }
}

function report(thrown) {
  process.emitWarning(described(thrown), {
    type: 'AuthloomHookWarning',
    detail: 'A hook or logger of authloom threw this.',
  });
}

/** A string for whatever was thrown: an object may have no prototype, and a getter may throw. */
function described(thrown) {
  try {
    const stack = thrown instanceof Error ? thrown.stack : undefined;
    return typeof stack === 'string' ? stack : String(thrown);
  } catch {
    return 'a value that cannot be converted to a string';
  }
}

module.exports = { tell, observers };
