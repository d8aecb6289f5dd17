// A service that a platform team runs for its own: it sets the auth configs of Konnect's integration
// instances, and hands out short-term tokens, so that no other program needs the credentials for it.
//
//     GET  /instances/ID/auth-config   how an instance obtains tokens
//     PUT  /instances/ID/auth-config   sets that: {"clientId", "clientSecret", "authorizationEndpoint", "tokenEndpoint"}
//     POST /tokens                     a token for {"scopes": […]}, derived from the service's own
//     GET  /health                     whether it takes calls, and how those upstream went
//
//     authloom-sandbox -- node service.ts    # Node 22.18 and later; before that, compile it with tsc
//
// A caller that goes away takes its call upstream with it. SIGTERM lets the calls that are under way
// end, within a time; it belongs behind whatever authenticates its callers.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthloomError, Konnect, TokenService, type Event, type UpsertAuthConfig } from 'authloom';

const PORT = Number(process.env.PORT ?? 8080);
const HOST = process.env.HOST ?? '127.0.0.1';
/** How long a caller waits at most, in milliseconds: less than what stands before this service. */
const DEADLINE = Number(process.env.DEADLINE_MS ?? 10_000);
/** How long calls that are under way may take when the service is to end. */
const GRACE = Number(process.env.GRACE_MS ?? 5_000);
const LARGEST_BODY = 64 << 10;

/** A response: a status and JSON. */
interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Why a request is refused, in words for its caller. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

// One line of JSON for each thing that happened, as collectors of logs like it.
function log(level: string, message: string, more: object = {}): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, message, ...more }));
}

const upstream = { calls: 0, retries: 0, failures: 0 };

/** Counts what happens upstream. */
function count({ kind, error }: Event): void {
  if (kind === 'retrying') upstream.retries += 1;
  if (kind !== 'finished') return;
  upstream.calls += 1;
  if (error !== undefined) upstream.failures += 1;
}

const shared = {
  hooks: [count],
  logger: { debug: () => {}, warn: (line: string) => log('warn', line) },
  userAgentSuffix: 'credential-service/1.0',
};
const konnect = Konnect.fromEnv(shared);
const tokenService = TokenService.fromEnv(shared);

/** Aborted when the service has to end and calls are still under way. */
const ending = new AbortController();
let isEnding = false;

async function respond(request: IncomingMessage, signal: AbortSignal): Promise<Reply> {
  const options = { signal, timeout: DEADLINE };
  const { pathname } = new URL(request.url ?? '/', 'http://service');
  const instance = /^\/instances\/([^/]+)\/auth-config$/.exec(pathname)?.[1];
  if (instance !== undefined && request.method === 'GET') {
    return { status: 200, body: await konnect.getAuthConfig(decoded(instance), options) };
  }
  if (instance !== undefined && request.method === 'PUT') {
    const given = await readJson(request);
    // Whatever it holds, the library checks it, and says what is wrong with which member.
    const config = await konnect.upsertAuthConfig(decoded(instance), given as UpsertAuthConfig, options);
    return { status: 200, body: config };
  }
  if (pathname === '/tokens' && request.method === 'POST') {
    const { scopes } = Object(await readJson(request));
    const { accessToken, expiresAt, scopes: granted } = await tokenService.issueShortTermToken({ ...options, scopes });
    // Here, and only here, a secret is revealed: its caller asked for it.
    const body = { token: accessToken.reveal(), expiresAt, scopes: granted };
    return { status: 201, body, headers: { 'Cache-Control': 'no-store' } };
  }
  if (pathname === '/health' && request.method === 'GET') {
    return { status: isEnding ? 503 : 200, body: { takesCalls: !isEnding, upstream } };
  }
  throw new Refused(404, 'There is nothing here.');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refused(400, 'The path is not encoded as one.');
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) {
    text += piece;
    if (text.length > LARGEST_BODY) throw new Refused(413, 'The body is too large.');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, 'The body is no JSON.');
  }
}

/** What a caller receives about a call that failed. */
function refusal(error: unknown): Reply {
  if (error instanceof Refused) return { status: error.status, body: { error: error.message } };
  // What is not of the type that it must be, by name.
  if (error instanceof TypeError) return { status: 422, body: { error: error.message } };
  if (error === ending.signal.reason) return { status: 503, body: { error: 'The service is ending.' } };
  if (!(error instanceof AuthloomError)) throw error;
  log('error', error.message, { kind: error.kind, requestId: error.requestId, attempts: error.attempts });
  const { kind, reason, field, outcome, resolveWith, requestId, retryAfter } = error;
  const headers: Record<string, string> = {};
  if (retryAfter !== undefined) headers['Retry-After'] = String(Math.ceil(retryAfter / 1000));
  // Whose fault it is. That this service's own credential is refused is none of its caller's.
  const body = { error: reason, kind, field, outcome, resolveWith, requestId };
  return { status: STATUSES[kind] ?? 502, body, headers };
}

const STATUSES: Partial<Record<AuthloomError['kind'], number>> = {
  validation: 422,
  bad_request: 422,
  unprocessable: 422,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  timeout: 504,
  closed: 503,
};

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Whoever hangs up before the response is no longer waiting for it.
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  let reply: Reply;
  try {
    reply = await respond(request, AbortSignal.any([gone.signal, ending.signal]));
  } catch (error) {
    if (gone.signal.aborted) {
      log('info', 'the caller went away', { method: request.method, path: request.url });
      return;
    }
    reply = refusal(error);
  }
  const { status, body, headers } = reply;
  // The rest of a body that was refused is not waited for, nor is a connection kept while ending.
  const last = isEnding || !request.complete ? { Connection: 'close' } : {};
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers, ...last });
  response.end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    // A mistake of this program: its caller learns nothing of it.
    log('error', 'a request failed', { error: String(error) });
    response.destroy();
  });
});

/** Takes no more calls, and ends when those under way have, or have been given up. */
function end(signal: NodeJS.Signals): void {
  if (isEnding) return;
  isEnding = true;
  log('info', 'ending', { signal });
  const grace = setTimeout(() => ending.abort(new Error('the service is ending')), GRACE);
  server.close(() => {
    clearTimeout(grace);
    konnect.close();
    tokenService.close();
    // Nothing is left that would keep the process alive: it ends by itself.
    log('info', 'ended', upstream);
  });
  server.closeIdleConnections();
}

process.once('SIGTERM', end);
process.once('SIGINT', end);

server.listen(PORT, HOST, () => {
  const { address, port } = server.address() as AddressInfo;
  log('info', 'listening', { url: `http://${address}:${port}` });
});
