// Answers that repeat a string wherever a response can hold one.

/**
 * Each place from which some API's message, code, request id or problem is taken.
 *
 * @param {string} text
 */
function errors(text) {
  const parameter = { field: text, reason: text, rule: text, source: text, choices: [text] };
  return JSON.stringify({
    message: text,
    detail: text,
    error: text,
    code: text,
    instance: text,
    errorTrackingId: text,
    meta: { req_id: text },
    errors: [{ code: text, detail: text, source: { pointer: text } }],
    invalid_parameters: [parameter],
    [text]: [text],
  });
}

/**
 * What the body is, and its media type.
 *
 * @type {Record<string, [(text: string) => string, string]>}
 */
const SHAPES = {
  errors: [errors, 'application/json'],
  torn: [
    (text) => JSON.stringify({ access_token: text, message: text, end: 1 }).slice(0, -3),
    'application/json',
  ],
  page: [(text) => `<html><p>Cannot read: ${text}</p></html>`, 'text/plain'],
  text: [(text) => text, 'text/plain'],
  quoted: [(text) => JSON.stringify(text), 'application/json'],
};

/**
 * A response of that status with a string in its reason phrase, its fields and its body.
 *
 * @param {number} status
 * @param {string} shape
 * @param {string} text
 */
export function echoing(status, shape, text) {
  const known = SHAPES[shape];
  if (!known) throw new Error(`there is no shape ${shape}`);
  const [write, mediaType] = known;
  const line = text.replace(/[\p{C}\u2028\u2029]/gu, ' ');
  const repeated = ['X-Request-Id', 'WWW-Authenticate', 'Retry-After', 'RateLimit-Limit'];
  const fields = [
    ...repeated.map((name) => `${name}: ${line}`),
    `Location: http://elsewhere.test/${line}`,
    `Content-Type: ${mediaType}; echo="${line}"`,
  ];
  return plain(status, line, fields, write(text));
}

/**
 * A response with these fields and this body, after which the connection is closed.
 *
 * @param {number} status
 * @param {string} reason
 * @param {string[]} fields
 * @param {string} body
 */
export function plain(status, reason, fields, body) {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  const head = [`HTTP/1.1 ${status} ${reason}`, ...fields, length, 'Connection: close'];
  return [...head, '', body].join('\r\n');
}

// Answers that no operation can use, as far as it looks at them at all; NEW is a secret that nobody
// has marked as one yet.
export const UNDECODABLE = [
  '"NEW"',
  '{"NEW": "NEW"}',
  '{"access_token": "NEW',
  '{"access_token": "NEW", "refresh_token": "NEW", "token_type": ["NEW"], "expires_in": "NEW"}',
  '{"access_token": ["NEW"], "expires_in": 3600, "token_type": "bearer"}',
  '{"access_token": {"value": "NEW"}, "code": {"NEW": 1}, "redirect_to": "NEW"}',
  '{"data": {"id": 1, "attributes": {"access_token": "NEW", "expires_in": "NEW"}}}',
  '{"data": "NEW"}',
  '{"data": [{"id": "NEW"}]}',
  '{"type": "oauth", "client_id": {"NEW": "NEW"}, "config": "NEW", "created_at": "NEW"}',
  '{"client_id": 1, "secret": ["NEW"], "key": ["NEW"], "status": "NEW", "action": "NEW"}',
  '{"pagination": "NEW", "Pagination": {"page_num": "NEW"}, "Tokens": ["NEW"]}',
  '[{"code": "NEW", "expires": "NEW", "secret": "NEW", "client_id": ["NEW"]}]',
  'access_token=NEW&expires_in=3600',
];
