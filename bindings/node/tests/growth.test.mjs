// Many calls take no more memory than few.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linux } from './support/process.mjs';
import { started, succeeded } from './support/program.mjs';

const WARM_UP = 20_000;
const CALLS = 100_000;
const MOST = 5 * 2 ** 20;

test('memory does not grow with calls', linux, async (t) => {
  const server = started('quick-server.mjs', [], { seconds: 300 });
  const env = {
    AUTHLOOM_KONNECT_BASE_URL: `http://127.0.0.1:${await server.line()}`,
    AUTHLOOM_KONNECT_TOKEN: 'kpat_quick',
  };
  // The space of what is young has its last size from the beginning: otherwise V8 enlarges it, step
  // by step, long after the warm-up.
  const node = ['--max-semi-space-size=1'];
  const grown = await succeeded('growth.mjs', [String(WARM_UP), String(CALLS)], { env, node, seconds: 240 });
  await server.end();
  assert.match(grown, /^-?\d+\n$/);
  t.diagnostic(`${Number(grown) >> 10} KiB`);
  assert(Number(grown) < MOST, `${Number(grown) / 2 ** 20} MiB`);
});
