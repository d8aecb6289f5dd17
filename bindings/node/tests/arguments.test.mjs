// Arguments: what is refused before anything is sent, and how that is reported.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { Konnect, ValidationError } from 'authloom';
import { called, fails, rejection } from './support/calling.mjs';
import { clientOf, credential, DISTINCT, named, SECRETS, title } from './support/operations.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';

const sandbox = await sandboxOfFile();

/**
 * A client of an API, made anew for each test.
 *
 * @param {import('./support/operations.mjs').Api} api
 */
function open(api) {
  return clientOf(api, { baseUrl: sandbox.baseUrl(api), ...credential(api) });
}

/** No argument takes it, and it tells when it is shown. */
class Strange {
  /** @returns {string} */
  toString() {
    throw new Error('it is shown');
  }
  toJSON() {
    throw new Error('it is shown');
  }
}

/**
 * Reads an auth config with options of any kind.
 *
 * @param {any} options
 * @param {string} [instance]
 */
async function get(options, instance = GITHUB_MAIN) {
  const konnect = new Konnect(sandbox.konnect);
  try {
    return await konnect.getAuthConfig(instance, options);
  } finally {
    konnect.close();
  }
}

describe('whatever the operation', () => {
  for (const operation of DISTINCT) {
    const given = operation.given(SECRETS);
    const options = operation.options(SECRETS);

    test(`${title(operation)}: a wrong type is a TypeError that names the argument`, async () => {
      for (const wrong of [new Strange(), Symbol('x'), () => {}, 1n]) {
        for (let place = 0; place < given.length; place += 1) {
          const error = await rejection(called(operation, sandbox, given.with(place, wrong), options));
          assert(error instanceof TypeError, inspect(error));
          assert.match(error.message, /^`\w+(\.\w+)?` (must be |has no )/);
        }
        for (const name of ['timeout', 'maxAttempts', 'headers', 'token', 'baseUrl', ...Object.keys(options)]) {
          const error = await rejection(called(operation, sandbox, given, { ...options, [name]: wrong }));
          assert(error instanceof TypeError, inspect(error));
          assert.match(error.message, new RegExp(`^\`${name}(\\[|\`)`));
        }
      }
      assert.deepEqual(await sandbox.log(), []);
    });

    test(`${title(operation)}: nothing is no value of what is required`, async () => {
      for (let place = 0; place < given.length; place += 1) {
        for (const nothing of [undefined, null]) {
          const error = await rejection(called(operation, sandbox, given.with(place, nothing), options));
          assert(error instanceof TypeError, inspect(error));
          assert.match(error.message, /^`\w+` must be /);
        }
      }
      assert.deepEqual(await sandbox.log(), []);
    });

    test(`${title(operation)}: a lone surrogate is no text`, async () => {
      for (let place = 0; place < given.length; place += 1) {
        if (typeof given[place] !== 'string') continue;
        const error = await fails(called(operation, sandbox, given.with(place, 'a\ud800b'), options));
        assert(error instanceof ValidationError);
        assert.match(error.message, /surrogate/);
      }
      assert.deepEqual(await sandbox.log(), []);
    });

    test(`${title(operation)}: an unknown option is named`, async () => {
      const error = await rejection(called(operation, sandbox, given, { ...options, timeOut: 1 }));
      assert(error instanceof TypeError, inspect(error));
      assert.match(error.message, /timeOut/);
      assert.deepEqual(await sandbox.log(), []);
    });

    test(`${title(operation)}: options are an object`, async () => {
      for (const wrong of ['x', 1, true, [1]]) {
        const error = await rejection(called(operation, sandbox, given, wrong));
        assert(error instanceof TypeError, inspect(error));
        assert.match(error.message, /^`options` must be /);
      }
      assert.deepEqual(await sandbox.log(), []);
    });

    test(`${title(operation)}: it rejects, and never throws`, async () => {
      const client = open(operation.api);
      const call = client[operation.name](...given.map(() => Symbol('x')), { nothing: 1 });
      assert(call instanceof Promise);
      await rejection(call);
      client.close();
    });
  }
});

/**
 * @param {any} options
 * @param {string} field
 * @returns {[options: any, field: string]}
 */
const one = (options, field) => [options, field];

describe('options', () => {
  /** @type {[options: any, field: string][]} */
  const wrong = [
    ...[0, -1, 0.1, NaN, Infinity, -Infinity, 86_400_001, 1e300].map((timeout) => one({ timeout }, 'timeout')),
    ...[0, -1, 2 ** 31, 1.5, NaN, 2 ** 60, 1e300].map((maxAttempts) => one({ maxAttempts }, 'maxAttempts')),
    ...['Authorization', 'authorization', 'Host', 'Content-Length', 'X Y', '', '\ud800'].map((name) =>
      one({ headers: { [name]: 'x' } }, 'headers'),
    ),
    [{ headers: { X: 'a\nb' } }, 'headers'],
    [{ headers: { X: '\ud800' } }, 'headers'],
    [{ baseUrl: '' }, 'baseUrl'],
    [{ baseUrl: 'ftp://api.test', token: 't' }, 'baseUrl'],
    [{ baseUrl: 'http://api.test', token: 't' }, 'baseUrl'],
    [{ baseUrl: 'https://api.test' }, 'baseUrl'],
  ];
  for (const [options, field] of wrong) {
    test(`a value that cannot be is a ValidationError: ${inspect(options)}`, async () => {
      const error = await fails(get(options));
      assert(error instanceof ValidationError, error);
      assert.equal(error.field, field);
      assert.deepEqual([error.outcome, error.attempts, error.status], ['not_sent', 0, undefined]);
      assert(error.message.includes(`\`${field}`), error.message);
      assert.deepEqual(await sandbox.log(), []);
    });
  }

  /** @type {[options: any, start: RegExp][]} */
  const wrongTypes = [
    [{ timeout: true }, /^`timeout` must be .*, not a? ?boolean$/],
    [{ timeout: '1' }, /^`timeout` must be .*, not a? ?string$/],
    [{ maxAttempts: '1' }, /^`maxAttempts` must be .*, not a? ?string$/],
    [{ headers: 'X: y' }, /^`headers` must be an? .*object.*, not a? ?string$/],
    [{ headers: { X: 1 } }, /^`headers(\.X|\["X"\])` must be a string, not a? ?number$/],
    [{ headers: { X: ['y'] } }, /^`headers(\.X|\["X"\])` must be a string, not an? ?[aA]rray$/],
    [{ token: Buffer.from('t') }, /^`token` must be a (Secret or string|string or Secret), not /],
  ];
  for (const [options, sentence] of wrongTypes) {
    test(`a wrong type is a TypeError: ${inspect(options)}`, async () => {
      const error = await rejection(get(options));
      assert(error instanceof TypeError, inspect(error));
      assert.match(error.message, sentence);
      assert.deepEqual(await sandbox.log(), []);
    });
  }

  for (const instance of ['', '.', '..']) {
    test(`an id that is no segment is refused: ${inspect(instance)}`, async () => {
      const error = await fails(get({}, instance));
      assert(error instanceof ValidationError);
      assert.equal(error.field, 'integrationInstanceId');
      assert.deepEqual([error.client, error.operation], ['Konnect', 'getAuthConfig']);
      assert.deepEqual(await sandbox.log(), []);
    });
  }

  test('may have no prototype, be frozen, or have getters', async () => {
    await get(Object.assign(Object.create(null), { headers: Object.freeze({ 'X-A': '1' }) }));
    await get({
      get headers() {
        return { 'X-A': '2' };
      },
    });
    const sent = (await sandbox.log()).map(({ headers }) => headers['x-a']);
    assert.deepEqual(sent, ['1', '2']);
  });

  test('what a getter throws is what comes', async () => {
    const mine = new Error('mine');
    const options = {
      get timeout() {
        throw mine;
      },
    };
    assert.equal(await rejection(get(options)), mine);
  });
});

describe('enumerations', () => {
  const create = named('fitbit_plus.createToken');
  for (const wrong of ['xml', '', 'JSON_API', 'json_api ']) {
    test(`a closed one lists what is accepted, and ${inspect(wrong)} is not`, async () => {
      const error = await fails(called(create, sandbox, create.given(SECRETS), { bodyForm: wrong }));
      assert(error instanceof ValidationError);
      assert.equal(error.field, 'bodyForm');
      assert.match(error.message, /`bodyForm` must be one of 'json_api', 'flat'/);
      assert.deepEqual(await sandbox.log(), []);
    });
  }

  test('an open one takes any', async () => {
    const options = { ...create.options(SECRETS), include: 'everything' };
    await fails(called(create, sandbox, create.given(SECRETS), options));
    // It was the server that refused it.
    assert.equal((await sandbox.log()).length, 1);
  });
});

describe('models', () => {
  test('the innermost name is reported', async () => {
    const konnect = new Konnect(sandbox.konnect);
    const config = { clientId: 'c', clientSecret: 's', authorizationEndpoint: 'https://id.test/a' };
    const broken = await fails(konnect.upsertAuthConfig(GITHUB_MAIN, { ...config, tokenEndpoint: 'no URL' }));
    assert(broken instanceof ValidationError);
    assert.equal(broken.field, 'tokenEndpoint');
    const missing = await rejection(konnect.upsertAuthConfig(GITHUB_MAIN, /** @type {any} */ (config)));
    assert(missing instanceof TypeError);
    assert.match(missing.message, /^`config\.tokenEndpoint` must be /);
    const unknown = { ...config, tokenEndpoint: 'https://id.test/t', tokenEndPoint: 'x' };
    const more = await rejection(konnect.upsertAuthConfig(GITHUB_MAIN, unknown));
    assert(more instanceof TypeError);
    assert.match(more.message, /tokenEndPoint/);
    assert.deepEqual(await sandbox.log(), []);
    konnect.close();
  });

  /** @type {[credential: any, kind: Function, sentence: RegExp][]} */
  const credentials = [
    [{}, TypeError, /^`credential\.type` must be /],
    [{ type: 1 }, TypeError, /^`credential\.type` must be /],
    [{ type: 'saml' }, ValidationError, /`(credential\.)?type` must be one of 'oauth', 'github_app_installation', /],
    [{ type: 'oauth', code: 'c' }, TypeError, /^`credential\.redirectUri` must be a string, not undefined/],
    [{ type: 'oauth', code: 'c', redirectUri: 'https://a.test', roleArn: 'r' }, TypeError, /roleArn/],
    [{ type: 'multi_key_auth', headers: {} }, TypeError, /^`credential\.headers` must be an? ?[aA]rray/],
    [{ type: 'multi_key_auth', headers: [{ name: 'X' }] }, TypeError, /^`credential\.headers\[0\]\.key` must be /],
    [{ type: 'multi_key_auth', headers: [1] }, TypeError, /^`credential\.headers\[0\]` must be an object/],
  ];
  for (const [credential, Kind, sentence] of credentials) {
    test(`a union says what is wrong with ${inspect(credential)}`, async () => {
      const konnect = new Konnect(sandbox.konnect);
      const error = await rejection(konnect.createAuthCredential(GITHUB_MAIN, credential));
      assert(error instanceof TypeError || error instanceof ValidationError);
      assert.equal(error.constructor, Kind, inspect(error));
      assert.match(error.message, sentence);
      assert.deepEqual(await sandbox.log(), []);
      konnect.close();
    });
  }

  test('an item of a list is refused by its place', async () => {
    const issue = named('token_service.issueShortTermToken');
    const error = await rejection(called(issue, sandbox, [], { scopes: ['a', 1] }));
    assert(error instanceof TypeError);
    assert.match(error.message, /^`scopes\[1\]` must be a string, not a? ?number$/);
    for (const scopes of ['ab', { length: 1 }, new Set(['a'])]) {
      const refused = await rejection(called(issue, sandbox, [], { scopes }));
      assert(refused instanceof TypeError);
      assert.match(refused.message, /^`scopes` must be an? ?[aA]rray/);
    }
  });

  test('integers are whole and within bounds', async () => {
    const list = named('tyk.listOauthClientTokensPage');
    for (const page of [1.5, NaN, Infinity, 2 ** 53]) {
      const error = await fails(called(list, sandbox, ['oauth-api', 'shop', page], {}));
      assert(error instanceof ValidationError, inspect(error));
      assert.equal(error.field, 'page');
    }
    assert.deepEqual(await sandbox.log(), []);
  });
});
