// Authloom with its defaults, retries and deadlines among them: one client.

import { Konnect } from 'authloom';

import {
  AUTHORIZATION_ENDPOINT,
  CLIENT_ID,
  CLIENT_SECRET,
  INSTANCE,
  TOKEN,
  TOKEN_ENDPOINT,
} from '../calls.mjs';

export class Client {
  constructor(baseUrl) {
    this.konnect = new Konnect({ baseUrl, token: TOKEN });
  }

  get() {
    return this.konnect.getAuthConfig(INSTANCE);
  }

  upsert() {
    return this.konnect.upsertAuthConfig(INSTANCE, {
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      authorizationEndpoint: AUTHORIZATION_ENDPOINT,
      tokenEndpoint: TOKEN_ENDPOINT,
    });
  }
}
