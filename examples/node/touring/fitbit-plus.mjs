// Fitbit Plus: a token, what it reaches, and its refresh.

import { FitbitPlus, UnauthorizedError } from 'authloom';
import { Item } from './ledger.mjs';
import { clock } from './stage.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */

/** Fitbit Plus, and the application that the tour is. */
export class FitbitPlusTour {
  static title = 'Fitbit Plus';
  static needs = ['AUTHLOOM_FITBIT_PLUS_CLIENT_ID', 'AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET'];

  #fitbitPlus = FitbitPlus.fromEnv();
  #clientId = String(process.env.AUTHLOOM_FITBIT_PLUS_CLIENT_ID);
  /** Each token of the tour, and when it ends. @type {{ item: Item, ends: string }[]} */
  #tokens = [];

  get server() {
    return this.#fitbitPlus.baseUrl;
  }

  changes() {
    return [
      `creates a token of the application ${this.#clientId}, and refreshes it; the API has no ` +
        'operation that revokes one, so the second stays until it expires',
    ];
  }

  /** @param {Stage} stage */
  async tour(stage) {
    const fitbitPlus = this.#fitbitPlus;

    stage.step(
      'Create a token, with its groups described',
      'fitbitPlus.createToken(client_credentials, include: groups)',
    );
    // Id and secret are those of the client's configuration.
    const first = await this.#createToken(
      stage,
      { type: 'client_credentials' },
      { include: 'groups' },
    );
    const tokenId = stage.present(first.id, 'the token has no id');
    stage.check(
      first.groups.every(({ name }) => name !== undefined),
      'a group came without its name, though it was to be included',
    );
    stage.shows(`token ${tokenId}, ${described(first)}`);

    // A token asks for its own groups, so the call shows it in place of the client's.
    const token = first.accessToken;
    stage.step(
      'List the groups that it reaches',
      `fitbitPlus.fetchTokenGroups(${tokenId}, token: ***)`,
    );
    const groups = await fitbitPlus.fetchTokenGroups(tokenId, { token });
    stage.check(
      groups.length === first.groups.length,
      'these are not the groups that came with the token',
    );
    stage.shows(listed(groups));

    stage.step(
      'Read the organization that it belongs to',
      `fitbitPlus.fetchTokenOrganization(${tokenId}, token: ***)`,
    );
    const organization = await fitbitPlus.fetchTokenOrganization(tokenId, { token });
    stage.check(organization.id !== '', 'the organization has no id');
    stage.shows(organization.name ?? organization.id);

    stage.step('Refresh it', 'fitbitPlus.createToken(refreshToken: ***)');
    const refreshToken = stage.present(first.refreshToken, 'there is no refresh token');
    const second = await this.#createToken(stage, { type: 'refresh_token', refreshToken });
    stage.check(!second.accessToken.equals(token), 'the access token is the old one');
    stage.shows(`token ${second.id ?? 'without an id'}, ${described(second)}`);

    stage.step(
      'The first token is retired, and this is how its refusal reads',
      `fitbitPlus.fetchTokenGroups(${tokenId}, token: ***)`,
    );
    await stage.refusal(UnauthorizedError, fitbitPlus.fetchTokenGroups(tokenId, { token }));
    const [retired] = this.#tokens;
    if (retired) retired.item.removed = 'retired by its refresh';
  }

  /** @param {Stage} _stage */
  async cleanUp(_stage) {
    for (const { item, ends } of this.#tokens) {
      if (item.isThere) item.stays = `no operation revokes it: it works until ${ends}`;
    }
  }

  close() {
    this.#fitbitPlus.close();
  }

  /**
   * @param {Stage} stage
   * @param {import('authloom').Grant} grant
   * @param {import('authloom').CreateTokenOptions} [options]
   */
  async #createToken(stage, grant, options) {
    // Should the call end without a token, one may have been made nevertheless.
    const noted = { item: new Item(FitbitPlusTour.title, 'token of unknown id'), ends: 'it expires' };
    this.#tokens.push(noted);
    const create = this.#fitbitPlus.createToken(grant, options);
    const token = await stage.ledger.creates(noted.item, create);
    noted.item.what = `token ${token.id ?? 'of unknown id'}`;
    noted.ends = clock(token.expiresAt);
    return token;
  }
}

/** @param {import('authloom').Token} token */
function described({ groups, expiresAt, accessToken }) {
  return `groups: ${listed(groups)}; ends ${clock(expiresAt)}; access token ${accessToken}`;
}

/** @param {import('authloom').Group[]} groups */
function listed(groups) {
  return groups.map(({ name, id }) => name ?? id).join(', ') || 'none';
}
