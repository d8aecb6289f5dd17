// What the holder of a token does, and no client of the gateway's control API: calls to the API
// behind the gateway, and to its token endpoint. A program would use the HTTP library that it has.

/** @typedef {import('authloom').Secret} Secret */

const DEADLINE = 10_000;

/**
 * A response: its status, and the texts of its body if that is a JSON object.
 *
 * @typedef {object} PlainResponse
 * @property {number} status
 * @property {Record<string, string>} texts
 */

/**
 * Calls an API behind the gateway with an access token.
 *
 * @param {string} baseUrl
 * @param {string} path
 * @param {Secret} token
 */
export function get(baseUrl, path, token) {
  return exchange(baseUrl + path, { headers: { Authorization: `Bearer ${token.reveal()}` } });
}

/**
 * Asks an API's token endpoint for tokens, as a client.
 *
 * @param {string} baseUrl
 * @param {string} path
 * @param {string} clientId
 * @param {Secret} clientSecret
 * @param {Record<string, string>} form
 */
export function tokenRequest(baseUrl, path, clientId, clientSecret, form) {
  const pair = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64');
  const body = new URLSearchParams(form);
  return exchange(baseUrl + path, { method: 'POST', headers: { Authorization: `Basic ${pair}` }, body });
}

/**
 * @param {string} url
 * @param {RequestInit} request
 * @returns {Promise<PlainResponse>}
 */
async function exchange(url, request) {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(DEADLINE) });
  const members = await response.json().catch(() => undefined);
  const texts = Object.entries(Object(members)).filter(([, value]) => typeof value === 'string');
  return { status: response.status, texts: Object.fromEntries(texts) };
}
