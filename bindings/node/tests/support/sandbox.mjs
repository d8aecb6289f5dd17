// A sandbox for the tests of a file.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, beforeEach } from 'node:test';
import { Control } from './control.mjs';
import * as crowd from './crowd.mjs';

/** An instance with a config and a credential. */
export const GITHUB_MAIN = '2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506';
/** An instance with nothing. */
export const AWS_PROD = '7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11';

// No test calls what the user has set for programs of their own, nor through their proxy.
for (const name of Object.keys(process.env)) {
  const ours = /^AUTHLOOM_(KONNECT|FITBIT_PLUS|TOKEN_SERVICE|TYK|ALLOW_HTTP)/.test(name);
  if (ours || /^(https?|all|no)_proxy$/i.test(name)) delete process.env[name];
}

/** A sandbox that runs. */
export class Sandbox extends Control {
  /** @param {import('./control.mjs').Json} line */
  constructor(line) {
    super(line.control);
    /** @type {Record<string, string>} */
    this.env = line.env;
    /** @type {string} */
    this.authorityPem = line.tls.authority_pem;
    /** @type {Record<string, string>} */
    this.tlsEnv = line.tls.env;
  }

  /** The first instance that the Konnect token reaches; it has no config. */
  get instance() {
    return String(this.env.AUTHLOOM_DEMO_INSTANCE_ID);
  }

  /** What a client of Konnect is built from. */
  get konnect() {
    return { baseUrl: this.baseUrl('konnect'), token: String(this.env.AUTHLOOM_KONNECT_TOKEN) };
  }

  /**
   * Where it serves an API.
   *
   * @param {string} api
   * @param {boolean} [tls]
   */
  baseUrl(api, tls = false) {
    return String((tls ? this.tlsEnv : this.env)[`AUTHLOOM_${api.toUpperCase()}_BASE_URL`]);
  }
}

/**
 * Starts a sandbox. It serves until `stop`, or until this process ends.
 *
 * @param {string[]} options
 */
export async function start(...options) {
  const command = process.env.AUTHLOOM_SANDBOX ?? 'authloom-sandbox';
  const child = spawn(command, options, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  child.on('error', (error) => {
    throw new Error(`no sandbox: name it in AUTHLOOM_SANDBOX, or put it on the path`, { cause: error });
  });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => assert.fail('the sandbox did not start')),
  ]);
  const stop = async () => {
    // It serves until its input closes.
    child.stdin.end();
    await ended;
  };
  return { sandbox: new Sandbox(JSON.parse(line)), stop };
}

/**
 * A sandbox for this file. Each test finds the default data, no faults, an empty log, and no
 * connection that waits.
 *
 * @param {string[]} options
 */
export async function sandboxOfFile(...options) {
  const { sandbox, stop } = await start(...options);
  beforeEach(async () => {
    await sandbox.reset();
    await sandbox.closeIdle();
  });
  after(stop);
  return sandbox;
}

/** The same with the many instances of `crowd.mjs`. */
export async function crowdOfFile() {
  const folder = mkdtempSync(join(tmpdir(), 'authloom-crowd-'));
  const seed = join(folder, 'seed.json');
  writeFileSync(seed, crowd.seed());
  const sandbox = await sandboxOfFile('--seed', seed);
  rmSync(folder, { recursive: true });
  return sandbox;
}
