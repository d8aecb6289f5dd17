// What each client can be built from.

/** The settings that every client has. */
export const TRAVEL = [
  'connectTimeout',
  'readTimeout',
  'attemptTimeout',
  'totalTimeout',
  'maxAttempts',
  'maxTokenBody',
  'maxBody',
  'maxJsonDepth',
  'allowHttp',
  'proxy',
  'caCertificates',
  'clientCertificate',
  'userAgentSuffix',
  'http2',
  'idleTimeout',
  'maxConnections',
  'hooks',
  'logger',
];

/**
 * Those that each has beside them, the credential at the end.
 *
 * @type {Record<import('./operations.mjs').Api, string[]>}
 */
export const OWN = {
  konnect: ['baseUrl', 'region', 'token'],
  fitbit_plus: ['baseUrl', 'clientId', 'clientSecret', 'token'],
  token_service: ['baseUrl', 'clientId', 'clientSecret', 'token'],
  tyk: ['baseUrl', 'secret'],
};

/** @type {Record<string, string>} */
export const PRODUCTION = {
  konnect: 'https://global.api.konghq.com',
  fitbit_plus: 'https://api.twinehealth.com/pub',
  token_service: 'https://api.click2mail.com/v2',
};
