import type { ErrorKind, Outcome, Problem } from './generated/errors';

/** What an error of yours may be made of, in a test for instance. */
export interface ErrorFields {
  client?: string;
  operation?: string;
  reason?: string;
  status?: number;
  code?: string;
  codes?: string[];
  requestId?: string;
  retryAfter?: number;
  headers?: Record<string, string>;
  attempts?: number;
  retryable?: boolean;
  outcome?: Outcome;
  resolveWith?: string;
  field?: string;
  problems?: Problem[];
  body?: string;
  /** What lies below it. */
  cause?: unknown;
}

/**
 * Why a call failed; the class of every error of this library.
 *
 * Its `message` is a sentence that a person can act on. Nothing in it holds a secret of the call,
 * also when the server sent it back. What lies below, such as a refused connection, is its `cause`.
 */
export declare class AuthloomError extends Error {
  constructor(message: string, fields?: ErrorFields);

  /** What went wrong, the class as text, such as `rate_limited`. */
  readonly kind: ErrorKind;
  /** The client of the call, such as `Konnect`; empty where none was involved. */
  readonly client: string;
  /** The operation that was called, such as `getAuthConfig`; empty where none was. */
  readonly operation: string;
  /** The server's message if it sent one, else what happened in our words. */
  readonly reason: string;
  /** The response's status; absent if there was no response. */
  readonly status?: number;
  /** The server's own code for the error. */
  readonly code?: string;
  /** All codes, where a server reports several errors at once. */
  readonly codes: string[];
  /** The server's id of this exchange: quote it to its support. */
  readonly requestId?: string;
  /** How long the server asked to wait before the next try, in milliseconds. */
  readonly retryAfter?: number;
  /** Header fields of the response that help to find the cause, names in lower case. */
  readonly headers: Record<string, string>;
  /** How many requests were sent or tried for this call. */
  readonly attempts: number;
  /** Whether the same call may be made again as it is. */
  readonly retryable: boolean;
  /**
   * What this says about the server: `not_sent`, `rejected` (nothing changed), or `unknown` (it may
   * have applied the request: look before you repeat it).
   */
  readonly outcome: Outcome;
  /** The operation that finds out what happened, where the outcome is unknown. */
  readonly resolveWith?: string;
  /** The argument that was refused, where the kind is `validation`. */
  readonly field?: string;
  /** What the server found wrong, one by one. */
  readonly problems: Problem[];
  /** The response's body, for a status from 400: at most 8 KiB of text, secrets replaced. */
  readonly body?: string;
}

/** The server answered, but not with what was asked for. */
export declare class ApiError extends AuthloomError {
  readonly status: number;
}

/** The server refused the request as malformed: status 400, or a 4xx without its own class. */
export declare class BadRequestError extends ApiError {
  readonly kind: 'bad_request';
}

/** Status 401: the credential is missing, wrong, expired or revoked. */
export declare class UnauthorizedError extends ApiError {
  readonly kind: 'unauthorized';
}

/** Status 403: the credential is known but may not do this. */
export declare class ForbiddenError extends ApiError {
  readonly kind: 'forbidden';
}

/** Status 404: there is no such thing, or not for this credential. */
export declare class NotFoundError extends ApiError {
  readonly kind: 'not_found';
}

/** Status 405: the path exists, but not for this method. */
export declare class MethodNotAllowedError extends ApiError {
  readonly kind: 'method_not_allowed';
}

/** Status 409: it collides with what is there. */
export declare class ConflictError extends ApiError {
  readonly kind: 'conflict';
}

/** Status 422: understood, but not acceptable. */
export declare class UnprocessableError extends ApiError {
  readonly kind: 'unprocessable';
}

/** Status 429: too many requests; `retryAfter` says how long to wait, if the server did. */
export declare class RateLimitedError extends ApiError {
  readonly kind: 'rate_limited';
}

/** A status from 500: the server failed. */
export declare class ServerError extends ApiError {
  readonly kind: 'server_error';
}

/** An OAuth error answer (RFC 6749, section 5.2): `code` holds its `error`. */
export declare class OAuthError extends ApiError {
  readonly kind: 'oauth_error';
}

/** The response cannot be used: it does not decode, or is a redirect, which is not followed. */
export declare class DecodeError extends ApiError {
  readonly kind: 'decode';
}

/** No response came: the name, the connection, TLS or the exchange itself failed. */
export declare class TransportError extends AuthloomError {
  readonly kind: 'transport';
}

/** Refused before anything was sent: `field` names the argument. */
export declare class ValidationError extends AuthloomError {
  readonly kind: 'validation';
}

/** A deadline passed. */
export declare class TimeoutError extends AuthloomError {
  readonly kind: 'timeout';
}

/** The client's configuration is not usable. */
export declare class ConfigError extends AuthloomError {
  readonly kind: 'config';
}

/** No credential could be had. */
export declare class CredentialError extends AuthloomError {
  readonly kind: 'credential';
}

/** A token store failed. */
export declare class StoreError extends AuthloomError {
  readonly kind: 'store';
}

/** The client was closed. */
export declare class ClosedError extends AuthloomError {
  readonly kind: 'closed';
}

/**
 * A fault of this library ended the call: report it as a bug. `reason` says at which step and at
 * which place in the source, and nothing of the data. The connection is closed, and the client stays
 * usable.
 */
export declare class InternalError extends AuthloomError {
  readonly kind: 'internal';
}
