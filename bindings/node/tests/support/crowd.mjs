// A sandbox with many instances, whose configs say whose they are.

import assert from 'node:assert/strict';

/** How many there are. */
export const SIZE = 64;

/** All their numbers. */
export const EVERYBODY = Array.from({ length: SIZE }, (_, number) => number);

/**
 * The id of an instance.
 *
 * @param {number} number
 */
export function instance(number) {
  return `5f0c1e9a-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/**
 * What the config of that instance has as its client id.
 *
 * @param {number} number
 */
export function clientId(number) {
  return `client-of-${number}`;
}

/** The sandbox's seed. */
export function seed() {
  const instances = EVERYBODY.map((number) => ({
    id: instance(number),
    name: `instance-${number}`,
    display_name: `Instance ${number}`,
    auth_config: {
      client_id: clientId(number),
      authorization_endpoint: 'https://id.acme.test/authorize',
      token_endpoint: 'https://id.acme.test/token',
    },
  }));
  const tokens = [{ token: 'kpat_example', access: 'all' }];
  return JSON.stringify({ konnect: { tokens, instances } });
}

/**
 * The client id of a config.
 *
 * @param {import('authloom').AuthConfig} config
 */
export function owner(config) {
  assert.equal(config.type, 'oauth');
  return config.clientId;
}

/**
 * Asks for an instance some times side by side, and gets that one's config and no other's.
 *
 * @param {import('authloom').Konnect} konnect
 * @param {number} number
 * @param {number} [calls]
 */
export async function ask(konnect, number, calls = 1) {
  const waits = Array.from({ length: calls }, () => konnect.getAuthConfig(instance(number)));
  for (const config of await Promise.all(waits)) assert.equal(owner(config), clientId(number));
}
