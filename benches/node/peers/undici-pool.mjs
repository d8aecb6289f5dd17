// undici's `Pool` with as many connections as there are calls at once.

import { Pool } from 'undici';

import * as calls from '../calls.mjs';

export class Client {
  constructor(baseUrl) {
    this.pool = new Pool(baseUrl, { connections: 64 });
  }

  get() {
    return this.request(calls.getOptions());
  }

  upsert() {
    return this.request(calls.upsertOptions());
  }

  async request(options) {
    const path = calls.authConfigPath(calls.INSTANCE);
    const { statusCode, body } = await this.pool.request({ path, ...options });
    calls.checkStatus(statusCode);
    return calls.AuthConfig.fromJson(await body.json());
  }
}
