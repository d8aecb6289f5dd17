// Programs in processes of their own: for what ends, what prints, and what is measured.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SECONDS } from './waiting.mjs';

/**
 * The path of a program of `programs`.
 *
 * @param {string} name
 */
export function program(name) {
  return fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
}

/**
 * @typedef {object} Options
 * @property {Record<string, string>} [env]
 * @property {number} [seconds]
 * @property {string[]} [node] What Node itself is given.
 * @property {string} [cwd]
 */

/** A program that runs. One that hangs is killed, and is a failure. */
export class Running {
  /**
   * @param {string} file
   * @param {string[]} args
   * @param {Options} options
   */
  constructor(file, args, { env = {}, seconds = SECONDS, node = [], cwd } = {}) {
    const kept = Object.entries(process.env).filter(([name]) => !/^(AUTHLOOM_|NODE_)/.test(name));
    this.child = spawn(process.execPath, [...node, file, ...args], {
      env: { ...Object.fromEntries(kept), ...env },
      cwd,
    });
    this.out = '';
    this.err = '';
    this.child.stdout.setEncoding('utf8').on('data', (text) => (this.out += text));
    this.child.stderr.setEncoding('utf8').on('data', (text) => (this.err += text));
    // Whether it still reads is its own affair.
    this.child.stdin.on('error', () => {});
    const late = setTimeout(() => {
      this.err += `\nkilled after ${seconds} s`;
      this.child.kill('SIGKILL');
    }, seconds * 1000);
    this.ended = once(this.child, 'close').then(([code, signal]) => {
      clearTimeout(late);
      return { code, signal, out: this.out, err: this.err };
    });
  }

  /** The first line that it writes. */
  async line() {
    const [line] = await Promise.race([
      once(createInterface(this.child.stdout), 'line'),
      this.ended.then(({ err }) => assert.fail(`it ended without a line: ${err}`)),
    ]);
    return String(line);
  }

  /**
   * Tells it to end, as those of `programs` do when their input ends.
   *
   * @param {string} [text]
   */
  end(text = '') {
    this.child.stdin.end(text);
    return this.ended;
  }
}

/**
 * Starts a program of `programs`.
 *
 * @param {string} name
 * @param {string[]} args
 * @param {Options} [options]
 */
export function started(name, args = [], options = {}) {
  return new Running(program(name), args, options);
}

/**
 * Runs a program of `programs` to its end, which must be a good one, and returns what it wrote.
 *
 * @param {string} name
 * @param {string[]} args
 * @param {Options} [options]
 */
export async function succeeded(name, args = [], options = {}) {
  const { code, signal, out, err } = await started(name, args, options).end();
  assert.deepEqual({ code, signal, err }, { code: 0, signal: null, err: '' }, out);
  return out;
}
