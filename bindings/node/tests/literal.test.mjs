// A few calls, requests and values written by hand.
//
// Which operations the vectors call, and with what, is read from what the generator writes, which
// also writes the clients. Here nothing is generated but the clients themselves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FitbitPlus, Konnect, NotFoundError, TokenService, Tyk } from 'authloom';
import * as manifest from './support/manifest.mjs';
import { AWS_PROD, GITHUB_MAIN, sandboxOfFile } from './support/sandbox.mjs';
import { args, read } from './support/vectors/arguments.mjs';
import { differences } from './support/vectors/compare.mjs';
import { shape } from './support/vectors/values.mjs';

const sandbox = await sandboxOfFile();

/** The last request; the secrets in its body are hidden. */
async function sent() {
  const { method, path, body } = (await sandbox.log()).at(-1) ?? {};
  return [method, path, body];
}

test('Konnect sends and returns what is written here', async () => {
  const konnect = new Konnect(sandbox.konnect);
  const config = await konnect.getAuthConfig(GITHUB_MAIN);
  const instance = '/v1/integration-instances/2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506';
  assert.deepEqual(await sent(), ['GET', `${instance}/auth-config`, null]);
  assert(config.type === 'oauth');
  assert.equal(config.tokenEndpoint, 'https://id.acme.test/token');

  const credential = await konnect.createAuthCredential(AWS_PROD, {
    type: 'aws_role_delegation',
    roleArn: 'arn:aws:iam::123456789012:role/catalog',
  });
  assert.deepEqual(await sent(), [
    'POST',
    '/v1/integration-instances/7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11/auth-credential',
    { type: 'aws_role_delegation', config: { role_arn: 'arn:aws:iam::123456789012:role/catalog' } },
  ]);
  assert.equal(credential.integrationInstance.name, 'aws-prod');

  assert.equal(await konnect.deleteAuthConfig(GITHUB_MAIN), undefined);
  await assert.rejects(konnect.getAuthConfig(GITHUB_MAIN), NotFoundError);
  konnect.close();
});

test('Fitbit Plus sends and returns what is written here', async () => {
  const fitbitPlus = new FitbitPlus({ baseUrl: sandbox.baseUrl('fitbit_plus') });
  const token = await fitbitPlus.createToken(
    { type: 'client_credentials', clientSecret: 's-9f1' },
    { clientId: 'acme-reporting', include: 'organization', bodyForm: 'flat' },
  );
  const [method, path, body] = await sent();
  assert.deepEqual([method, path], ['POST', '/pub/oauth/token']);
  assert.deepEqual(Object.keys(body).sort(), ['client_id', 'client_secret', 'grant_type']);
  assert.equal(body.grant_type, 'client_credentials');
  assert.equal(body.client_id, 'acme-reporting');
  assert.equal(token.expiresIn, 3600);
  assert.equal(token.organization?.name, 'Acme Health');
  fitbitPlus.close();
});

test('the token service sends and returns what is written here', async () => {
  const service = new TokenService({ baseUrl: sandbox.baseUrl('token_service'), token: 'lt_5f2a' });
  const issued = await service.issueLongTermToken(
    { type: 'client_secret', clientSecret: 'pa55' },
    { clientId: 'c2m_acme', scopes: ['jobs:read'], ttlSeconds: 7200 },
  );
  const [method, path, body] = await sent();
  assert.deepEqual([method, path], ['POST', '/v2/auth/tokens/long']);
  assert.deepEqual([body.scopes, body.ttl_seconds], [['jobs:read'], 7200]);
  assert.deepEqual(issued.scopes, ['jobs:read']);
  assert.equal(issued.expiresIn, 7200);

  assert.equal(await service.revokeToken('tok_st_31c0de', { timeout: 5000 }), undefined);
  assert.deepEqual(await sent(), ['POST', '/v2/auth/tokens/tok_st_31c0de/revoke', null]);
  service.close();
});

test('Tyk sends and returns what is written here', async () => {
  const tyk = new Tyk({ baseUrl: sandbox.baseUrl('tyk'), secret: 'key-1' });
  const update = { redirectUri: 'https://shop.test/new', metaData: { team: 'web' } };
  const updated = await tyk.updateOauthClient('oauth-api', update, { clientId: 'shop' });
  const body = { redirect_uri: 'https://shop.test/new', meta_data: { team: 'web' } };
  assert.deepEqual(await sent(), ['PUT', '/tyk/oauth/clients/oauth-api/shop', body]);
  const { secret, ...shown } = updated;
  assert.equal(secret.reveal(), 's1');
  assert.deepEqual(shown, { clientId: 'shop', description: '', ...update });
  assert.deepEqual(await tyk.listApisForOauthClient('shop'), ['oauth-api']);

  // By its name it is the same call, and the same value.
  const operation = manifest.operation('tyk', 'update_oauth_client');
  const called = args(operation, read(operation, { api_id: 'oauth-api', client_id: 'shop', ...body }));
  assert.deepEqual(called, { given: ['oauth-api', update], options: { clientId: 'shop' } });
  const value = shape(operation, updated);
  const expected = { client_id: 'shop', secret: 's1', description: '', ...body };
  assert.deepEqual(differences(expected, value), []);
  assert.notDeepEqual(differences({ ...expected, secret: 's2' }, value), []);
  tyk.close();
});

test('the manifest says what is written here', () => {
  const create = manifest.operation('fitbit_plus', 'create_token');
  assert.deepEqual(create.parameters, [{ name: 'grant', type: 'union Grant' }]);
  assert.deepEqual(
    create.options.map(({ name }) => name),
    ['client_id', 'include', 'body_form'],
  );
  assert.equal(create.result, 'struct Token');
  assert.equal(manifest.operation('konnect', 'delete_auth_config').result, null);
  assert.equal(manifest.operation('fitbit_plus', 'fetch_token_groups').result, 'list struct Group');
});
