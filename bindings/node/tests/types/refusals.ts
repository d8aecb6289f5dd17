// What the compiler refuses, and what it takes. Never run.

import {
  ApiError,
  AuthloomError,
  FitbitPlus,
  Konnect,
  NotFoundError,
  Secret,
  TokenService,
  Tyk,
  ValidationError,
  type CallOptions,
  type KonnectConfig,
} from 'authloom';

declare const konnect: Konnect;
declare const fitbitPlus: FitbitPlus;
declare const tokenService: TokenService;
declare const tyk: Tyk;
const secret = new Secret('s');

export async function arguments_(): Promise<void> {
  // @ts-expect-error: the instance is required
  await konnect.getAuthConfig();
  // @ts-expect-error: and is a string
  await konnect.getAuthConfig(1);
  // @ts-expect-error: and is no Secret
  await konnect.getAuthConfig(secret);
  // @ts-expect-error: a member is missing
  await konnect.upsertAuthConfig('i', { clientId: 'c', clientSecret: 's', tokenEndpoint: 't' });
  const endpoints = { authorizationEndpoint: 'a', tokenEndpoint: 't' };
  await konnect.upsertAuthConfig('i', { clientId: 'c', clientSecret: 's', ...endpoints });
  await konnect.upsertAuthConfig('i', { clientId: 'c', clientSecret: secret, ...endpoints });
  // @ts-expect-error: names are those of JavaScript
  await konnect.upsertAuthConfig('i', { client_id: 'c', clientSecret: 's', ...endpoints });

  await konnect.createAuthCredential('i', { type: 'oauth', code: 'c', redirectUri: 'r' });
  // @ts-expect-error: a variant has its own members
  await konnect.createAuthCredential('i', { type: 'oauth', roleArn: 'r' });
  // @ts-expect-error: and there are no others
  await konnect.createAuthCredential('i', { type: 'unknown' });
  await konnect.createAuthCredential('i', { type: 'multi_key_auth', headers: [{ name: 'X', key: secret }] } as const);

  await fitbitPlus.createToken({ type: 'client_credentials', clientSecret: 's' }, { include: 'other' });
  // @ts-expect-error: a closed enumeration has no other
  await fitbitPlus.createToken({ type: 'client_credentials', clientSecret: 's' }, { bodyForm: 'xml' });
  await tokenService.issueLongTermToken({ type: 'otp_code', otpCode: '0' }, { scopes: ['a'], ttlSeconds: 1 });
  // @ts-expect-error: a list of strings
  await tokenService.issueShortTermToken({ scopes: 'a' });
  await tyk.createOauthClient({ metaData: { any: ['thing', 1, null] } });
  // @ts-expect-error: pages are numbers
  await tyk.listOauthClientTokensPage('a', 'c', '1');
  await tyk.request({ method: 'GET', path: '/', query: { a: 'b' } }, { timeout: 1 });
  // @ts-expect-error: header fields stand in the request
  await tyk.request({ method: 'GET', path: '/' }, { headers: {} });
}

export async function options(signal: AbortSignal, maybe: AbortSignal | undefined): Promise<void> {
  const all: CallOptions = {
    ...{ timeout: 5_000, maxAttempts: 1, headers: { 'X-Trace': '7' } },
    ...{ token: secret, baseUrl: 'https://eu.api.konghq.com', signal },
  };
  await konnect.getAuthConfig('i', all);
  await konnect.getAuthConfig('i', { token: 'text', headers: new Map([['X', 'y']]) });
  await konnect.getAuthConfig('i', { headers: new Headers() });
  // What may be undefined may be handed on, also with exactOptionalPropertyTypes.
  await konnect.getAuthConfig('i', { signal: maybe, timeout: undefined });
  await konnect.getAuthConfig('i', undefined);
  // @ts-expect-error: there is no such option
  await konnect.getAuthConfig('i', { timeOut: 1 });
  // @ts-expect-error: milliseconds
  await konnect.getAuthConfig('i', { timeout: '5s' });
  // @ts-expect-error: the signal, not its controller
  await konnect.getAuthConfig('i', { signal: new AbortController() });
  // @ts-expect-error: one of another operation
  await konnect.getAuthConfig('i', { include: 'groups' });
}

export function clients(): void {
  const settings: KonnectConfig = {
    ...{ region: 'eu', token: secret, connectTimeout: 1, http2: false, proxy: 'direct' },
    hooks: [(event) => void event.elapsed.toFixed()],
    logger: console,
  };
  void new Konnect(settings);
  void Konnect.fromEnv({ ...settings, proxy: secret });
  void new Konnect();
  // @ts-expect-error: no such region
  void new Konnect({ region: 'mars' });
  // @ts-expect-error: a gateway has no region
  void new Tyk({ region: 'eu' });
  // @ts-expect-error: hooks are a list
  void new Konnect({ hooks: () => {} });
  // @ts-expect-error: a logger has levels
  void new Konnect({ logger: {} });
  // @ts-expect-error: it is what it was built with
  konnect.baseUrl = 'https://x.test';
}

export function secrets(): void {
  const text: string = secret.reveal();
  const isSame: boolean = secret.equals(new Secret(secret));
  // @ts-expect-error: a secret is no text
  const leaked: string = secret;
  // @ts-expect-error: its text is its own
  void secret.text;
  void [text, isSame, leaked];
}

export function errors(error: unknown): number | undefined {
  if (error instanceof NotFoundError) {
    const kind: 'not_found' = error.kind;
    const status: number = error.status;
    return kind.length + status;
  }
  if (error instanceof ValidationError) {
    const field: string | undefined = error.field;
    // @ts-expect-error: no server answered
    const status: number = error.status;
    return field?.length ?? status;
  }
  if (error instanceof ApiError) return error.status;
  if (error instanceof AuthloomError) {
    const { cause, message, stack, retryAfter, problems } = error;
    void [cause, message.length, stack, problems.map(({ constraint }) => constraint.type)];
    // @ts-expect-error: it may be absent
    void retryAfter.toFixed();
    return error.status ?? retryAfter;
  }
  return undefined;
}

export async function using(): Promise<void> {
  await using one = new Konnect();
  using other = new Tyk({ baseUrl: 'https://x.test' });
  void [one.baseUrl, other.baseUrl];
}
