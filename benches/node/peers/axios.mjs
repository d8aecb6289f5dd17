// axios: one instance, on an agent that keeps its connections.

import http from 'node:http';

import axios from 'axios';

import { AUTHORIZATION, AuthConfig, INSTANCE, authConfigUrl, upsertBody } from '../calls.mjs';

export class Client {
  constructor(baseUrl) {
    this.baseUrl = baseUrl;
    this.axios = axios.create({
      headers: { Authorization: AUTHORIZATION },
      httpAgent: new http.Agent({ keepAlive: true }),
    });
  }

  async get() {
    const response = await this.axios.get(authConfigUrl(this.baseUrl, INSTANCE));
    return AuthConfig.fromJson(response.data);
  }

  async upsert() {
    const response = await this.axios.put(authConfigUrl(this.baseUrl, INSTANCE), upsertBody());
    return AuthConfig.fromJson(response.data);
  }
}
