// The tour, run as a user runs it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { installed } from './support/examples.mjs';
import { Running } from './support/program.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';

const sandbox = await sandboxOfFile();
const TOUR = join(installed(), 'tour.mjs');

/**
 * Runs the tour to its end.
 *
 * @param {string[]} args
 * @param {Record<string, string>} [more]
 */
async function tour(args, more = {}) {
  const ran = await new Running(TOUR, args, { env: { ...sandbox.env, ...more } }).end();
  // Running text: lines are broken wherever they got too long.
  return { ...ran, text: ran.out.split(/\s+/).join(' ') };
}

/**
 * Nothing that is known to be secret is shown.
 *
 * @param {string} text
 */
function assertNoSecret(text) {
  const secrets = Object.entries(sandbox.env).filter(([name]) => /_(TOKEN|SECRET)$/.test(name));
  const all = [...secrets.map(([, value]) => value), 'made-up-client-secret', 'made-up-header-key'];
  assert(all.length >= 8);
  for (const secret of all) {
    // As a whole: some of the sandbox's are very short.
    assert(!text.split(' ').includes(secret), secret);
    assert(secret.length < 6 || !text.includes(secret), secret);
  }
}

/** What was changed, or tried to be. */
async function changes() {
  const log = await sandbox.log();
  return log.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
}

describe('in a sandbox', () => {
  test('it goes as expected and shows no secret', async () => {
    const { code, out, err, text } = await tour([]);
    assert.deepEqual([code, err], [0, ''], out);
    for (const shown of [
      'konnect.upsertAuthConfig(',
      'clientSecret: ***',
      'Konnect getAuthConfig: the server responded with 404 Not Found',
      'FitbitPlus fetchTokenGroups: the server responded with 401 Unauthorized',
      'TokenService issueShortTermToken: the server responded with 401 Unauthorized',
      'Tyk authorizeClient: the server responded with 403 Forbidden (invalid_request)',
      'kind oauth_error outcome rejected request id none was sent',
      'request id kong:trace:',
      '403: Key not authorised',
      '41 steps, each as expected',
      'no operation revokes it: it works until',
    ]) {
      assert(text.includes(shown), `${shown} in ${out}`);
    }
    assert(!out.includes('\x1b'), 'colour on no terminal');
    assertNoSecret(text);
  });

  test('it makes the calls of the tour in Rust', async () => {
    await tour([]);
    const log = await sandbox.log();
    /** @type {[string, string, number[]][]} */
    const calls = [
      ['PUT', '/auth-config', [200, 200]],
      ['POST', '/auth-credential', [201, 201]],
      ['GET', '/auth-credential', [404, 200, 404]],
      ['DELETE', '/auth-credential', [204]],
      ['DELETE', '/auth-config', [204]],
      ['POST', '/pub/oauth/token', [201, 201]],
      ['GET', '/organization', [200]],
      ['GET', '/groups', [200, 401]],
      ['POST', '/auth/tokens/long', [201]],
      ['POST', '/auth/tokens/short', [201, 401]],
      ['POST', '/revoke', [204, 204, 200]],
      ['POST', '/authorize-client/', [403, 200, 200]],
      ['PUT', '/rotate', [200]],
      ['GET', '/tokens', [200, 200, 200]],
      ['GET', '/oauth-api/', [200, 403]],
      ['POST', '/oauth-api/oauth/token/', [200, 403]],
      ['POST', '/revoke_all', [200]],
    ];
    for (const [method, end, statuses] of calls) {
      const those = log.filter((entry) => entry.method === method && entry.path.endsWith(end));
      assert.deepEqual(those.map(({ status }) => status), statuses, `${method} …${end}`);
    }
  });

  test('an unexpected result is explained and cleaned up, and the rest is toured', async () => {
    // This API takes no tokens from the authorize route, so the tour of Tyk stops there.
    const { code, out, text } = await tour([], {
      AUTHLOOM_DEMO_TYK_API_ID: 'code-api',
      AUTHLOOM_DEMO_TYK_POLICY_ID: 'globex',
      AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET: 'wrong-one',
    });
    assert.equal(code, 1, out);
    for (const shown of [
      'Unexpected: a success was expected.',
      'Fitbit Plus, step 13: a success was expected',
      'unsupported_response_type',
      'Cleaning up',
      'steps, not all as expected:',
      'Nothing was left behind.',
    ]) {
      assert(text.includes(shown), `${shown} in ${out}`);
    }
    assert((await changes()).at(-1)?.startsWith('DELETE /tyk/oauth/clients/code-api/authloom-demo-'));
    assertNoSecret(text);
  });

  test('without one nothing is called', async () => {
    for (const url of ['', 'https://global.api.konghq.com', 'http://user@127.0.0.1:1']) {
      const { code, err } = await tour([], { AUTHLOOM_KONNECT_BASE_URL: url });
      assert.equal(code, 1);
      if (!url.includes('@')) assert(err.startsWith('The environment names no sandbox: '), err);
      assert.deepEqual(await sandbox.log(), []);
    }
  });
});

describe('live', () => {
  test('it says what it changes', async () => {
    const { code, out, err, text } = await tour(['--live', '--yes']);
    assert.equal(code, 0, out + err);
    for (const shown of [
      `the auth config of the integration instance ${sandbox.instance}`,
      'a token of the application acme-reporting',
      'a short-term token of the client c2m_acme',
      'in the API oauth-api, with the policy gold',
      'has neither an auth config nor a credential',
      'each as expected',
    ]) {
      assert(text.includes(shown), `${shown} in ${out}`);
    }
    assert.deepEqual((await sandbox.log()).filter(({ path }) => path === '/oauth-api/'), []);
  });

  test('it leaves out what the environment does not name', async () => {
    const { code, text } = await tour(['--live', '--yes'], {
      AUTHLOOM_TYK_SECRET: '',
      AUTHLOOM_TOKEN_SERVICE_CLIENT_ID: '',
    });
    assert.equal(code, 0);
    assert(text.includes('To tour it, set AUTHLOOM_TYK_SECRET.'), text);
    assert((await sandbox.log()).every(({ api }) => ['konnect', 'fitbit-plus'].includes(api)));
  });

  /** @type {[string[], Record<string, string>, string][]} */
  const refused = [
    [['--live', '--yes'], { AUTHLOOM_DEMO_INSTANCE_ID: GITHUB_MAIN }, 'has an auth config or a credential already'],
    [['--live'], {}, 'give --yes to agree'],
    [['--live', '--yes'], { AUTHLOOM_KONNECT_TOKEN: 'kpat_no_access' }, '403 '],
  ];
  for (const [args, more, sentence] of refused) {
    test(`one that must not be changes nothing: ${sentence}`, async () => {
      const { code, err } = await tour(args, more);
      assert.equal(code, 1);
      assert(err.includes(sentence), err);
      assert.deepEqual(await changes(), []);
    });
  }
});

for (const args of [['--yes'], ['--lively'], ['more']]) {
  test(`${args} makes no sense`, async () => {
    const { code, err } = await tour(args);
    assert.equal(code, 2);
    assert(err.startsWith('usage: '), err);
    assert.deepEqual(await sandbox.log(), []);
  });
}
