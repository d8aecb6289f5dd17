#!/usr/bin/env node
// Tours Konnect, Fitbit Plus, the token service and Tyk Gateway: what is called, what came back, and
// how an error reads.
//
//     authloom-sandbox -- node tour.mjs    # in a sandbox, in which everything may be tried
//     node tour.mjs --live                 # on the servers that the AUTHLOOM_… variables name

import { parseArgs } from 'node:util';
import { AuthloomError } from 'authloom';
import { FitbitPlusTour } from './touring/fitbit-plus.mjs';
import { KonnectTour } from './touring/konnect.mjs';
import { agree, find, Refused, refuseUnlessEmpty } from './touring/live.mjs';
import { Stage } from './touring/stage.mjs';
import { findInSandbox, NoSandbox, visit } from './touring/system.mjs';
import { TokenServiceTour } from './touring/token-service.mjs';
import { TykTour } from './touring/tyk.mjs';

const USAGE = `usage: node tour.mjs [--live [--yes]]

Tours Konnect, Fitbit Plus, the token service and Tyk Gateway.

  --live  tour the servers that the AUTHLOOM_… variables name, instead of a sandbox
  --yes   do not ask before changing anything there`;

const SYSTEMS = [KonnectTour, FitbitPlusTour, TokenServiceTour, TykTour];

/** The options that were given; undefined where they make no sense. */
function options() {
  try {
    const known = /** @type {const} */ ({
      live: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    });
    const { values } = parseArgs({ options: known });
    // It agrees to what a live tour changes, so it needs one.
    return values.yes && !values.live ? undefined : values;
  } catch {
    return undefined;
  }
}

/**
 * Runs the tour; the exit status tells whether all went as expected.
 *
 * @param {boolean} live
 * @param {boolean} yes
 */
async function main(live, yes) {
  const stage = new Stage(live);
  const systems = [];
  try {
    if (live) {
      systems.push(...find(stage, SYSTEMS));
      await refuseUnlessEmpty(stage, systems);
      await agree(stage, systems, yes);
    } else {
      systems.push(...SYSTEMS.map(findInSandbox));
    }
  } catch (error) {
    const known = [NoSandbox, Refused, AuthloomError].some((type) => error instanceof type);
    if (!(error instanceof Error && known)) throw error;
    console.error(error.message);
    return 1;
  }
  stage.stopOnInterrupt();
  for (const system of systems) await visit(system, stage);
  return stage.sumUp() ? 0 : 1;
}

const given = options();
if (!given || given.help) {
  (given ? console.log : console.error)(USAGE);
  process.exitCode = given ? 0 : 2;
} else {
  void main(given.live, given.yes).then((status) => {
    process.exitCode = status;
  });
}
