// Tyk Gateway: an OAuth client and its end. What its tokens go through is beside it.

import { randomBytes } from 'node:crypto';
import { Tyk } from 'authloom';
import { Item } from './ledger.mjs';
import { REDIRECT_URI, TykTokens } from './tyk-tokens.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {import('authloom').OAuthClient} OAuthClient */

/** A gateway, and the client to be created there. */
export class TykTour {
  static title = 'Tyk';
  static needs = [
    'AUTHLOOM_TYK_BASE_URL',
    'AUTHLOOM_TYK_SECRET',
    'AUTHLOOM_DEMO_TYK_API_ID',
    'AUTHLOOM_DEMO_TYK_POLICY_ID',
  ];

  #tyk = Tyk.fromEnv();
  #apiId = String(process.env.AUTHLOOM_DEMO_TYK_API_ID);
  #policyId = String(process.env.AUTHLOOM_DEMO_TYK_POLICY_ID);
  #clientId = `authloom-demo-${randomBytes(8).toString('hex')}`;
  #client = new Item(TykTour.title, `OAuth client ${this.#clientId}`);
  #tokens = new TykTokens(TykTour.title, this.#tyk, this.#apiId, this.#clientId);

  get server() {
    return this.#tyk.baseUrl;
  }

  changes() {
    return [
      `creates the OAuth client ${this.#clientId} in the API ${this.#apiId}, with the policy ` +
        this.#policyId,
      'issues a token for it, rotates its secret, revokes the token, deletes the client',
    ];
  }

  /** @param {Stage} stage */
  async tour(stage) {
    await this.#createAndRead(stage);
    const token = await this.#tokens.authorize(stage);
    const secret = await this.#rotate(stage);
    await this.#tokens.revoke(stage, token);
    await this.#tokens.invalidateRefresh(stage, secret);
    await this.#revokeAllAndDelete(stage, secret);
  }

  /** @param {Stage} stage */
  async cleanUp(stage) {
    if (!this.#client.isThere) return;
    stage.cleaningUp();
    await this.#tokens.cleanUp(stage);
    stage.called(`tyk.deleteOauthClient(${this.#apiId}, ${this.#clientId})`);
    const remove = this.#tyk.deleteOauthClient(this.#apiId, this.#clientId);
    await stage.cleans(this.#client, 'deleted', remove);
  }

  close() {
    this.#tyk.close();
  }

  /** @param {Stage} stage */
  async #createAndRead(stage) {
    const [tyk, apiId, clientId, policyId] = [this.#tyk, this.#apiId, this.#clientId, this.#policyId];
    stage.step(
      'Create an OAuth client',
      `tyk.createOauthClient(clientId: ${clientId}, apiId: ${apiId}, policyId: ${policyId}, ` +
        `redirectUri: ${REDIRECT_URI})`,
    );
    const create = tyk.createOauthClient({
      clientId,
      apiId,
      policyId,
      redirectUri: REDIRECT_URI,
      metaData: { made_by: 'authloom-tour' },
      description: 'Made by a tour of Authloom; it may be deleted',
    });
    const created = await stage.ledger.creates(this.#client, create);
    stage.check(created.clientId === clientId, 'it has another id');
    stage.check(created.secret.reveal() !== '', 'it has no secret');
    stage.shows(described(created));

    stage.step('Read it back', `tyk.getOauthClient(${apiId}, ${clientId})`);
    const read = await tyk.getOauthClient(apiId, clientId);
    stage.check(isSame(read, created), 'it is not as it was created');
    stage.shows('the same, secret included: this gateway shows it to its administrator');

    stage.step('List the clients of the API', `tyk.listOauthClients(${apiId})`);
    const clients = await tyk.listOauthClients(apiId);
    const isListed = clients.some((client) => client.clientId === clientId);
    stage.check(isListed, 'the new client is not among them');
    const s = clients.length === 1 ? '' : 's';
    stage.shows(`${clients.length} client${s}; the new client is among them`);
  }

  /** @param {Stage} stage */
  async #rotate(stage) {
    const before = await this.#tyk.getOauthClient(this.#apiId, this.#clientId);
    stage.step(
      "Rotate the client's secret",
      `tyk.rotateOauthClientSecret(${this.#apiId}, ${this.#clientId})`,
    );
    const { secret } = await this.#tyk.rotateOauthClientSecret(this.#apiId, this.#clientId);
    stage.check(!secret.equals(before.secret), 'the secret is the old one');
    stage.shows(`a new secret ${secret}; tokens stay valid`);
    return secret;
  }

  /**
   * @param {Stage} stage
   * @param {import('authloom').Secret} secret
   */
  async #revokeAllAndDelete(stage, secret) {
    const [tyk, apiId, clientId] = [this.#tyk, this.#apiId, this.#clientId];
    stage.step('Revoke whatever is left', `tyk.revokeAllTokens(${clientId}, clientSecret: ***)`);
    await tyk.revokeAllTokens(clientId, secret);
    stage.shows('done; a wrong secret would look the same, so the list is read again');

    stage.check((await this.#tokens.listed(stage)).length === 0, 'there is a token still');
    stage.shows('none');
    this.#tokens.allRemoved('revoked with all');

    stage.step('Delete the client', `tyk.deleteOauthClient(${apiId}, ${clientId})`);
    const { status, action } = await tyk.deleteOauthClient(apiId, clientId);
    stage.shows(`${status}: ${action}`);

    stage.step('It is gone', `tyk.getOauthClient(${apiId}, ${clientId})`);
    await stage.missing(tyk.getOauthClient(apiId, clientId));
    this.#client.removed = 'deleted';
  }
}

/**
 * @param {OAuthClient} one
 * @param {OAuthClient} other
 */
function isSame(one, other) {
  // A Secret is compared by itself: as JSON all are alike.
  return one.secret.equals(other.secret) && JSON.stringify(one) === JSON.stringify(other);
}

/** @param {OAuthClient} client */
function described({ clientId, policyId, secret }) {
  return `client ${clientId}, policy ${policyId ?? 'none'}, secret ${secret}`;
}
