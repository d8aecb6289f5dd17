// The sandbox's control port.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { until } from './waiting.mjs';

/** @typedef {Record<string, any>} Json */

/** A client that is not told to leaves a response that does not come after 20 seconds. */
export const PROMPT = 15;

/** Nothing comes any more, and the connection stays open until the client leaves it. */
export const HANG = { kind: 'hang', at: 'before' };
/** A response that asks to come again, soon. */
export const BUSY = { kind: 'status', status: 503, headers: { 'retry-after-ms': '1' } };

/**
 * A response of that status to every request.
 *
 * @param {number} code
 * @param {Json} [more]
 * @returns {Json}
 */
export function status(code, more = {}) {
  return { fault: { kind: 'status', status: code, ...more } };
}

/** Tells a sandbox what to do, and asks it what it saw. */
export class Control {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  /** Back to the beginning: state, clock, log and faults. Connections stay open. */
  async reset() {
    await this.#ask('POST', '/reset');
  }

  /**
   * Puts these faults in force, in place of all others.
   *
   * @param {Json[]} script
   */
  async faults(...script) {
    await this.#ask('PUT', '/faults', script);
  }

  /**
   * The requests after that number.
   *
   * @param {number} [since]
   * @returns {Promise<Json[]>}
   */
  log(since = 0) {
    return this.#ask('GET', `/log?since=${since}`);
  }

  /**
   * How many connections are open to an API.
   *
   * @param {string} [api]
   * @returns {Promise<number>}
   */
  async connections(api = 'konnect') {
    return (await this.#ask('GET', '/stats')).connections[api];
  }

  /**
   * Closes the connections that wait for another request.
   *
   * @returns {Promise<number>}
   */
  async closeIdle() {
    return (await this.#ask('POST', '/connections/close-idle')).closed;
  }

  /**
   * Lets a vector answer.
   *
   * @param {string} vector
   */
  async arm(vector) {
    await this.#ask('POST', `/vectors/${vector}/arm`, {});
  }

  /**
   * What a vector says of the requests that came.
   *
   * @param {string} vector
   * @returns {Promise<Json>}
   */
  verdict(vector) {
    return this.#ask('GET', `/vectors/${vector}/verdict`);
  }

  /**
   * Waits until so many requests have come since the reset, and returns the log.
   *
   * @param {number} count
   * @returns {Promise<Json[]>}
   */
  async arrived(count) {
    await until(async () => (await this.log()).length >= count);
    return this.log();
  }

  /**
   * Waits until no more than so many connections to an API are open.
   *
   * @param {string} [api]
   * @param {number} [but]
   */
  async left(api = 'konnect', but = 0) {
    await until(async () => (await this.connections(api)) <= but, PROMPT);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async #ask(method, path, body) {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    // Without an agent no connection is kept, so that none is counted with those of a client.
    const asked = request(this.url + path, { method, headers, agent: false });
    const closed = new Promise((resolve) => asked.on('close', resolve));
    asked.end(body === undefined ? undefined : JSON.stringify(body));
    const answer = await new Promise((resolve, reject) => {
      asked.on('response', resolve).on('error', reject);
    });
    let text = '';
    for await (const piece of answer.setEncoding('utf8')) text += piece;
    // Nor is one that ends, by who counts descriptors.
    await closed;
    assert.equal(answer.statusCode, 200, `${method} ${path}: ${text}`);
    return JSON.parse(text);
  }
}
