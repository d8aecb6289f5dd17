// A live tour: what it will change, where it refuses to, and whether the user agrees.

import { createInterface } from 'node:readline/promises';
import { AuthloomError } from 'authloom';
import { FAINT, STRONG } from './console.mjs';
import { KonnectTour } from './konnect.mjs';
import { lacks } from './system.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {import('./system.mjs').System} System */
/** @typedef {import('./system.mjs').SystemClass} SystemClass */

// What the user types to go on.
const AGREED = 'yes';

/** Why nothing was changed. */
export class Refused extends Error {}

/**
 * Finds the systems that the environment names, and says what is changed there.
 *
 * @param {Stage} stage
 * @param {SystemClass[]} kinds
 */
export function find(stage, kinds) {
  const { console } = stage;
  console.paragraph(
    'A live tour. It changes what these servers keep, and nothing beside what is named here:',
  );
  /** @type {System[]} */
  const systems = [];
  for (const Kind of kinds) {
    console.blank();
    const mark = `${Kind.title.padEnd(13)}  `;
    const missing = lacks(Kind);
    if (missing.length > 0) {
      console.entry(2, mark, STRONG, 'left out');
      const names = new Intl.ListFormat('en-GB').format(missing);
      console.entry(17, '· ', FAINT, `To tour it, set ${names}.`);
      continue;
    }
    const system = new Kind();
    systems.push(system);
    console.entry(2, mark, STRONG, system.server);
    for (const change of system.changes()) console.entry(17, '· ', FAINT, change);
  }
  return systems;
}

/**
 * Refuses an instance of Konnect that has a config or a credential: the tour would overwrite the one
 * and drop the other, and could bring neither back.
 *
 * @param {Stage} stage
 * @param {System[]} systems
 */
export async function refuseUnlessEmpty(stage, systems) {
  for (const konnect of systems) {
    if (!(konnect instanceof KonnectTour)) continue;
    const instance = `The integration instance ${konnect.instance}`;
    if (await isInUse(konnect)) {
      throw new Refused(
        `${instance} has an auth config or a credential already, which the tour would destroy. ` +
          'Nothing was changed. Name an empty instance in AUTHLOOM_DEMO_INSTANCE_ID.',
      );
    }
    stage.console.blank();
    stage.console.paragraph(`${instance} has neither an auth config nor a credential.`);
  }
}

/** @param {KonnectTour} konnect */
async function isInUse(konnect) {
  try {
    return await konnect.isInUse();
  } catch (error) {
    if (!(error instanceof AuthloomError)) throw error;
    const text =
      `Whether the integration instance ${konnect.instance} is empty could not be seen, so nothing ` +
      `was changed. ${error.message}`;
    throw new Refused(text, { cause: error });
  }
}

/**
 * Goes on only if the user agrees.
 *
 * @param {Stage} stage
 * @param {System[]} systems
 * @param {boolean} yes
 */
export async function agree(stage, systems, yes) {
  if (systems.length === 0) {
    throw new Refused('There is nothing to tour: every system is left out.');
  }
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new Refused(
      'Nothing was changed: give --yes to agree, or run it on a terminal to be asked.',
    );
  }
  stage.console.blank();
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Type \`${AGREED}\` to go on, anything else to stop: `);
  terminal.close();
  if (answer.trim().toLowerCase() !== AGREED) throw new Refused('Nothing was changed.');
}
