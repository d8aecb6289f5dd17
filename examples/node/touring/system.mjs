// What the tours of the four systems have in common.

import { BlockList } from 'node:net';
import { AuthloomError } from 'authloom';
import { Stopped } from './stage.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */

/**
 * One system, ready to be toured. Building it builds the client from the environment; nothing is
 * sent.
 *
 * @typedef {object} System
 * @property {string} server The base URL of the server.
 * @property {() => string[]} changes What a live tour changes there.
 * @property {(stage: Stage) => Promise<void>} tour Calls the operations, one by one.
 * @property {(stage: Stage) => Promise<void>} cleanUp Removes what a tour that was stopped has left.
 * @property {() => void} close Closes the client's connections.
 */

/**
 * Its class, which has its name, and the variables without which it cannot be toured.
 *
 * @typedef {(new () => System) & { title: string, needs: string[] }} SystemClass
 */

/** The environment names no sandbox. */
export class NoSandbox extends Error {
  /** @param {string} because */
  constructor(because) {
    super(
      `The environment names no sandbox: ${because}. \`authloom-sandbox -- node …\` starts one; ` +
        '`--live` tours real servers.',
    );
  }
}

/**
 * Those of its variables that are not set.
 *
 * @param {SystemClass} kind
 */
export function lacks(kind) {
  return kind.needs.filter((name) => !process.env[name]);
}

/**
 * Finds a system of a sandbox by the environment.
 *
 * @param {SystemClass} Kind
 */
export function findInSandbox(Kind) {
  const missing = lacks(Kind);
  if (missing.length > 0) throw new NoSandbox(`${missing.join(', ')} is not set`);
  const system = new Kind();
  if (!isLoopback(system.server)) throw new NoSandbox(`${Kind.title} is at ${system.server}`);
  return system;
}

/**
 * Tours a system, and cleans up whatever happened.
 *
 * @param {System} system
 * @param {Stage} stage
 */
export async function visit(system, stage) {
  const { title } = /** @type {SystemClass} */ (system.constructor);
  if (stage.interrupted) {
    stage.skip(title);
    return;
  }
  stage.enter(title, system.server);
  try {
    await system.tour(stage);
  } catch (error) {
    // Where it was stopped, the stage has said why, and remembers it.
    if (error instanceof AuthloomError) stage.failed(error);
    else if (!(error instanceof Stopped)) throw error;
  } finally {
    await system.cleanUp(stage);
    system.close();
  }
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * Whether a base URL names this very machine, as those of a sandbox do.
 *
 * @param {string} baseUrl
 */
function isLoopback(baseUrl) {
  const { protocol, username, hostname } = new URL(baseUrl);
  if (protocol !== 'http:' || username) return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || LOOPBACK.check(host, host.includes(':') ? 'ipv6' : 'ipv4');
}
