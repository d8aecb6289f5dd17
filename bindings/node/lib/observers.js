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

/** Reports one call. What a hook or logger throws is reported too, and changes nothing. */
function tell({ hooks, logger }, reports) {
  for (const { event, line, isWarning } of reports) {
    Object.freeze(event);
    for (const hook of hooks) {
      run(hook, undefined, event);
    }
    if (logger !== undefined) {
      run(isWarning ? logger.warn : logger.debug, logger, `authloom: ${event.client} ${line}`);
    }
  }
}

function run(observer, self, reported) {
  try {
    const returned = observer.call(self, reported);
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

module.exports = { tell, observers };
