// What a client is built from: every setting has its effect, its type, and its bounds.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { AuthloomError, ConfigError, Secret, TimeoutError, TransportError, ValidationError } from 'authloom';
import { fails, thrown } from './support/calling.mjs';
import { BUSY, HANG } from './support/control.mjs';
import * as https from './support/https.mjs';
import { APIS, CLIENTS, clientOf } from './support/operations.mjs';
import { serving } from './support/raw.mjs';
import { GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';
import { OWN, PRODUCTION, TRAVEL } from './support/settings.mjs';

const sandbox = await sandboxOfFile();
const proxy = await serving();

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

describe('what there is to set', () => {
  for (const api of APIS) {
    const Client = /** @type {any} */ (CLIENTS[api]);
    const ways = [
      (/** @type {any} */ given) => new Client(given),
      (/** @type {any} */ given) => Client.fromEnv(given),
    ];

    test(`${api}: undefined and null are the default of each`, () => {
      for (const nothing of [undefined, null]) {
        const given = Object.fromEntries([...OWN[api], ...TRAVEL].map((name) => [name, nothing]));
        for (const make of ways) {
          if (api in PRODUCTION) assert.equal(make(given).baseUrl, PRODUCTION[api]);
          assert.equal(make({ ...given, baseUrl: 'https://x.test/api/' }).baseUrl, 'https://x.test/api');
        }
      }
    });

    test(`${api}: what is no setting is refused by its name`, () => {
      for (const make of ways) {
        for (const name of ['timeOut', 'base_url', 'baseURL']) {
          const error = thrown(() => make({ [name]: 1 }));
          assert(error instanceof TypeError, inspect(error));
          assert(error.message.includes(name), error.message);
        }
        for (const wrong of ['https://x.test', 1, null]) assert(thrown(() => make(wrong)) instanceof TypeError);
      }
    });

    test(`${api}: settings may be getters and inherited`, () => {
      class Settings {
        #baseUrl = 'https://x.test';
        get baseUrl() {
          return this.#baseUrl;
        }
      }
      for (const make of ways) {
        const given = new Settings();
        assert.equal(make(given).baseUrl, 'https://x.test');
        assert.equal(make(Object.create({ baseUrl: 'https://y.test' })).baseUrl, 'https://y.test');
        assert.equal(make({ __proto__: null, baseUrl: 'https://z.test' }).baseUrl, 'https://z.test');
        const error = thrown(() => make(Object.create({ baseUrl: 'https://y.test', timeOut: 1 })));
        assert(error instanceof TypeError && error.message.includes('timeOut'), inspect(error));
        const failing = { get baseUrl() { throw new RangeError('mine'); } };
        assert.equal(thrown(() => make(failing)).message, 'mine');
      }
    });

    test(`${api}: what holds no settings by name is refused`, () => {
      const others = [new Map([['baseUrl', 'https://x.test']]), [], ['baseUrl'], new Date(), new Set(), new URL('https://x.test'), Promise.resolve(), new Secret('s')];
      for (const make of ways) {
        for (const other of others) {
          const error = thrown(() => make(other));
          assert(error instanceof TypeError, inspect(other));
          assert.match(error.message, /^the configuration of \w+ must be an object with settings$/);
        }
      }
    });

    test(`${api}: a wrong type is refused by its name`, () => {
      for (const make of ways) {
        for (const name of [...OWN[api], ...TRAVEL]) {
          const error = thrown(() => make({ baseUrl: 'https://x.test', [name]: Symbol('x') }));
          assert(error instanceof TypeError, `${name}: ${inspect(error)}`);
          assert.match(error.message, new RegExp(`^\`${name}\` must `));
        }
      }
    });
  }

  test('a gateway has no base URL by default', () => {
    const error = thrown(() => clientOf('tyk', {}));
    assert(error instanceof ConfigError);
    assert.match(error.message, /base/i);
  });
});

describe('what cannot be used is refused at once', () => {
  const durations = TRAVEL.slice(0, 4);
  /** @type {[settings: any, kind: Function, words: RegExp][]} */
  const broken = [
    ...durations.flatMap((name) => [0, 0.9, 86_401_000].map((value) => one({ [name]: value }, ConfigError, name))),
    ...[...durations, 'idleTimeout'].flatMap((name) =>
      [-1, NaN, Infinity, 1e300].map((value) => one({ [name]: value }, ValidationError, name)),
    ),
    ...['maxAttempts', 'maxTokenBody', 'maxBody', 'maxJsonDepth'].flatMap((name) => [
      one({ [name]: 0 }, ConfigError, name),
      one({ [name]: 1.5 }, ValidationError, name),
      one({ [name]: 2 ** 60 }, ValidationError, name),
    ]),
    [{ maxJsonDepth: 129 }, ConfigError, /`max(_j|J)son_?[dD]epth`.* 128/],
    [{ maxConnections: 0 }, ConfigError, /`max_?[cC]onnections`.*at least 1/],
    [{ idleTimeout: 25_500 }, ConfigError, /`idle_?[tT]imeout`.* 25 s/],
    [{ baseUrl: '' }, ConfigError, /setting `baseUrl` is not a URL/],
    [{ baseUrl: 'api.test' }, ConfigError, /setting `baseUrl` is not absolute/],
    [{ baseUrl: 'ftp://api.test' }, ConfigError, /https:\/\//],
    [{ baseUrl: 'http://api.test' }, ConfigError, /allow_?[hH]ttp/],
    [{ region: 'mars' }, ValidationError, /'global', 'us', 'eu', 'au'/],
    [{ proxy: 'Direct' }, ValidationError, /'environment', 'direct',? or a URL/],
    [{ proxy: 'gopher://p.test' }, ConfigError, /`proxy`/],
    [{ caCertificates: 'none' }, ConfigError, /`ca_?[cC]ertificates`/],
    [{ userAgentSuffix: 'a\nb' }, ConfigError, /`user_?[aA]gent_?[sS]uffix`/],
    [{ clientCertificate: { chain: 'none', key: 'none' } }, ConfigError, /setting `clientCertificate` .* `chain`/],
    [{ clientCertificate: { chain: https.CLIENT, key: 'none' } }, ConfigError, /setting `clientCertificate` .* `key`/],
    [{ clientCertificate: { chain: 'none' } }, TypeError, /^`clientCertificate\.key` must be /],
    [{ maxAttempts: '1' }, TypeError, /^`maxAttempts` must be .*, not a? ?string$/],
    [{ readTimeout: true }, TypeError, /^`readTimeout` must be .*, not a? ?boolean$/],
    [{ http2: 1 }, TypeError, /^`http2` must be a boolean, not a? ?number$/],
    [{ allowHttp: 'yes' }, TypeError, /^`allowHttp` must be a boolean, not a? ?string$/],
    [{ token: '\ud800' }, ValidationError, /surrogate/],
  ];

  /**
   * @param {any} settings
   * @param {Function} kind
   * @param {string} name
   * @returns {[any, Function, RegExp]}
   */
  function one(settings, kind, name) {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [settings, kind, new RegExp(`\`(${name}|${snake})\``)];
  }

  for (const [settings, kind, words] of broken) {
    test(inspect(settings).slice(0, 80), () => {
      const error = thrown(() => clientOf('konnect', settings));
      assert.equal(error.constructor, kind, inspect(error));
      assert.match(error.message, words);
      if (error instanceof AuthloomError) assert.equal(error.field, Object.keys(settings)[0]);
    });
  }
});

describe('time, in milliseconds', () => {
  for (const [name, words] of [
    ['readTimeout', 'silent for 0.04 s'],
    ['attemptTimeout', 'attempt took longer than 0.04 s'],
    ['totalTimeout', 'call took longer than 0.04 s'],
  ]) {
    test(`${name}: a server that hangs is left`, async () => {
      await sandbox.faults({ fault: HANG });
      const error = await fails(read({ maxAttempts: 1, [String(name)]: 40 }));
      assert(error instanceof TimeoutError);
      assert(error.message.includes(String(words)), error.message);
    });
  }

  test('connectTimeout: a connection that does not stand is given up', async () => {
    await sandbox.faults({ api: 'konnect', fault: { kind: 'tls', mode: 'hang' } });
    const baseUrl = sandbox.baseUrl('konnect', true);
    const caCertificates = sandbox.authorityPem;
    const error = await fails(read({ baseUrl, caCertificates, connectTimeout: 40, maxAttempts: 1 }));
    assert(error instanceof TimeoutError);
    assert(error.message.includes('could not connect within 0.04 s'), error.message);
  });

  for (const [maxAttempts, sent] of [[1, 1], [2, 2], [undefined, 3], [5, 5]]) {
    test(`attempts are ${maxAttempts ?? 'three, where nothing else is said'}`, async () => {
      await sandbox.faults({ fault: BUSY });
      assert.equal((await fails(read({ maxAttempts }))).attempts, sent);
      assert.equal((await sandbox.log()).length, sent);
    });
  }
});

describe('the way', () => {
  for (const region of ['global', 'us', 'eu', 'au']) {
    test(`region ${region} has its server`, () => {
      assert.equal(clientOf('konnect', { region }).baseUrl, `https://${region}.api.konghq.com`);
      // What is explicit comes first.
      assert.equal(clientOf('konnect', { region, baseUrl: 'https://x.test' }).baseUrl, 'https://x.test');
    });
  }

  test('plain http beyond loopback has to be meant', () => {
    const baseUrl = 'http://api.test';
    assert.equal(clientOf('konnect', { baseUrl, allowHttp: true }).baseUrl, baseUrl);
    assert(thrown(() => clientOf('konnect', { baseUrl, allowHttp: false })) instanceof ConfigError);
    for (const loopback of ['http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9']) {
      assert.equal(clientOf('konnect', { baseUrl: loopback }).baseUrl, loopback);
    }
  });

  test('a proxy carries the call', async () => {
    proxy.requests.length = 0;
    proxy.answer = () => 'HTTP/1.1 418 No\r\nContent-Length: 0\r\n\r\n';
    const authority = proxy.url.replace('http://', '');
    const beyond = { baseUrl: 'http://api.test/below', allowHttp: true };
    for (const given of [proxy.url, new Secret(`http://user:pa%2Fss@${authority}`)]) {
      assert.equal((await fails(read({ proxy: given, ...beyond }))).status, 418);
    }
    const [plain = '', withUser = ''] = proxy.requests;
    const path = `v1/integration-instances/${GITHUB_MAIN}/auth-config`;
    assert(plain.startsWith(`GET http://api.test/below/${path} HTTP/1.1\r\n`), plain);
    assert.doesNotMatch(plain, /proxy-authorization/i);
    const basic = Buffer.from('user:pa/ss').toString('base64');
    assert(withUser.toLowerCase().includes(`proxy-authorization: basic ${basic}`.toLowerCase()));
  });

  test('the environment names a proxy', async () => {
    proxy.requests.length = 0;
    proxy.answer = () => 'HTTP/1.1 418 No\r\nContent-Length: 0\r\n\r\n';
    for (const name of ['HTTP_PROXY', 'http_proxy']) process.env[name] = proxy.url;
    try {
      const beyond = { baseUrl: 'http://api.test', allowHttp: true };
      for (const settings of [beyond, { ...beyond, proxy: 'environment' }]) {
        assert.equal((await fails(read(settings))).status, 418);
      }
      assert.equal(proxy.requests.length, 2);
      // Loopback is called directly, and so is what is to be.
      await read({ proxy: 'environment' });
      const nowhere = { baseUrl: 'http://api.invalid', allowHttp: true, proxy: 'direct', maxAttempts: 1 };
      assert((await fails(read(nowhere))) instanceof TransportError);
      assert.equal(proxy.requests.length, 2);
    } finally {
      for (const name of ['HTTP_PROXY', 'http_proxy']) delete process.env[name];
    }
  });

  test('an authority is trusted if it is named', async () => {
    const baseUrl = sandbox.baseUrl('konnect', true);
    await read({ baseUrl, caCertificates: sandbox.authorityPem });
    for (const settings of [{}, { caCertificates: https.AUTHORITY }]) {
      assert((await fails(read({ baseUrl, ...settings }))) instanceof TransportError);
    }
  });

  test('a certificate is shown to who asks', async () => {
    const server = await https.serving(['http/1.1']);
    const settings = { baseUrl: server.url, caCertificates: https.AUTHORITY, maxAttempts: 1 };
    const clientCertificate = { chain: https.CLIENT, key: new Secret(https.CLIENT_KEY) };
    assert.equal((await read({ ...settings, clientCertificate })).clientId, 'seen');
    assert.equal((await read({ ...settings, clientCertificate: { ...clientCertificate, key: https.CLIENT_KEY } })).clientId, 'seen');
    assert.deepEqual(server.subjects, ['client of the tests', 'client of the tests']);
    assert((await fails(read(settings))) instanceof TransportError);
    server.close();
  });

  for (const [given, chosen] of /** @type {[any, string][]} */ ([[undefined, 'h2'], [true, 'h2'], [false, 'http/1.1']])) {
    test(`HTTP/2 is offered or not: ${given}`, async () => {
      const server = await https.serving(['h2', 'http/1.1']);
      const clientCertificate = { chain: https.CLIENT, key: https.CLIENT_KEY };
      const settings = { baseUrl: server.url, caCertificates: https.AUTHORITY, clientCertificate };
      // The server speaks HTTP/1.1 alone, whatever it offers.
      await read({ ...settings, http2: given, maxAttempts: 1 }).catch(() => {});
      assert.deepEqual(server.protocols.map((protocol) => protocol || 'http/1.1'), [chosen]);
      server.close();
    });
  }

  test('connections are kept unless they may not', async () => {
    const connections = async (/** @type {Record<string, unknown>} */ settings) => {
      const { length } = await sandbox.log();
      const konnect = clientOf('konnect', { ...sandbox.konnect, ...settings });
      await konnect.getAuthConfig(GITHUB_MAIN);
      await konnect.getAuthConfig(GITHUB_MAIN);
      konnect.close();
      return new Set((await sandbox.log(length)).map(({ connection }) => connection)).size;
    };
    assert.equal(await connections({}), 1);
    assert.equal(await connections({ idleTimeout: 20_000, maxConnections: 1 }), 1);
    assert.equal(await connections({ idleTimeout: 0 }), 2);
  });

  test('the user agent has what is added', async () => {
    await read({ userAgentSuffix: 'billing/2.1' });
    await read({});
    const [longer, plain] = (await sandbox.log()).map(({ headers }) => headers['user-agent']);
    assert.match(plain, /^authloom\/\d+\.\d+\.\d+/);
    assert.equal(longer, `${plain} billing/2.1`);
  });
});
