// Clients: their credentials, the environment, and their life.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { ApiError, ClosedError, ConfigError, Konnect, Secret } from 'authloom';
import { fails, redacted, thrown } from './support/calling.mjs';
import { APIS, CLIENTS, clientOf, DISTINCT, SECRETS, title } from './support/operations.mjs';
import { crowdOfFile, GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';
import * as crowd from './support/crowd.mjs';
import { OWN, PRODUCTION } from './support/settings.mjs';

const sandbox = await sandboxOfFile();
const many = await crowdOfFile();

/** @type {Record<import('./support/operations.mjs').Api, [string, ...unknown[]]>} */
const CALLS = {
  konnect: ['getAuthConfig', GITHUB_MAIN],
  fitbit_plus: ['fetchTokenGroups', '64b0c1d2e3f4a5b6c7d8e9f0'],
  token_service: ['issueShortTermToken'],
  tyk: ['listOauthClients', 'oauth-api'],
};

/**
 * Makes the call of an API's client, and closes that.
 *
 * @param {import('./support/operations.mjs').Api} api
 * @param {any} client
 */
async function run(api, client) {
  const [name, ...given] = CALLS[api];
  try {
    return await client[name](...given);
  } finally {
    client.close();
  }
}

describe('credentials', () => {
  for (const api of APIS) {
    for (const token of ['tok-of-client', new Secret('tok-of-client')]) {
      test(`of ${api}: ${token} is the bearer`, async () => {
        const field = String(OWN[api].at(-1));
        const client = clientOf(api, { baseUrl: sandbox.baseUrl(api), [field]: token });
        assert((await fails(run(api, client))) instanceof ApiError);
        const headers = (await sandbox.log()).at(-1)?.headers;
        const sent = api === 'tyk' ? headers['x-tyk-authorization'] : headers.authorization;
        assert.equal(sent, `${api === 'tyk' ? '' : 'Bearer '}${redacted('tok-of-client')}`);
      });
    }
  }

  test('an id and a secret stand in for arguments that are left out', async () => {
    const service = clientOf('token_service', {
      baseUrl: sandbox.baseUrl('token_service'),
      clientId: 'c2m_acme',
      clientSecret: 'pa55',
    });
    const issued = await service.issueLongTermToken({ type: 'client_secret' });
    assert(issued.accessToken.reveal());
    service.close();
    const fitbitPlus = clientOf('fitbit_plus', {
      baseUrl: sandbox.baseUrl('fitbit_plus'),
      clientId: 'acme-reporting',
      clientSecret: new Secret('s-9f1'),
    });
    const token = await fitbitPlus.createToken({ type: 'client_credentials' });
    assert(token.accessToken.reveal());
    fitbitPlus.close();
  });
});

describe('fromEnv', () => {
  /** @type {string[]} */
  let set = [];
  /** @param {Record<string, string>} variables */
  const setting = (variables) => {
    set.push(...Object.keys(variables));
    Object.assign(process.env, variables);
  };
  afterEach(() => {
    for (const name of set) delete process.env[name];
    set = [];
  });

  for (const api of APIS) {
    test(`${api}: the environment first, what is given over it`, async () => {
      setting(sandbox.env);
      const Client = /** @type {any} */ (CLIENTS[api]);
      const client = Client.fromEnv();
      assert.equal(client.constructor, Client);
      assert.equal(client.baseUrl, sandbox.baseUrl(api));
      await run(api, client);
      assert.equal(Client.fromEnv({ baseUrl: 'https://x.test', maxAttempts: 1 }).baseUrl, 'https://x.test');
      const wrong = Client.fromEnv({ [String(OWN[api].at(-1))]: 'another' });
      assert((await fails(run(api, wrong))) instanceof ApiError);
      assert(JSON.stringify((await sandbox.log()).at(-1)?.headers).includes(redacted('another')));
      // Without it nothing is taken from there.
      if (api in PRODUCTION) assert.equal(new Client().baseUrl, PRODUCTION[api]);
    });

    test(`${api}: a subclass gets one of itself`, () => {
      class Derived extends /** @type {any} */ (CLIENTS[api]) {}
      const made = Derived.fromEnv({ baseUrl: 'https://x.test' });
      assert(made instanceof Derived && made instanceof CLIENTS[api]);
      assert(inspect(made).startsWith("Derived {"), inspect(made));
    });
  }

  test('a region and plain http are there too', () => {
    setting({ AUTHLOOM_KONNECT_REGION: 'eu' });
    assert.equal(Konnect.fromEnv().baseUrl, 'https://eu.api.konghq.com');
    assert.equal(Konnect.fromEnv({ region: 'au' }).baseUrl, 'https://au.api.konghq.com');
    setting({ AUTHLOOM_KONNECT_REGION: 'mars' });
    const error = thrown(() => Konnect.fromEnv());
    assert(error instanceof ConfigError);
    assert.match(error.message, /setting `region` must be global, us, eu or au in AUTHLOOM_KONNECT_REGION/);
    delete process.env.AUTHLOOM_KONNECT_REGION;

    setting({ AUTHLOOM_KONNECT_BASE_URL: 'http://api.test' });
    assert.match(thrown(() => Konnect.fromEnv()).message, /AUTHLOOM_ALLOW_HTTP=1/);
    assert.equal(Konnect.fromEnv({ allowHttp: true }).baseUrl, 'http://api.test');
    setting({ AUTHLOOM_ALLOW_HTTP: '1' });
    assert.equal(Konnect.fromEnv().baseUrl, 'http://api.test');
  });
});

describe('a client is open until it is closed', () => {
  for (const api of APIS) {
    test(`${api}: each call of a closed one is refused`, async () => {
      const client = clientOf(api, { baseUrl: 'http://127.0.0.1:9' });
      client.close();
      for (const operation of DISTINCT.filter((each) => each.api === api)) {
        const call = client[operation.name](...operation.given(SECRETS), operation.options(SECRETS));
        const error = await fails(call);
        assert(error instanceof ClosedError, title(operation));
        assert.deepEqual([error.attempts, error.outcome, error.operation], [0, 'not_sent', operation.name]);
      }
      assert((await fails(client.request({ method: 'GET', path: '/' }))) instanceof ClosedError);
      // Once more is once too often, and nothing happens.
      assert.equal(client.close(), undefined);
      assert.equal(client.baseUrl, 'http://127.0.0.1:9');
    });

    test(`${api}: it is disposed of`, async () => {
      for (const symbol of ['asyncDispose', 'dispose']) {
        const known = /** @type {any} */ (Symbol)[symbol];
        assert(known, `this Node has no Symbol.${symbol}`);
        const client = clientOf(api, { baseUrl: 'http://127.0.0.1:9' });
        assert.equal(await client[known](), undefined);
        assert((await fails(client.request({ method: 'GET', path: '/' }))) instanceof ClosedError);
        await client[known]();
      }
    });
  }

  test('asyncDispose returns a promise', () => {
    const konnect = new Konnect(sandbox.konnect);
    assert(konnect[Symbol.asyncDispose]() instanceof Promise);
  });

  test('a closed one leaves its connections at once', async () => {
    const konnect = new Konnect(sandbox.konnect);
    await konnect.getAuthConfig(GITHUB_MAIN);
    assert.equal(await sandbox.connections(), 1);
    konnect.close();
    await sandbox.left();
  });

  test('closing is for what comes: calls that are under way end as they would', async () => {
    await many.faults({ fault: { kind: 'latency', ms: 50 } });
    const konnect = new Konnect(many.konnect);
    const call = konnect.getAuthConfig(crowd.instance(3));
    await many.arrived(1);
    konnect.close();
    assert.equal(crowd.owner(await call), crowd.clientId(3));
    await many.left();
  });

  test('others stay open', async () => {
    const [one, other] = [new Konnect(sandbox.konnect), new Konnect(sandbox.konnect)];
    await one.getAuthConfig(GITHUB_MAIN);
    one.close();
    await other.getAuthConfig(GITHUB_MAIN);
    other.close();
  });
});

describe('calls', () => {
  test('side by side each get their own answer', async () => {
    const konnect = new Konnect(many.konnect);
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(crowd.EVERYBODY.map((number) => crowd.ask(konnect, number)));
    }
    konnect.close();
  });

  test('an error ends only its own', async () => {
    const konnect = new Konnect(many.konnect);
    const [missing, found] = await Promise.allSettled([
      konnect.getAuthConfig('no-such-instance'),
      konnect.getAuthConfig(crowd.instance(1)),
    ]);
    assert.equal(missing.status, 'rejected');
    assert(found.status === 'fulfilled');
    assert.equal(crowd.owner(found.value), crowd.clientId(1));
    konnect.close();
  });

  test('a method is called on its client alone', async () => {
    const konnect = new Konnect(sandbox.konnect);
    const { getAuthConfig } = konnect;
    const error = await Promise.resolve()
      .then(() => getAuthConfig.call(/** @type {any} */ ({}), GITHUB_MAIN))
      .catch((error) => error);
    assert(error instanceof TypeError);
    const made = /** @type {any} */ (Konnect);
    assert(thrown(() => made(sandbox.konnect)) instanceof TypeError);
    konnect.close();
  });

  test('one keeps its own settings, whatever becomes of the object', async () => {
    const settings = { ...sandbox.konnect, hooks: [() => {}] };
    const konnect = new Konnect(settings);
    settings.token = 'another';
    settings.hooks.push(() => assert.fail('it was not there'));
    await konnect.getAuthConfig(GITHUB_MAIN);
    konnect.close();
  });
});
