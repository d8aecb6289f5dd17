'use strict';

// The errors of this library: a class for each kind, all of them an AuthloomError.

class AuthloomError extends Error {
  /** What went wrong; each class below has its own. */
  static kind;

  constructor(message, { cause, ...fields } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = new.target.kind;
    this.client = '';
    this.operation = '';
    this.reason = message;
    this.codes = [];
    this.headers = {};
    this.attempts = 0;
    this.retryable = false;
    this.outcome = 'not_sent';
    this.problems = [];
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined && value !== null) {
        this[name] = value;
      }
    }
  }
}

class ApiError extends AuthloomError {}
class BadRequestError extends ApiError {
  static kind = 'bad_request';
}
class UnauthorizedError extends ApiError {
  static kind = 'unauthorized';
}
class ForbiddenError extends ApiError {
  static kind = 'forbidden';
}
class NotFoundError extends ApiError {
  static kind = 'not_found';
}
class MethodNotAllowedError extends ApiError {
  static kind = 'method_not_allowed';
}
class ConflictError extends ApiError {
  static kind = 'conflict';
}
class UnprocessableError extends ApiError {
  static kind = 'unprocessable';
}
class RateLimitedError extends ApiError {
  static kind = 'rate_limited';
}
class ServerError extends ApiError {
  static kind = 'server_error';
}
class OAuthError extends ApiError {
  static kind = 'oauth_error';
}
class DecodeError extends ApiError {
  static kind = 'decode';
}
class TransportError extends AuthloomError {
  static kind = 'transport';
}
class ValidationError extends AuthloomError {
  static kind = 'validation';
}
class TimeoutError extends AuthloomError {
  static kind = 'timeout';
}
class ConfigError extends AuthloomError {
  static kind = 'config';
}
class CredentialError extends AuthloomError {
  static kind = 'credential';
}
class StoreError extends AuthloomError {
  static kind = 'store';
}
class ClosedError extends AuthloomError {
  static kind = 'closed';
}
class InternalError extends AuthloomError {
  static kind = 'internal';
}

/** The classes of all kinds. Core's kind `cancelled` has none: there a signal's reason is thrown. */
const CLASSES = [
  BadRequestError,
  UnauthorizedError,
  ForbiddenError,
  NotFoundError,
  MethodNotAllowedError,
  ConflictError,
  UnprocessableError,
  RateLimitedError,
  ServerError,
  OAuthError,
  DecodeError,
  TransportError,
  ValidationError,
  TimeoutError,
  ConfigError,
  CredentialError,
  StoreError,
  ClosedError,
  InternalError,
];

// As with Error's own, the name is not among what an error lists of itself.
for (const of of [AuthloomError, ApiError, ...CLASSES]) {
  const name = { value: of.name, configurable: true, writable: true };
  Object.defineProperty(of.prototype, 'name', name);
}

const BY_KIND = new Map(CLASSES.map((of) => [of.kind, of]));

/** The fields of an error, in the order in which the native side hands them over. */
const FIELDS = [
  'kind',
  'message',
  'client',
  'operation',
  'reason',
  'status',
  'code',
  'codes',
  'requestId',
  'retryAfter',
  'headers',
  'attempts',
  'retryable',
  'outcome',
  'resolveWith',
  'field',
  'problems',
  'body',
  'causes',
];

/**
 * What to throw for what the native side threw: an error is made of its fields, and begins its
 * stack where `below` was called; anything else is thrown as it is.
 */
function errorFrom(failure, below) {
  if (!Array.isArray(failure)) {
    return failure;
  }
  const { kind, message, causes, ...fields } = Object.fromEntries(
    failure.map((value, place) => [FIELDS[place], value]),
  );
  fields.cause = causeFrom(causes ?? []);
  const error = new (BY_KIND.get(kind) ?? AuthloomError)(message, fields);
  error.kind = kind;
  Error.captureStackTrace(error, below);
  return error;
}

/**
 * What lies below an error, from the top down: three values for each layer. What the operating system,
 * the resolver or TLS reports stands for all layers above it, as in Node's own errors.
 */
function causeFrom(causes) {
  let cause;
  for (let at = causes.length - 3; at >= 0 && cause?.code === undefined; at -= 3) {
    const [text, number, code] = causes.slice(at, at + 3);
    cause = new Error(text, cause === undefined ? undefined : { cause });
    // Nobody's code: what counts is the stack of the error above.
    cause.stack = `Error: ${text}`;
    if (number !== undefined && number !== null) {
      cause.errno = -number;
      cause.code = codeOf(number);
    } else if (code !== undefined && code !== null) {
      cause.code = code;
    }
  }
  return cause;
}

/** The name that Node has for an error of the operating system. */
function codeOf(number) {
  const { constants } = require('node:os');
  const names = Object.entries(constants.errno);
  return names.find(([, value]) => value === number)?.[0] ?? String(number);
}

module.exports = { AuthloomError, ApiError, errorFrom };
for (const of of CLASSES) {
  module.exports[of.name] = of;
}
