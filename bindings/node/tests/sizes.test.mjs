// How much of a response is read.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DecodeError, Konnect } from 'authloom';
import { fails } from './support/calling.mjs';
import { clientOf } from './support/operations.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';

const sandbox = await sandboxOfFile();

/**
 * Reads an auth config with a client that is built from these settings.
 *
 * @param {Record<string, unknown>} settings
 */
async function read(settings) {
  const konnect = clientOf('konnect', { ...sandbox.konnect, ...settings });
  try {
    return await konnect.getAuthConfig(GITHUB_MAIN);
  } finally {
    konnect.close();
  }
}

describe('sizes', () => {
  test('a response may be so large', async () => {
    const konnect = new Konnect(sandbox.konnect);
    const path = `/v1/integration-instances/${GITHUB_MAIN}/auth-config`;
    const { body } = await konnect.request({ method: 'GET', path });
    konnect.close();
    await read({ maxBody: body.length });
    const error = await fails(read({ maxBody: body.length - 1 }));
    assert(error instanceof DecodeError);
    assert(error.message.includes(`larger than ${body.length - 1} bytes`));
    // That is for others.
    await read({ maxTokenBody: 1 });
  });

  test('a response with a token may be so large', async () => {
    const issue = async (/** @type {Record<string, unknown>} */ settings) => {
      const baseUrl = sandbox.baseUrl('token_service');
      const service = clientOf('token_service', { baseUrl, token: 'lt_5f2a', ...settings });
      await service.issueShortTermToken();
      service.close();
    };
    await issue({ maxBody: 1 });
    assert((await fails(issue({ maxTokenBody: 20 }))).message.includes('larger than 20 bytes'));
  });

  test('JSON may be so deep', async () => {
    await sandbox.faults({ fault: { kind: 'nested', levels: 100 } });
    // The object that they are in counts too.
    await read({ maxJsonDepth: 101 });
    assert((await fails(read({ maxJsonDepth: 100 }))).message.includes('deeper than 100 levels'));
    assert((await fails(read({}))).message.includes('deeper than 64 levels'));
  });
});
