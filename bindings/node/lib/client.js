'use strict';

// What the clients have in common, and how a call runs.

const native = require('./loader.js');

/** The native half of a client. */
const NATIVE = Symbol('authloom.native');
/** Whom a client tells of its calls; nothing where it tells nobody. */
const TELLING = Symbol('authloom.observers');
/** Says to a constructor that the environment comes first. */
const FROM_ENV = Symbol('authloom.fromEnv');

/** What settles each call that is under way, by its number. */
const underWay = new Map();
let lastNumber = 0;

const bridge = new native.LoopBridge(require('./generated/factories.js'), deliver);

/** Settles the calls whose results are there. The native side calls it, once for all there are. */
function deliver() {
  const results = bridge.take();
  for (let at = 0; at < results.length; at += 4) {
    const call = underWay.get(results[at]);
    underWay.delete(results[at]);
    call.reports = results[at + 3];
    if (results[at + 1]) {
      call.reject(results[at + 2]);
    } else {
      call.resolve(results[at + 2]);
    }
  }
}

/**
 * Makes a call, and returns a promise of its result. `begin` starts it under a number.
 *
 * An error is made in here, after the wait: so its stack goes on with whoever awaits this.
 */
async function call(client, options, begin) {
  const signal = options?.signal ?? undefined;
  const signals = signal === undefined ? undefined : require('./signals.js');
  signals?.look(signal);
  const number = (lastNumber = (lastNumber + 1) >>> 0);
  const ending = { resolve: undefined, reject: undefined, reports: undefined };
  let abort;
  try {
    begin(number);
    const ended = new Promise((resolve, reject) => {
      ending.resolve = resolve;
      ending.reject = reject;
    });
    underWay.set(number, ending);
    if (signals !== undefined) {
      abort = () => {
        if (underWay.delete(number)) {
          bridge.cancel(number);
          ending.reject(abort);
        }
      };
      signals.listen(signal, abort);
      // Reading the options may have run code of the user's, which aborted it.
      if (signal.aborted) {
        abort();
      }
    }
    return await ended;
  } catch (failure) {
    if (failure === abort && abort !== undefined) {
      throw signal.reason;
    }
    throw require('./errors.js').errorFrom(failure, call);
  } finally {
    if (abort !== undefined) {
      signals.leave(signal, abort);
    }
    if (ending.reports !== undefined) {
      require('./observers.js').tell(client[TELLING], ending.reports);
    }
  }
}

/**
 * Whether an object can hold settings. They may be inherited or getters, as a class of settings has
 * them. A Map, an array or a Date holds none by name, and would be taken for an empty object.
 */
function holdsSettings(config) {
  return (
    typeof config === 'object' &&
    Object.prototype.toString.call(config) === '[object Object]' &&
    !(config instanceof require('./secret.js').Secret)
  );
}

/** A client: its life, and what it shows. */
class Client {
  constructor(config, source) {
    if (config !== undefined && !holdsSettings(config)) {
      throw new TypeError(`the configuration of ${new.target.name} must be an object with settings`);
    }
    const hooks = config?.hooks;
    const logger = config?.logger;
    const observers =
      (hooks ?? logger ?? undefined) === undefined
        ? undefined
        : require('./observers.js').observers(hooks, logger);
    let half;
    try {
      half = new native[new.target.native](bridge, config, source === FROM_ENV, observers !== undefined);
    } catch (failure) {
      throw require('./errors.js').errorFrom(failure, new.target);
    }
    // Not enumerable: nothing that lists or copies a client meets them.
    Object.defineProperty(this, NATIVE, { value: half });
    Object.defineProperty(this, TELLING, { value: observers });
  }

  static fromEnv(config) {
    return new this(config, FROM_ENV);
  }

  get baseUrl() {
    return this[NATIVE].baseUrl();
  }

  close() {
    this[NATIVE].close();
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth, options, inspect) {
    return `${this.constructor.name} ${inspect({ baseUrl: this.baseUrl }, options)}`;
  }
}

// Older releases of Node 20 lack these symbols; whoever brings them brings them first.
if (Symbol.dispose !== undefined) {
  Client.prototype[Symbol.dispose] = function dispose() {
    this.close();
  };
}
if (Symbol.asyncDispose !== undefined) {
  Client.prototype[Symbol.asyncDispose] = async function asyncDispose() {
    this.close();
  };
}

module.exports = { Client, NATIVE, call };
