// got: one instance, on an agent that keeps its connections.

import http from 'node:http';

import got from 'got';

import { AUTHORIZATION, AuthConfig, INSTANCE, authConfigUrl, upsertBody } from '../calls.mjs';

export class Client {
  constructor(baseUrl) {
    this.baseUrl = baseUrl;
    this.got = got.extend({
      headers: { authorization: AUTHORIZATION },
      agent: { http: new http.Agent({ keepAlive: true }) },
    });
  }

  async get() {
    return AuthConfig.fromJson(await this.got.get(authConfigUrl(this.baseUrl, INSTANCE)).json());
  }

  async upsert() {
    const options = { json: upsertBody() };
    const url = authConfigUrl(this.baseUrl, INSTANCE);
    return AuthConfig.fromJson(await this.got.put(url, options).json());
  }
}
