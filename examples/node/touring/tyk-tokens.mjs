// Tyk Gateway: the tokens of an OAuth client.

import { randomBytes } from 'node:crypto';
import { OAuthError, Secret } from 'authloom';
import { Item } from './ledger.mjs';
import * as plainHttp from './plain-http.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {import('authloom').Tyk} Tyk */

export const REDIRECT_URI = 'https://client.example/callback';
const FOREIGN_URI = 'https://elsewhere.example/callback';

/** Access and refresh tokens of a client. */
export class TykTokens {
  #system;
  #tyk;
  #apiId;
  #clientId;
  /** @type {{ item: Item, token: Secret }[]} */
  #known = [];

  /**
   * @param {string} system
   * @param {Tyk} tyk
   * @param {string} apiId
   * @param {string} clientId
   */
  constructor(system, tyk, apiId, clientId) {
    this.#system = system;
    this.#tyk = tyk;
    this.#apiId = apiId;
    this.#clientId = clientId;
  }

  /**
   * Obtains an access token, and shows it to the API.
   *
   * @param {Stage} stage
   */
  async authorize(stage) {
    stage.step(
      "Ask for a token with a redirect URI that is not the client's: this is how an OAuth error reads",
      this.#authorizeCall('token', FOREIGN_URI),
    );
    // Should the gateway give one nevertheless, it goes with the others.
    await stage.refusal(OAuthError, this.#authorizeClient(stage, 'token', FOREIGN_URI));

    stage.step(
      'Authorize the client: an access token at once',
      this.#authorizeCall('token', REDIRECT_URI),
    );
    const authorization = await this.#authorizeClient(stage, 'token', REDIRECT_URI);
    if (authorization.type !== 'token') {
      throw stage.unexpected('a code came back instead of a token');
    }
    const { accessToken, tokenType, expiresIn } = authorization;
    const lives = expiresIn === undefined ? 'of unknown life' : `for ${expiresIn} s`;
    stage.shows(`${tokenType} token ${accessToken} ${lives}`);

    const [listed, ...more] = await this.listed(stage);
    if (!listed || more.length > 0) throw stage.unexpected('there is not exactly one token');
    const isShown = listed.code.equals(accessToken);
    stage.shows(isShown ? '1 token, the one above' : '1 token, by its hash: this gateway hashes keys');

    if (!stage.live) {
      const response = await this.#callApi(stage, 'Call the API with it', accessToken);
      stage.check(response.status === 200, 'the gateway did not let it through');
      stage.shows('200: let through to the API');
    }
    return accessToken;
  }

  /**
   * Revokes an access token, and shows it to the API.
   *
   * @param {Stage} stage
   * @param {Secret} token
   */
  async revoke(stage, token) {
    stage.step('Revoke the token', `tyk.revokeToken(***, ${this.#clientId})`);
    await this.#tyk.revokeToken(token, this.#clientId);
    stage.shows('revoked, at once');
    this.#removed(token, 'revoked');

    stage.check((await this.listed(stage)).length === 0, 'there is a token still');
    stage.shows('none');

    if (stage.live) {
      stage.remark('What the API says to the revoked token is not tried on a live gateway.');
      return;
    }
    const response = await this.#callApi(stage, 'The API refuses the revoked token', token);
    stage.check(response.status === 403, 'the gateway let it through');
    stage.shows(`403: ${response.texts.error ?? ''}`);
  }

  /**
   * Invalidates a refresh token. To have one, the sandbox's client exchanges a code; against a live
   * gateway a made-up one shows the call.
   *
   * @param {Stage} stage
   * @param {Secret} secret
   */
  async invalidateRefresh(stage, secret) {
    const refreshToken = stage.live
      ? new Secret(`authloom-demo-${randomBytes(8).toString('hex')}`)
      : await this.#obtainRefreshToken(stage, secret);
    stage.step('Invalidate a refresh token', `tyk.invalidateOauthRefresh(${this.#apiId}, ***)`);
    const { status, action } = await this.#tyk.invalidateOauthRefresh(this.#apiId, refreshToken);
    stage.check(status === 'ok', 'the status is not ok');
    stage.shows(`${status}: ${action}`);
    this.#removed(refreshToken, 'invalidated');

    if (stage.live) {
      stage.remark('It was a made-up one: an unknown refresh token is a success too.');
      return;
    }
    const response = await this.#tokenEndpoint(
      stage,
      'The client refreshes with it, and is refused',
      'grant_type=refresh_token, refresh_token=***',
      secret,
      { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() },
    );
    const isRefused = response.texts.error === 'invalid_grant';
    stage.check(isRefused, 'the refresh token was not refused as invalid');
    stage.shows(`${response.status}: invalid_grant`);
  }

  /**
   * @param {Stage} stage
   * @param {Secret} secret
   */
  async #obtainRefreshToken(stage, secret) {
    stage.step('Authorize the client: this time a code', this.#authorizeCall('code', REDIRECT_URI));
    const authorization = await this.#authorizeClient(stage, 'code', REDIRECT_URI);
    if (authorization.type !== 'code') {
      throw stage.unexpected('a token came back instead of a code');
    }
    const { code } = authorization;
    stage.shows(`code ${code}`);

    const response = await this.#tokenEndpoint(
      stage,
      'The client exchanges it, as its own program would',
      'grant_type=authorization_code, code=***',
      secret,
      { grant_type: 'authorization_code', code: code.reveal() },
    );
    const { access_token: access, refresh_token: refresh } = response.texts;
    if (access) this.#note(stage, 'access token', new Secret(access));
    const token = new Secret(stage.present(refresh, 'the response holds no refresh token'));
    this.#note(stage, 'refresh token', token);
    stage.shows('200: an access token and a refresh token');
    return token;
  }

  /**
   * The tokens that the gateway lists.
   *
   * @param {Stage} stage
   */
  listed(stage) {
    const of = `${this.#apiId}, ${this.#clientId}`;
    stage.step("List the client's tokens", `tyk.listOauthClientTokens(${of})`);
    return this.#tyk.listOauthClientTokens(this.#apiId, this.#clientId);
  }

  /**
   * Authorizes the client under the API's id: a gateway serves the route per API. The client was
   * created in that very API, so it takes OAuth and the call stays with the gateway.
   *
   * @param {Stage} stage
   * @param {import('authloom').ResponseType} responseType
   * @param {string} redirectUri
   */
  async #authorizeClient(stage, responseType, redirectUri) {
    const options = { redirectUri, prefix: `/${this.#apiId}` };
    const authorization = await this.#tyk.authorizeClient(responseType, this.#clientId, options);
    if (authorization.type === 'token') this.#note(stage, 'access token', authorization.accessToken);
    return authorization;
  }

  /**
   * @param {string} responseType
   * @param {string} redirectUri
   */
  #authorizeCall(responseType, redirectUri) {
    return (
      `tyk.authorizeClient(${responseType}, ${this.#clientId}, redirectUri: ${redirectUri}, ` +
      `prefix: /${this.#apiId})`
    );
  }

  /**
   * @param {Stage} stage
   * @param {string} title
   * @param {Secret} token
   */
  #callApi(stage, title, token) {
    const path = `/${this.#apiId}/`;
    stage.step(title, `GET ${path}, Authorization: Bearer ***`);
    return received(stage, plainHttp.get(this.#tyk.baseUrl, path, token));
  }

  /**
   * @param {Stage} stage
   * @param {string} title
   * @param {string} call
   * @param {Secret} secret
   * @param {Record<string, string>} form
   */
  #tokenEndpoint(stage, title, call, secret, form) {
    const path = `/${this.#apiId}/oauth/token/`;
    stage.step(title, `POST ${path}, ${call}`);
    const { baseUrl } = this.#tyk;
    return received(stage, plainHttp.tokenRequest(baseUrl, path, this.#clientId, secret, form));
  }

  /**
   * @param {Stage} stage
   * @param {string} kind
   * @param {Secret} token
   */
  #note(stage, kind, token) {
    const item = new Item(this.#system, kind);
    stage.ledger.note(item);
    this.#known.push({ item, token });
  }

  /**
   * @param {Secret} gone
   * @param {string} how
   */
  #removed(gone, how) {
    for (const { item, token } of this.#known) if (token.equals(gone)) item.removed = how;
  }

  /**
   * Notes that the gateway has no token of the client any more.
   *
   * @param {string} how
   */
  allRemoved(how) {
    for (const { item } of this.#known) if (item.isThere) item.removed = how;
  }

  /**
   * Revokes what is left.
   *
   * @param {Stage} stage
   */
  async cleanUp(stage) {
    for (const { item, token } of this.#known.filter(({ item }) => item.isThere)) {
      stage.called(`tyk.revokeToken(***, ${this.#clientId})`);
      await stage.cleans(item, 'revoked', this.#tyk.revokeToken(token, this.#clientId));
    }
  }
}

/**
 * @param {Stage} stage
 * @param {Promise<import('./plain-http.mjs').PlainResponse>} asked
 */
async function received(stage, asked) {
  try {
    return await asked;
  } catch (error) {
    throw stage.unexpected(`no response came: ${error}`);
  }
}
