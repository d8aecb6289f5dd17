// Unions narrow by their `type`, and every variant is known. Never run.

import type {
  AuthConfig,
  AuthConfigOAuth,
  AuthConfigUnknown,
  Authorization,
  AuthloomError,
  BodyForm,
  Constraint,
  CredentialConfig,
  ErrorKind,
  Grant,
  Include,
  Json,
  NewCredential,
  Outcome,
  Proof,
  Region,
  ResponseType,
  Secret,
  TokenTypeHint,
} from 'authloom';

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => {};

holds<Same<AuthConfig['type'], 'oauth' | 'unknown'>>();
holds<
  Same<
    CredentialConfig['type'],
    'oauth' | 'github_app_installation' | 'multi_key_auth' | 'aws_role_delegation' | 'unknown'
  >
>();
holds<
  Same<
    NewCredential['type'],
    'oauth' | 'github_app_installation' | 'multi_key_auth' | 'aws_role_delegation'
  >
>();
holds<Same<Grant['type'], 'client_credentials' | 'refresh_token'>>();
holds<Same<Proof['type'], 'client_secret' | 'otp_code' | 'assertion' | 'short_term_token'>>();
holds<Same<Authorization['type'], 'code' | 'token'>>();
holds<Same<Constraint['type'], 'none' | 'minimum' | 'maximum' | 'choice' | 'dependent'>>();

// A switch over all variants needs no default, and each has its own members alone.
export function described(config: AuthConfig): string {
  switch (config.type) {
    case 'oauth':
      holds<Same<typeof config, AuthConfigOAuth>>();
      return config.tokenEndpoint;
    case 'unknown':
      holds<Same<typeof config, AuthConfigUnknown>>();
      holds<Same<(typeof config)['raw'], Json>>();
      return config.unknownType;
  }
}

export function reveal(authorization: Authorization): Secret {
  if (authorization.type === 'code') {
    // @ts-expect-error: a code is no token
    void authorization.accessToken;
    return authorization.code;
  }
  holds<Same<typeof authorization.expiresIn, number | undefined>>();
  return authorization.accessToken;
}

export function account(config: CredentialConfig): string | undefined {
  // @ts-expect-error: not before it is known which it is
  void config.roleArn;
  return config.type === 'aws_role_delegation' ? config.roleArn : undefined;
}

export function bound(constraint: Constraint): number | undefined {
  switch (constraint.type) {
    case 'minimum':
      return constraint.minimum;
    case 'maximum':
      return constraint.maximum;
    case 'choice':
      return constraint.choices.length;
    case 'dependent':
      return constraint.dependents?.length;
    case 'none':
      return undefined;
  }
}

// Closed enumerations are what they list…
holds<Same<Region, 'global' | 'us' | 'eu' | 'au'>>();
holds<Same<BodyForm, 'json_api' | 'flat'>>();
holds<Same<Outcome, 'not_sent' | 'rejected' | 'unknown'>>();
// … and open ones take any text, and still offer what is known.
export const others: [Include, ResponseType, TokenTypeHint] = ['groups', 'code', 'access_token'];
export const any: [Include, ResponseType, TokenTypeHint] = ['new', 'new', 'new'];
holds<string extends Include ? true : false>();
holds<string extends Region ? false : true>();

export function known(kind: ErrorKind): boolean {
  // @ts-expect-error: there is no such kind
  return kind === 'no_such_kind';
}

export function kinds(error: AuthloomError): ErrorKind {
  return error.kind;
}
