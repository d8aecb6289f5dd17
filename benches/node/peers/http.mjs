// `node:http` with an agent that keeps its connections.

import http from 'node:http';

import * as calls from '../calls.mjs';

export class Client {
  constructor(baseUrl) {
    this.baseUrl = baseUrl;
    this.agent = new http.Agent({ keepAlive: true });
  }

  get() {
    return this.request(calls.getOptions());
  }

  upsert() {
    const { body, ...options } = calls.upsertOptions();
    options.headers['content-length'] = Buffer.byteLength(body);
    return this.request(options, body);
  }

  request(options, body) {
    return new Promise((resolve, reject) => {
      const url = calls.authConfigUrl(this.baseUrl, calls.INSTANCE);
      const request = http.request(url, { agent: this.agent, ...options }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          text += part;
        });
        response.on('error', reject);
        response.on('end', () => {
          try {
            calls.checkStatus(response.statusCode);
            resolve(calls.AuthConfig.fromJson(JSON.parse(text)));
          } catch (error) {
            reject(error);
          }
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }
}
