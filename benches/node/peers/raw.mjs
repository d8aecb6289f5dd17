// A bare socket, which is the limit: a request that was written beforehand, and a response that is
// read to its end and not decoded.

import net from 'node:net';

import { AUTHORIZATION, EXPECTED, INSTANCE, authConfigUrl, upsertBody } from '../calls.mjs';

const END_OF_HEAD = '\r\n\r\n';
const LENGTH = 'content-length: ';

/** Whether a response has all its bytes, as its head says. */
function isWhole(response) {
  const end = response.indexOf(END_OF_HEAD);
  const length = response.indexOf(LENGTH);
  if (end < 0 || length < 0) {
    return false;
  }
  if (!response.startsWith('HTTP/1.1 200 ')) {
    throw new Error(response.slice(0, end));
  }
  const body = Number.parseInt(response.slice(length + LENGTH.length), 10);
  return response.length === end + END_OF_HEAD.length + body;
}

/** A connection that has one request at a time. */
class Connection {
  #response = '';
  #resolve;
  #reject;

  constructor(address) {
    this.socket = net.connect({ ...address, noDelay: true });
    this.socket.on('data', (part) => this.#read(part));
    this.socket.on('error', (error) => this.#reject(error));
    this.socket.on('close', () => this.#reject(new Error('the server went away')));
  }

  exchange(request) {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.socket.write(request);
    });
  }

  #read(part) {
    this.#response += part.latin1Slice();
    try {
      if (isWhole(this.#response)) {
        this.#response = '';
        this.#resolve(EXPECTED);
      }
    } catch (error) {
      this.#reject(error);
    }
  }
}

/** As many connections as there are calls at once. */
export class Client {
  constructor(baseUrl) {
    const { host, hostname, port, pathname } = new URL(authConfigUrl(baseUrl, INSTANCE));
    const head = `${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${AUTHORIZATION}\r\n`;
    const body = JSON.stringify(upsertBody());
    const about = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    this.address = { host: hostname, port: Number(port) };
    this.requests = {
      get: Buffer.from(`GET ${head}\r\n`),
      upsert: Buffer.from(`PUT ${head}${about}\r\n${body}`),
    };
    this.idle = [];
  }

  get() {
    return this.exchange(this.requests.get);
  }

  upsert() {
    return this.exchange(this.requests.upsert);
  }

  async exchange(request) {
    const connection = this.idle.pop() ?? new Connection(this.address);
    const response = await connection.exchange(request);
    this.idle.push(connection);
    return response;
  }
}
