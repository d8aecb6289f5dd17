// Konnect's calls and values.

import assert from 'node:assert/strict';
import { Shape } from './compare.mjs';
import { given } from './given.mjs';

/** @typedef {import('../control.mjs').Json} Json */

/**
 * @param {string} _operation
 * @param {Json} client
 */
export function settings(_operation, client) {
  return given(client, (its) => ({ token: 'kpat_example', ...its.options('token', 'region') }));
}

/**
 * @param {string} operation
 * @param {Json} call
 */
export function args(operation, call) {
  return given(call, (its) => {
    const instance = its.take('integration_instance_id');
    const rest = operation === 'upsert_auth_config' ? [config(its.take('config'))] : [];
    if (operation === 'create_auth_credential') rest.push(credential(its.take('credential')));
    return { given: [instance, ...rest], options: {} };
  });
}

/** @param {Json} members */
function config(members) {
  return given(members, (its) => {
    assert.equal(its.take('type'), 'oauth');
    return its.options('client_id', 'client_secret', 'authorization_endpoint', 'token_endpoint');
  });
}

/** @param {Json} members */
function credential(members) {
  return given(members, (its) => {
    const type = its.take('type');
    return given(its.take('config'), (config) => {
      switch (type) {
        case 'oauth':
          assert.equal(config.take('grant_type'), 'authorization_code');
          return { type, ...config.options('code', 'redirect_uri') };
        case 'github_app_installation':
          return { type, ...config.options('installation_id', 'code', 'app_installed_by') };
        case 'multi_key_auth':
          return { type, ...config.options('headers') };
        default:
          assert.equal(type, 'aws_role_delegation');
          return { type, ...config.options('role_arn') };
      }
    });
  });
}

/**
 * @param {string} operation
 * @param {any} value
 */
export function shape(operation, value) {
  if (operation.startsWith('delete_')) return value;
  return operation.endsWith('_auth_config') ? authConfig(value) : ofCredential(value);
}

/** @param {import('authloom').AuthConfig} config */
function authConfig(config) {
  if (config.type === 'unknown') return new Shape({ type: config.unknownType, raw: config.raw });
  return new Shape({
    type: config.type,
    client_id: config.clientId,
    authorization_endpoint: config.authorizationEndpoint,
    token_endpoint: config.tokenEndpoint,
    raw: null,
  });
}

/** @param {import('authloom').Credential} credential */
function ofCredential({ integrationInstance: instance, ...credential }) {
  const [type, config] = configOf(credential.config);
  return new Shape({
    id: credential.id,
    integration_instance: new Shape({
      id: instance.id,
      name: instance.name,
      display_name: instance.displayName,
    }),
    missing_permissions: credential.missingPermissions.map(
      ({ scopes, message }) => new Shape({ scopes, message }),
    ),
    tainted: credential.tainted,
    expires_at: credential.expiresAt,
    created_at: credential.createdAt,
    type,
    config,
  });
}

/**
 * @param {import('authloom').CredentialConfig} config
 * @returns {[string, unknown]}
 */
function configOf(config) {
  switch (config.type) {
    case 'github_app_installation': {
      const { installationId, appInstalledBy } = config;
      return [config.type, new Shape({ installation_id: installationId, app_installed_by: appInstalledBy })];
    }
    case 'aws_role_delegation':
      return [config.type, new Shape({ role_arn: config.roleArn })];
    case 'unknown':
      return [config.unknownType, config.config];
    default:
      return [config.type, null];
  }
}
