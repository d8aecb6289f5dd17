// The token service: a long-term token, a short-term one, and both revoked.

import { isDeepStrictEqual } from 'node:util';
import { TokenService, UnauthorizedError } from 'authloom';
import { Item } from './ledger.mjs';
import { clock } from './stage.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {import('authloom').IssuedToken} IssuedToken */

// What the long-term token shall allow: to be narrowed, and to revoke itself.
const SCOPES = ['jobs:read', 'tokens:revoke'];
// What the short-term token shall allow.
const NARROWED = 'jobs:read';
// The shortest life that the service gives a long-term token.
const TTL_SECONDS = 3600;

/** The token service, and the client that the tour is. */
export class TokenServiceTour {
  static title = 'Token service';
  static needs = ['AUTHLOOM_TOKEN_SERVICE_CLIENT_ID', 'AUTHLOOM_TOKEN_SERVICE_CLIENT_SECRET'];

  #service = TokenService.fromEnv();
  #clientId = String(process.env.AUTHLOOM_TOKEN_SERVICE_CLIENT_ID);
  /** The long-term token, which revokes the others and at last itself. @type {IssuedToken | undefined} */
  #long;
  /** @type {{ item: Item, token?: IssuedToken }[]} */
  #tokens = [];

  get server() {
    return this.#service.baseUrl;
  }

  changes() {
    return [
      `issues a long-term and a short-term token of the client ${this.#clientId}, and revokes both; ` +
        'where the service caches, they work for up to 5 minutes longer',
    ];
  }

  /** @param {Stage} stage */
  async tour(stage) {
    stage.step(
      'Issue a long-term token',
      'tokenService.issueLongTermToken(client_secret, scopes: ' +
        `[${SCOPES.join(', ')}], ttlSeconds: ${TTL_SECONDS})`,
    );
    // Id and secret are those of the client's configuration.
    const proof = /** @type {const} */ ({ type: 'client_secret' });
    const options = { scopes: SCOPES, ttlSeconds: TTL_SECONDS };
    const issue = this.#service.issueLongTermToken(proof, options);
    const [long, longItem] = await this.#issued(stage, 'long-term token', issue);
    this.#long = long;
    stage.check(isDeepStrictEqual([...long.scopes].sort(), SCOPES), 'other scopes were granted');
    const longId = stage.present(long.tokenId, 'the token has no id');
    stage.shows(described(long));

    const narrow = `tokenService.issueShortTermToken(longToken: ***, scopes: [${NARROWED}])`;
    stage.step('Derive a short-term token that may do less', narrow);
    const [short, shortItem] = await this.#issued(stage, 'short-term token', this.#derive(long));
    stage.check(
      isDeepStrictEqual(short.scopes, [NARROWED]),
      'its scopes were not narrowed as asked',
    );
    const shortId = stage.present(short.tokenId, 'the token has no id');
    stage.shows(described(short));

    for (const { title, id, item } of [
      { title: 'Revoke the short-term token', id: shortId, item: shortItem },
      { title: 'Revoke the long-term token, by itself', id: longId, item: longItem },
    ]) {
      stage.step(title, `tokenService.revokeToken(${id}, token: ***)`);
      await this.#service.revokeToken(id, { token: long.accessToken });
      stage.shows('revoked');
      item.removed = 'revoked';
    }

    stage.step('The revoked token is refused, and this is how that reads', narrow);
    try {
      const [, late] = await this.#issued(stage, 'short-term token', this.#derive(long));
      stage.check(stage.live, 'the revoked token is accepted still');
      stage.remark(
        'It is accepted still: this service caches, for up to 5 minutes as it says. What it gave ' +
          'now ends when the revoked token does, or in about 15 minutes.',
      );
      late.stays = 'issued from a token that was revoked but cached: at most 15 minutes';
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
      stage.showError(error);
    }
  }

  /** @param {Stage} stage */
  async cleanUp(stage) {
    const there = this.#tokens.filter(({ item }) => item.isThere);
    if (there.length > 0) stage.cleaningUp();
    // The last first: the long-term token revokes the others, then itself.
    for (const { item, token } of there.reverse()) {
      if (token?.tokenId === undefined || this.#long === undefined) {
        item.stays = `it cannot be named: it works until ${token ? clock(token.expiresAt) : 'it expires'}`;
        continue;
      }
      stage.called(`tokenService.revokeToken(${token.tokenId}, token: ***)`);
      const revoke = this.#service.revokeToken(token.tokenId, { token: this.#long.accessToken });
      await stage.cleans(item, 'revoked', revoke);
    }
  }

  close() {
    this.#service.close();
  }

  /** @param {IssuedToken} long */
  #derive(long) {
    return this.#service.issueShortTermToken({ longToken: long.accessToken, scopes: [NARROWED] });
  }

  /**
   * A token that is issued, and its place among what was created.
   *
   * @param {Stage} stage
   * @param {string} kind
   * @param {Promise<IssuedToken>} issue
   * @returns {Promise<[IssuedToken, Item]>}
   */
  async #issued(stage, kind, issue) {
    const item = new Item(TokenServiceTour.title, `${kind} of unknown id`);
    const noted = /** @type {{ item: Item, token?: IssuedToken }} */ ({ item });
    this.#tokens.push(noted);
    noted.token = await stage.ledger.creates(item, issue);
    item.what = `${kind} ${noted.token.tokenId ?? 'of unknown id'}`;
    return [noted.token, item];
  }
}

/** @param {IssuedToken} token */
function described({ tokenId, scopes, expiresAt, accessToken }) {
  return (
    `token ${tokenId ?? 'without an id'} for ${scopes.join(', ')}; ends ${clock(expiresAt)}; ` +
    `access token ${accessToken}`
  );
}
