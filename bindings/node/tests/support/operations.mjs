// Every operation of the four clients, with arguments that the sandbox's default data accepts.

import { FitbitPlus, Konnect, Secret, TokenService, Tyk } from 'authloom';
import { args } from './vectors/arguments.mjs';
import { CALLS, filled } from './vectors/calls.mjs';
import { camel } from './words.mjs';

/** The client of each API. */
export const CLIENTS = /** @type {const} */ ({
  konnect: Konnect,
  fitbit_plus: FitbitPlus,
  token_service: TokenService,
  tyk: Tyk,
});

/** @typedef {keyof typeof CLIENTS} Api */

export const APIS = /** @type {Api[]} */ (Object.keys(CLIENTS));

/**
 * The secrets that calls take: the credential of each client, and others by the names of the
 * arguments that take them. Without one of these the argument has what the sandbox's default data has.
 *
 * @typedef {Record<Api, Secret> & Record<string, Secret>} Secrets
 */

/** @type {Secrets} */
export const SECRETS = {
  konnect: new Secret('kpat_example'),
  fitbit_plus: new Secret('at-1'),
  token_service: new Secret('lt_5f2a'),
  tyk: new Secret('key-1'),
};

/**
 * An operation with arguments. Some stand there more than once, with others.
 *
 * @typedef {object} Operation
 * @property {Api} api
 * @property {string} name
 * @property {(secrets: Secrets) => unknown[]} given What is required, in its order.
 * @property {(secrets: Secrets) => Record<string, unknown>} options What may be left out.
 */

/**
 * @param {import('./vectors/calls.mjs').Call} call
 * @returns {Operation}
 */
function ofCall(call) {
  const { api, operation } = call;
  /** @param {Secrets} secrets */
  const its = (secrets) => args(operation, filled(call, (name, usual) => secrets[name] ?? new Secret(usual)));
  return {
    api,
    name: camel(operation.name),
    given: (secrets) => its(secrets).given,
    options: (secrets) => its(secrets).options,
  };
}

export const ALL = CALLS.map(ofCall);

/** Each operation once, with the first arguments that it has. */
export const DISTINCT = ALL.filter(
  (one, place) => place === ALL.findIndex((each) => title(each) === title(one)),
);

/**
 * The name of an operation for people.
 *
 * @param {Operation} operation
 */
export function title({ api, name }) {
  return `${api}.${name}`;
}

/**
 * The one operation of that name.
 *
 * @param {string} name
 * @returns {Operation}
 */
export function named(name) {
  const found = DISTINCT.find((each) => title(each) === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

/**
 * The setting that gives a client its credential.
 *
 * @param {Api} api
 * @param {Secrets} [secrets]
 * @returns {Record<string, Secret>}
 */
export function credential(api, secrets = SECRETS) {
  return { [api === 'tyk' ? 'secret' : 'token']: secrets[api] };
}

/**
 * A client of an API; as loosely typed as tests that go through all of them need it.
 *
 * @param {Api} api
 * @param {Record<string, unknown>} settings
 * @returns {any}
 */
export function clientOf(api, settings) {
  const Client = /** @type {new (settings: any) => any} */ (CLIENTS[api]);
  return new Client(settings);
}
