// Konnect: the auth config and the credential of an integration instance.

import { isDeepStrictEqual } from 'node:util';
import { BadRequestError, Konnect, NotFoundError } from 'authloom';
import { Item } from './ledger.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */

const CONFIG = {
  clientId: 'authloom-demo',
  authorizationEndpoint: 'https://id.example.com/authorize',
  tokenEndpoint: 'https://id.example.com/token',
};
const EXPECTED = { type: 'oauth', ...CONFIG };
const HEADER = 'X-Authloom-Demo';

/** Konnect, and the instance to be set up. */
export class KonnectTour {
  static title = 'Konnect';
  static needs = ['AUTHLOOM_KONNECT_TOKEN', 'AUTHLOOM_DEMO_INSTANCE_ID'];

  instance = String(process.env.AUTHLOOM_DEMO_INSTANCE_ID);
  #konnect = Konnect.fromEnv();
  #config = new Item(KonnectTour.title, `auth config of ${this.instance}`);
  #credential = new Item(KonnectTour.title, `credential of ${this.instance}`);

  get server() {
    return this.#konnect.baseUrl;
  }

  changes() {
    return [
      `sets and deletes the auth config of the integration instance ${this.instance}`,
      'creates and deletes its credential, with a made-up key',
    ];
  }

  /** @param {Stage} stage */
  async tour(stage) {
    const konnect = this.#konnect;
    const { instance } = this;
    const getConfig = `konnect.getAuthConfig(${instance})`;
    const getCredential = `konnect.getAuthCredential(${instance})`;

    stage.step('The instance has no auth config yet', getConfig);
    await stage.missing(konnect.getAuthConfig(instance));

    stage.step('Nor is it authorized', getCredential);
    await stage.missing(konnect.getAuthCredential(instance));

    await this.#upsert(stage, 'Set how it obtains tokens');

    stage.step('Read that back', getConfig);
    const config = await konnect.getAuthConfig(instance);
    stage.check(isDeepStrictEqual(config, EXPECTED), 'another config came back');
    stage.shows('the same; the client secret is write-only and no part of it');

    if (await this.#authorize(stage, 'Authorize it')) {
      stage.step('Read the credential back', getCredential);
      const credential = await konnect.getAuthCredential(instance);
      const isOurs = credential.integrationInstance.id === instance;
      stage.check(isOurs, "the credential is another instance's");
      stage.shows(described(credential));

      await this.#upsert(stage, 'Set the very same config again');

      stage.step('That has dropped the credential', getCredential);
      await stage.missing(konnect.getAuthCredential(instance));
      this.#credential.removed = 'dropped by upsertAuthConfig';
      this.#credential = new Item(KonnectTour.title, this.#credential.what);

      await this.#authorize(stage, 'So authorize it again');

      stage.step('Delete the credential', `konnect.deleteAuthCredential(${instance})`);
      await konnect.deleteAuthCredential(instance);
      stage.shows('deleted');
      this.#credential.removed = 'deleted';
    }

    stage.step('Delete the auth config', `konnect.deleteAuthConfig(${instance})`);
    await konnect.deleteAuthConfig(instance);
    stage.shows('deleted');
    this.#config.removed = 'deleted';

    stage.step('It is gone, and this is how an error reads', getConfig);
    await stage.refusal(NotFoundError, konnect.getAuthConfig(instance));
  }

  /** @param {Stage} stage */
  async cleanUp(stage) {
    const { instance } = this;
    if (this.#credential.isThere || this.#config.isThere) stage.cleaningUp();
    if (this.#credential.isThere) {
      stage.called(`konnect.deleteAuthCredential(${instance})`);
      await stage.cleans(this.#credential, 'deleted', this.#konnect.deleteAuthCredential(instance));
    }
    if (this.#config.isThere) {
      stage.called(`konnect.deleteAuthConfig(${instance})`);
      await stage.cleans(this.#config, 'deleted', this.#konnect.deleteAuthConfig(instance));
    }
  }

  close() {
    this.#konnect.close();
  }

  /** Whether the instance has a config or a credential: then it is somebody's, and no place for a tour. */
  async isInUse() {
    const found = await Promise.all([
      isThere(this.#konnect.getAuthConfig(this.instance)),
      isThere(this.#konnect.getAuthCredential(this.instance)),
    ]);
    return found.includes(true);
  }

  /**
   * @param {Stage} stage
   * @param {string} title
   */
  async #upsert(stage, title) {
    const { clientId, authorizationEndpoint, tokenEndpoint } = CONFIG;
    stage.step(
      title,
      `konnect.upsertAuthConfig(${this.instance}, clientId: ${clientId}, clientSecret: ***, ` +
        `authorizationEndpoint: ${authorizationEndpoint}, tokenEndpoint: ${tokenEndpoint})`,
    );
    const given = { ...CONFIG, clientSecret: 'made-up-client-secret' };
    const upsert = this.#konnect.upsertAuthConfig(this.instance, given);
    const config = await stage.ledger.creates(this.#config, upsert);
    stage.check(isDeepStrictEqual(config, EXPECTED), 'another config came back');
    stage.shows(`OAuth client ${clientId}, tokens from ${tokenEndpoint}`);
  }

  /**
   * Creates a credential; false if a live integration takes none of this kind.
   *
   * @param {Stage} stage
   * @param {string} title
   */
  async #authorize(stage, title) {
    stage.step(
      title,
      `konnect.createAuthCredential(${this.instance}, multi_key_auth, headers: [${HEADER}: ***])`,
    );
    const create = this.#konnect.createAuthCredential(this.instance, {
      type: 'multi_key_auth',
      headers: [{ name: HEADER, key: 'made-up-header-key' }],
    });
    try {
      stage.shows(described(await stage.ledger.creates(this.#credential, create)));
      return true;
    } catch (error) {
      if (!(error instanceof BadRequestError && stage.live)) throw error;
      stage.remark(
        'This integration takes no made-up key, so the steps that need a credential are left out. ' +
          error.message,
      );
      return false;
    }
  }
}

/** @param {Promise<unknown>} look */
async function isThere(look) {
  try {
    await look;
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

/** @param {import('authloom').Credential} credential */
function described({ id, integrationInstance, config }) {
  const of = integrationInstance.displayName;
  return `credential ${id} of ${of} (${config.type}); the key never comes back`;
}
