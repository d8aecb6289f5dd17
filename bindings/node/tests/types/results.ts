// What calls return, as the compiler sees it. Never run.

import {
  FitbitPlus,
  Konnect,
  Secret,
  TokenService,
  Tyk,
  type AuthConfig,
  type CallOptions,
  type Credential,
  type Event,
  type Group,
  type IssuedToken,
  type Json,
  type ListedToken,
  type OAuthClient,
  type RawResponse,
  type Token,
  type TokenPage,
} from 'authloom';
import { holds, type Life, type Of, type Same } from './same.js';

// A few operations by hand, with exactly what they give; `operations.ts`, which is generated, has all.
holds<Same<Of<Konnect['upsertAuthConfig']>, AuthConfig>>();
holds<Same<Of<Konnect['deleteAuthConfig']>, void>>();
holds<Same<Of<FitbitPlus['fetchTokenGroups']>, Group[]>>();
holds<Same<Of<TokenService['issueLongTermToken']>, IssuedToken>>();
holds<Same<Of<Tyk['listOauthClientTokensPage']>, TokenPage>>();
holds<Same<Of<Tyk['listApisForOauthClient']>, string[]>>();
holds<Same<Of<Tyk['request']>, RawResponse>>();
holds<
  Same<Parameters<Tyk['getOauthClient']>, [apiId: string, clientId: string, options?: CallOptions | undefined]>
>();
// And no operation beside these.
holds<
  Same<
    Exclude<keyof TokenService, Life>,
    'issueLongTermToken' | 'issueShortTermToken' | 'revokeToken' | 'request'
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
