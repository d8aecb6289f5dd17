// What calls return, as the compiler sees it. Never run.

import {
  FitbitPlus,
  Konnect,
  Secret,
  TokenService,
  Tyk,
  type AuthConfig,
  type Authorization,
  type Credential,
  type Event,
  type Group,
  type IssuedToken,
  type Json,
  type KeyStatus,
  type ListedToken,
  type OAuthClient,
  type Organization,
  type RawResponse,
  type Token,
  type TokenPage,
} from 'authloom';

/** Whether two types are the same, not only assignable. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Does not compile unless the type is `true`. */
const holds = <_T extends true>(): void => {};
/** What a promise resolves to. */
type Of<M extends (...given: never[]) => Promise<unknown>> = Awaited<ReturnType<M>>;

// Every operation, with exactly what it gives.
holds<Same<Of<Konnect['getAuthConfig']>, AuthConfig>>();
holds<Same<Of<Konnect['upsertAuthConfig']>, AuthConfig>>();
holds<Same<Of<Konnect['deleteAuthConfig']>, void>>();
holds<Same<Of<Konnect['createAuthCredential']>, Credential>>();
holds<Same<Of<Konnect['getAuthCredential']>, Credential>>();
holds<Same<Of<Konnect['deleteAuthCredential']>, void>>();
holds<Same<Of<FitbitPlus['createToken']>, Token>>();
holds<Same<Of<FitbitPlus['fetchTokenGroups']>, Group[]>>();
holds<Same<Of<FitbitPlus['fetchTokenOrganization']>, Organization>>();
holds<Same<Of<TokenService['issueLongTermToken']>, IssuedToken>>();
holds<Same<Of<TokenService['issueShortTermToken']>, IssuedToken>>();
holds<Same<Of<TokenService['revokeToken']>, void>>();
holds<Same<Of<Tyk['authorizeClient']>, Authorization>>();
holds<Same<Of<Tyk['createOauthClient']>, OAuthClient>>();
holds<Same<Of<Tyk['getOauthClient']>, OAuthClient>>();
holds<Same<Of<Tyk['listOauthClients']>, OAuthClient[]>>();
holds<Same<Of<Tyk['updateOauthClient']>, OAuthClient>>();
holds<Same<Of<Tyk['deleteOauthClient']>, KeyStatus>>();
holds<Same<Of<Tyk['listOauthClientTokens']>, ListedToken[]>>();
holds<Same<Of<Tyk['listOauthClientTokensPage']>, TokenPage>>();
holds<Same<Of<Tyk['invalidateOauthRefresh']>, KeyStatus>>();
holds<Same<Of<Tyk['revokeToken']>, void>>();
holds<Same<Of<Tyk['revokeAllTokens']>, void>>();
holds<Same<Of<Tyk['rotateOauthClientSecret']>, OAuthClient>>();
holds<Same<Of<Tyk['listApisForOauthClient']>, string[]>>();
holds<Same<Of<Tyk['purgeLapsedTokens']>, void>>();
holds<Same<Of<Tyk['request']>, RawResponse>>();
holds<Same<Of<Konnect['request']>, RawResponse>>();

// And no operation beside these, the life of a client and what it shows.
type Life = 'request' | 'close' | 'baseUrl' | typeof Symbol.asyncDispose | typeof Symbol.dispose;
holds<
  Same<
    Exclude<keyof Konnect, Life>,
    | 'getAuthConfig'
    | 'upsertAuthConfig'
    | 'deleteAuthConfig'
    | 'createAuthCredential'
    | 'getAuthCredential'
    | 'deleteAuthCredential'
  >
>();
holds<
  Same<Exclude<keyof FitbitPlus, Life>, 'createToken' | 'fetchTokenGroups' | 'fetchTokenOrganization'>
>();
holds<
  Same<Exclude<keyof TokenService, Life>, 'issueLongTermToken' | 'issueShortTermToken' | 'revokeToken'>
>();
holds<
  Same<
    Exclude<keyof Tyk, Life>,
    | 'authorizeClient'
    | 'createOauthClient'
    | 'getOauthClient'
    | 'listOauthClients'
    | 'updateOauthClient'
    | 'deleteOauthClient'
    | 'listOauthClientTokens'
    | 'listOauthClientTokensPage'
    | 'invalidateOauthRefresh'
    | 'revokeToken'
    | 'revokeAllTokens'
    | 'rotateOauthClientSecret'
    | 'listApisForOauthClient'
    | 'purgeLapsedTokens'
  >
>();

// Members: dates, secrets, and keys that are absent rather than undefined.
holds<Same<Credential['createdAt'], Date>>();
holds<Same<Credential['expiresAt'], Date | undefined>>();
holds<Same<Credential['missingPermissions'][number]['scopes'], (string | null)[]>>();
holds<Same<Token['accessToken'], Secret>>();
holds<Same<Token['refreshToken'], Secret | undefined>>();
holds<Same<Token['expiresIn'], number | undefined>>();
holds<Same<IssuedToken['expiresIn'], number | undefined>>();
holds<Same<IssuedToken['expiresAt'], Date | undefined>>();
holds<Same<OAuthClient['secret'], Secret>>();
holds<Same<OAuthClient['metaData'], Json | undefined>>();
holds<Same<ListedToken['expires'], Date | undefined>>();
holds<Same<RawResponse['json'], Json | undefined>>();
holds<Same<RawResponse['headers'], Record<string, string>>>();
holds<Same<Event['elapsed'], number>>();
holds<Same<Event['kind'], 'sending' | 'response' | 'retrying' | 'finished'>>();
holds<Same<ReturnType<Secret['reveal']>, string>>();
holds<Same<ReturnType<Konnect[typeof Symbol.asyncDispose]>, Promise<void>>>();
holds<Same<ReturnType<typeof Konnect.fromEnv>, Konnect>>();

const group: Group = { id: 'g' };
// @ts-expect-error: an optional key is absent, and not there with undefined
const undefinedName: Group = { id: 'g', name: undefined };
export { group, undefinedName };
