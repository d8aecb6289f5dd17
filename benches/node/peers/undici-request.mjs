// `undici.request`, on its own global dispatcher.

import { request } from 'undici';

import * as calls from '../calls.mjs';

export class Client {
  constructor(baseUrl) {
    this.baseUrl = baseUrl;
  }

  get() {
    return this.request(calls.getOptions());
  }

  upsert() {
    return this.request(calls.upsertOptions());
  }

  async request(options) {
    const url = calls.authConfigUrl(this.baseUrl, calls.INSTANCE);
    const { statusCode, body } = await request(url, options);
    calls.checkStatus(statusCode);
    return calls.AuthConfig.fromJson(await body.json());
  }
}
