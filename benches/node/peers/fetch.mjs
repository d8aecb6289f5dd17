// The global `fetch`, which is the undici that Node brings.

import * as calls from '../calls.mjs';

export class Client {
  constructor(baseUrl) {
    this.baseUrl = baseUrl;
  }

  get() {
    return this.fetch(calls.getOptions());
  }

  upsert() {
    return this.fetch(calls.upsertOptions());
  }

  async fetch(options) {
    const response = await fetch(calls.authConfigUrl(this.baseUrl, calls.INSTANCE), options);
    calls.checkStatus(response.status);
    return calls.AuthConfig.fromJson(await response.json());
  }
}
